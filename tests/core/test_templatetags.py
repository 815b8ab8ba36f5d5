"""The components that pages are built from."""

import re

import pytest
from django.template import engines
from django.test import RequestFactory

from industriecoalitie.core import maps
from industriecoalitie.core.filters import FacetOption

from .gallery import GALLERY, LIST, LoginForm, Sample, citation, list_context, render, sample_context, year

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta"}


def shown(template: str, address: str = "/", **context) -> str:
    """Return a piece of template as HTML on one line."""
    context.setdefault("request", RequestFactory().get(address))
    html = engines["django"].from_string(template).render(context)
    return re.sub(r"\s+", " ", html).strip()


@pytest.fixture
def raster(monkeypatch):
    """Twelve provinces of one dot each."""
    monkeypatch.setattr(maps, "raster", lambda: {code: f"M{code[2:]} 1h0" for code in maps.PROVINCES})


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ 50000|number }}", "50.000"),
        ("{{ None|number }}", ""),
        ("{{ names|joined }}", "roc’s, bedrijven en overheden"),
        ("{{ ''|filled }}", '<span class="leeg">niet bekend</span>'),
        ("{{ mapping|lookup:'a' }}", "1"),
        ("{{ mapping|lookup:'b' }}", "None"),
        ("{{ starts|day }}", '<time datetime="2019">2019</time>'),
        ("{% count_heading 1 'samenwerking' 'samenwerkingen' %}", "1 samenwerking"),
        ("{% count_heading 5 'voorbeeld' 'voorbeelden' q=tag %}", "5 voorbeelden voor ‘&lt;b&gt;’"),
        ("{% parts '' starts 'Eindhoven' as meta %}{{ meta|length }}", "2"),
        ("{% sources %}", ""),
        ("{% tree nothing %}", ""),
        ("{% dots 0 %}", ""),
        ("{% place_map None None %}", ""),
        ("{% section 'Modules' %} {% endsection %}", ""),
    ],
)
def test_small_pieces(template, expected):
    context = {
        "names": ["roc’s", "bedrijven", "overheden"],
        "mapping": {"a": 1},
        "starts": year(2019),
        "nothing": [],
        "tag": "<b>",
    }

    assert shown(template, **context) == expected


def test_fact_names_its_source_and_links_to_the_list():
    partnership, document = Sample("Maas"), Sample("Proefdocument")
    citations = {partnership.uuid: [citation(document, "Kansen", 14, 3)]}

    html = shown(
        "{% fact 'Begonnen' starts of=partnership %}{% sources %}",
        starts=year(2019),
        partnership=partnership,
        citations=citations,
    )

    assert '<dt>Begonnen</dt><dd><time datetime="2019">2019</time> <a class="bron" href="#bron-1-3">' in html
    assert "Proefdocument, Kansen, regel 14" in html
    assert '<li id="bron-1-3">Kansen: regel 14</li>' in html


def test_source_ref_says_that_a_fact_is_inferred_and_from_what():
    guess = Sample("Eem", is_inferred=True, basis="De plaats van de school.")

    html = shown("{% source_ref guess %}", guess=guess, citations={})

    assert "afgeleid" in html
    assert "De plaats van de school." in html
    assert 'class="bron"' not in html


def test_section_shows_its_empty_text_only_without_content():
    template = (
        "{% section 'Modules' count=2 url='/modules/' empty='Nog geen.' %}{{ content }}{% endsection %}"
    )

    empty, full = shown(template, content=""), shown(template, content="Module")

    assert "Nog geen." in empty
    assert "Alles bekijken" not in empty
    assert "Nog geen." not in full
    assert 'href="/modules/"' in full


def test_blocks_escape_values_once_and_keep_their_markup():
    html = shown("{% panel title %}<p>{{ text }}</p>{% endpanel %}", title="A & B", text="<b>")

    assert "A &amp; B" in html
    assert "<p>&lt;b&gt;</p>" in html


def test_dots_draws_one_for_each_and_at_most_120():
    assert shown("{% dots 70 %}").count("h0") == 70
    assert shown("{% dots 500 %}").count("h0") == 120


def test_bars_are_as_long_as_their_share_of_the_longest():
    rows = [{"label": "a", "value": 50}, {"label": "b", "value": 20}, {"label": "c", "value": None}]

    html = shown("{% bars rows %}", rows=rows)

    assert re.findall(r'class="balk-deel" width="([\d.]+)"', html) == ["100.0", "40.0", "0.0"]
    assert "niet bekend" in html


def test_bars_of_zeros_do_not_divide_by_zero():
    assert 'class="balk-deel" width="0"' in shown("{% bars rows %}", rows=[{"label": "a", "value": 0}])


@pytest.mark.parametrize(
    ("word", "tone"),
    [("Concept", "let"), ("Openbaar", "goed"), ("Netwerk", "info"), ("Iets anders", "neutraal")],
)
def test_status_takes_its_tone_from_its_word_and_always_has_an_icon(word, tone):
    html = shown("{% status word %}", word=word)

    assert f"status--{tone}" in html
    assert "<svg" in html
    assert word in html


def test_facet_opens_what_is_behind_a_click_when_something_in_it_is_checked():
    options = [FacetOption(f"r{n}", f"Regio {n}", n, n == 9) for n in range(10)]

    html = shown("{% facet facet %}", facet={"name": "region", "label": "Regio", "options": options})

    assert html.count('type="checkbox"') == 10
    assert '<details class="meer" id="meer_region" open>' in html
    assert html.count(" checked") == 1


def test_list_page_keeps_filters_of_the_address_that_are_no_facet():
    html = shown(
        "{% kept_parameters facets %}", "/samenwerkingen/?q=a&page=2&region=x&validOn=2023-01-01", facets=[]
    )

    assert html == (
        '<input type="hidden" name="region" value="x"><input type="hidden" name="validOn" value="2023-01-01">'
    )


def test_field_says_what_to_fill_in_and_ties_it_to_the_control():
    form = LoginForm({"email": ""})

    html = shown("{% form_errors form %}{% field form.email %}{% field form.name %}", form=form)

    assert html.count("Vul ‘E-mailadres’ in.") == 2
    assert '<a href="#id_email">' in html
    assert 'id="id_email_error"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert "(niet verplicht)" in html


def test_dot_map_draws_one_path_per_area_and_names_it(raster):
    areas = [{"code": "PV28", "label": "Zuid-Holland", "level": 3, "text": "3 samenwerkingen"}]
    markers = [{"lat": 52.0, "lon": 4.3, "label": "Delft", "url": "/x/"}]

    html = shown("{% dot_map areas markers=markers title='Waar' %}", areas=areas, markers=markers)

    assert html.count("<path") == 2
    assert html.count("<circle") == 1
    assert "<title>Zuid-Holland: 3 samenwerkingen</title>" in html
    assert 'aria-label="Waar"' in html
    assert 'data-href="/x/"' in html


def test_dot_map_is_left_out_before_the_assets_are_built(monkeypatch):
    monkeypatch.setattr(maps, "raster", dict)

    assert shown("{% dot_map %}") == ""


def test_tile_map_draws_all_regions(raster):
    html = shown("{% tile_map areas %}", areas=[{"code": "AM05", "label": "Twente", "level": 2}])

    assert html.count('data-codes="AM') == 35
    assert "<title>Twente</title>" in html


def unclosed(html: str) -> list[str]:
    """Return the tags that are opened and not closed, or closed and not opened."""
    stack = []
    for closing, name, rest in re.findall(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>", html):
        if closing:
            if not stack or stack.pop() != name:
                return [name]
        elif name.lower() not in VOID and not rest.endswith("/"):
            stack.append(name)
    return stack


@pytest.fixture
def pages(raster) -> dict[str, str]:
    return {
        "home": render(GALLERY, {**sample_context(), "is_home": True}),
        "gallery": render(GALLERY, sample_context()),
        "list": render(LIST, list_context()),
    }


@pytest.mark.parametrize("name", ["home", "gallery", "list"])
def test_pages_are_whole(pages, name):
    html = pages[name]

    assert unclosed(html) == []
    assert html.count("<h1>") == 1
    assert len(re.findall(r"\bid=\"([^\"]+)\"", html)) == len(set(re.findall(r"\bid=\"([^\"]+)\"", html)))


@pytest.mark.parametrize("name", ["home", "gallery", "list"])
def test_pages_keep_to_the_content_security_policy(pages, name):
    html = pages[name]

    assert re.findall(r"\sstyle=|<style|\son\w+=|javascript:|data:|hx-on|<script(?![^>]*\ssrc=)", html) == []
    assert re.findall(r'(?:src|<link[^>]*href)="(?!/)[^"]*"', html) == []


def test_every_component_is_on_the_gallery_or_the_list(pages, monkeypatch):
    seen = set()
    components = maps.settings.BASE_DIR / "templates/components"
    names = {path.stem for path in components.glob("*.html")}
    loader_calls = engines["django"].engine.find_template

    def noticing(name, *args, **kwargs):
        seen.add(name)
        return loader_calls(name, *args, **kwargs)

    monkeypatch.setattr(engines["django"].engine, "find_template", noticing)
    render(GALLERY, sample_context())
    render(LIST, list_context())
    render(LIST, {**list_context(), "page": [], "chips": []})

    used = {name.removeprefix("components/").removesuffix(".html") for name in seen}
    assert names - used == {"bare", "search_again"}


def test_current_section_marks_the_menu_item_of_the_address(pages):
    assert re.findall(r'href="([^"]+)" aria-current="true"', pages["list"]) == ["/samenwerkingen/"]


def test_list_page_links_to_other_pages_with_the_filters_kept(pages):
    links = re.findall(r'href="(\?[^"]*page=\d+)"', pages["list"])

    assert links
    assert all("region=regio-1" in link for link in links)


def test_list_page_for_htmx_has_no_header_and_no_footer():
    html = render(LIST, {**list_context(), "frame": "components/bare.html"})

    assert "<title>Samenwerkingen · Industriecoalitie</title>" in html
    assert 'id="lijst"' in html
    assert "kopbalk" not in html
    assert "voet" not in html
