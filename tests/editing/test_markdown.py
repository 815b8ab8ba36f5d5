"""Texts with Markdown in forms: what is taken, what is refused, and how they look before they are saved."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from industriecoalitie.core.texts import LONGEST_MARKDOWN, markdown
from industriecoalitie.editing.markdown import MarkdownField
from programmes.models import LearningPath
from tests.factories.programmes import LearningPathFactory

from .browser import form_on

pytestmark = pytest.mark.django_db
ADDRESS = "/bewerken/voorbeeld/"
TEXT = "# Kop\n\nEen **vet** woord en [een link](https://example.org)."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""), ("  \n\t ", ""), (None, ""), ("\n een \n\n", "een"),
        ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
        ("een\x0btwee\x0cdrie\x85vier\u2028vijf\u2029zes", "een\ntwee\ndrie\nvier\nvijf\nzes"),
        ("- een\n  - twee  \ndrie", "- een\n  - twee  \ndrie"), ("a\tb", "a\tb"),
        ("é" * LONGEST_MARKDOWN, "é" * LONGEST_MARKDOWN),
        ("é\r\n" * (LONGEST_MARKDOWN // 2), ("é\n" * (LONGEST_MARKDOWN // 2)).strip()),
    ],
)  # fmt: skip
def test_a_text_is_kept_with_one_kind_of_line_and_no_space_round_it(typed, kept):
    assert MarkdownField().clean(typed) == kept


@pytest.mark.parametrize("letter", ["\x00", "\x01", "\x08", "\x1b", "\x1f", "\ud800"])
def test_what_is_no_letter_is_refused_with_a_sentence(letter):
    with pytest.raises(ValidationError) as refused:
        MarkdownField().clean(f"een{letter}twee")

    assert refused.value.messages == ["Deze tekst bevat een teken dat niet kan."]


def test_a_text_that_is_too_long_is_refused_with_its_length():
    with pytest.raises(ValidationError) as refused:
        MarkdownField().clean("a" * (LONGEST_MARKDOWN + 1))

    assert refused.value.messages == ["Deze tekst heeft 20.001 tekens. Er passen er 20.000."]


def test_a_text_is_not_changed_by_how_its_lines_end():
    field = MarkdownField()

    assert not field.has_changed("een\ntwee\n", "een\r\ntwee")
    assert not field.has_changed(None, "")
    assert field.has_changed("een\ntwee", "een twee")
    assert field.has_changed("een", "een\x00")


@pytest.fixture
def path(region):
    return LearningPathFactory(owner=region, name="Leerpad Twente", support="Zoals het was")


def ask(client: Client, text: str):
    return client.post(ADDRESS, {"text": text})


def test_the_preview_is_what_the_page_will_show(client, member):
    client.force_login(member)

    answer = ask(client, TEXT.replace("\n", "\r\n"))

    assert reverse("editing:markdown_preview") == ADDRESS
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.decode() == markdown(TEXT)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" ", "Er staat nog niets."),
        ("a\x00", "Deze tekst bevat een teken dat niet kan."),
        ("a" * 20_001, "Deze tekst heeft 20.001 tekens. Er passen er 20.000."),
        ("<script>window.__hit = 1</script>", "<p>&lt;script&gt;window.__hit = 1&lt;/script&gt;</p>\n"),
    ],
)
def test_the_preview_says_what_is_the_matter(client, member, text, said):
    client.force_login(member)

    assert ask(client, text).content.decode() == said


def test_the_preview_is_for_who_signed_in_and_sends_its_token(client, member):
    assert ask(client, TEXT)["Location"].startswith("/inloggen/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)
    assert ask(strict, TEXT).status_code == 403
    assert strict.get(ADDRESS).status_code == 405


def edit(path: LearningPath) -> str:
    return f"{path.get_absolute_url()}bewerken/"


def test_without_javascript_a_button_gives_the_form_back_with_the_text_as_it_will_look(client, member, path):
    client.force_login(member)
    before = client.get(edit(path)).content.decode()
    data = form_on(client, edit(path)) | {"support": TEXT, "name": "", "preview": "support"}

    answer = client.post(edit(path), data)

    page = answer.content.decode()
    path.refresh_from_db()
    assert answer.status_code == 200
    assert markdown(TEXT) not in before
    assert page.count(f'<div class="proza">{markdown(TEXT)}</div>') == 1
    assert "# Kop\n\nEen **vet** woord" in page
    assert "Vul ‘" not in page  # nothing is judged yet
    assert (path.support, path.version) == ("Zoals het was", 1)


def test_what_was_previewed_is_saved_by_the_button_of_the_form(client, member, path):
    client.force_login(member)
    data = form_on(client, edit(path)) | {"support": TEXT.replace("\n", "\r\n") + "\r\n"}

    answer = client.post(edit(path), data)

    path.refresh_from_db()
    assert answer.status_code == 302
    assert (path.support, path.version) == (TEXT, 2)
    assert markdown(TEXT) in client.get(path.get_absolute_url()).content.decode()


def test_a_text_with_a_sign_that_cannot_be_is_refused_beside_its_field(client, member, path):
    client.force_login(member)

    answer = client.post(edit(path), form_on(client, edit(path)) | {"support": "a\x00b"})

    assert answer.status_code == 422
    assert answer.context["errors"] == [("id_support", "Deze tekst bevat een teken dat niet kan.")]


def test_the_field_names_itself_to_those_who_hear_the_page(client, member, path):
    client.force_login(member)

    page = client.get(edit(path)).content.decode()

    assert (
        'role="toolbar" aria-label="Opmaak van Welke begeleiding is er?" aria-controls="id_support"' in page
    )
    assert 'aria-label="Voorbeeld van Welke begeleiding is er?"' in page
