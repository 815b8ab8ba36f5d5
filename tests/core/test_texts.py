"""Dutch text on its way to the screen."""

from types import SimpleNamespace

import pytest
from django.utils.html import format_html

from industriecoalitie.core import texts


def test_with_soft_hyphens_breaks_only_long_words():
    shown = texts.with_soft_hyphens("Vraagarticulatie in de regio")

    assert shown == "Vraag\u00adar\u00adti\u00adcu\u00adla\u00adtie in de regio"


def test_with_soft_hyphens_escapes_text_and_leaves_tags_alone():
    link = format_html('<a href="/samenwerkingsverbanden/">{}</a>', "samenwerkingsverbanden")

    shown = texts.with_soft_hyphens(link)

    assert 'href="/samenwerkingsverbanden/"' in shown
    assert ">sa\u00admen\u00adwer\u00adkings\u00adver\u00adban\u00adden<" in shown
    assert texts.with_soft_hyphens("<b>&") == "&lt;b&gt;&amp;"


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "<b>", "c"], "a, &lt;b&gt; en c")],
)
def test_joined(items, expected):
    assert texts.joined(items) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[klik](javascript:alert(1))",
        "[klik](http://example.org)",
        "[klik](//example.org)",
        '<a href="https://example.org" onclick="x()">klik</a>',
    ],
)
def test_markdown_lets_no_html_and_no_other_address_through(text):
    shown = texts.markdown(text)

    assert "<script" not in shown
    assert "<img" not in shown
    assert "<a" not in shown


def test_markdown_shows_no_pictures_from_elsewhere():
    assert "<img" not in texts.markdown("![beeld](https://example.org/x.png)")


def test_markdown_keeps_what_is_allowed():
    shown = texts.markdown(
        "# Kop\n\n- [een](https://example.org)\n- [twee](mailto:info@example.org)\n\n**vet**"
    )

    assert shown == (
        "<h3>Kop</h3>\n<ul>\n"
        '<li><a href="https://example.org" rel="noopener noreferrer">een</a></li>\n'
        '<li><a href="mailto:info@example.org" rel="noopener noreferrer">twee</a></li>\n'
        "</ul>\n<p><strong>vet</strong></p>\n"
    )


def test_markdown_stops_at_its_longest_and_says_so():
    shown = texts.markdown("a" * 20_000 + "EINDE")

    assert "EINDE" not in shown
    assert "De tekst is te lang en houdt hier op." in shown


def test_explained_gives_the_first_use_of_each_abbreviation_its_full_form():
    terms = [SimpleNamespace(short="CIV", full="centrum voor <innovatief> vakmanschap")]

    shown = texts.explained("Een CIV & nog een CIV, geen CIVIEL.", terms)

    assert shown == (
        'Een <abbr title="centrum voor &lt;innovatief&gt; vakmanschap">CIV</abbr>'
        " &amp; nog een CIV, geen CIVIEL."
    )
