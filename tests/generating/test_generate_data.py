"""The command that makes records up."""

import io

import pytest
from django.core.management import CommandError, call_command

from industriecoalitie.api.models import ApiDocument
from industriecoalitie.core.choices import Audience
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.search.models import SearchDocument
from knowledgebank.models import Practice
from tests.factories.knowledgebank import AdoptionFactory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[list[str], list[str]]:
    """Return what the command wrote, and what it told on the way."""
    out, told = io.StringIO(), io.StringIO()
    call_command("generate_data", "--no-index", *arguments, stdout=out, stderr=told)
    return out.getvalue().splitlines(), told.getvalue().splitlines()


def test_it_says_what_it_added_and_took_away(loaded):
    asked = ("--practices", "4", "--organisations", "3", "--seed", "9")

    written, told = run(*asked)

    assert written[:3] == ["organisaties: 3 nieuw", "praktijkvoorbeelden: 4 nieuw", "7 nieuw"]
    assert [line.split(" (")[0] for line in told] == ["organisaties: 3 van 3", "praktijkvoorbeelden: 4 van 4"]
    assert run(*asked)[0][:1] == ["0 nieuw"]
    assert run("--remove")[0][:3] == [
        "praktijkvoorbeelden: 4 weggehaald",
        "organisaties: 3 weggehaald",
        "7 weggehaald",
    ]
    assert Practice.objects.count() == 0


def test_the_index_and_the_documents_follow(loaded):
    call_command("generate_data", "--practices", "6", stdout=io.StringIO(), stderr=io.StringIO())

    public = Practice.objects.filter(visibility="public")
    found = SearchDocument.objects.filter(kind_name=kind_of(Practice), audience=Audience.PUBLIC)
    assert set(found.values_list("object_id", flat=True)) == set(public.values_list("pk", flat=True))
    assert public.exists()

    documents = ApiDocument.objects.filter(collection="practices")
    assert set(documents.exclude(body="").values_list("object_id", flat=True)) == set(
        public.values_list("pk", flat=True)
    )

    call_command("generate_data", "--remove", stdout=io.StringIO(), stderr=io.StringIO())
    assert not SearchDocument.objects.filter(kind_name=kind_of(Practice)).exists()
    assert not documents.exists()


def test_production_asks_for_more(loaded, settings):
    settings.SETTINGS_MODULE = "industriecoalitie.settings.production"

    with pytest.raises(CommandError, match="--yes"):
        run("--practices", "1")
    assert Practice.objects.count() == 0
    with pytest.raises(CommandError, match="--yes"):
        run("--remove")
    run("--practices", "1", "--yes")
    assert Practice.objects.count() == 1


def test_without_terms_it_says_what_to_do(db):
    with pytest.raises(CommandError, match="load_initial_data"):
        run("--practices", "1")


@pytest.mark.parametrize("option", ["--practices", "--seed"])
def test_less_than_nothing_is_refused(loaded, option):
    with pytest.raises(CommandError, match="nooit minder"):
        run(option, "-1")


def test_what_holds_a_record_is_named(loaded):
    run("--practices", "1")
    adoption = AdoptionFactory(practice=Practice.objects.get())

    with pytest.raises(CommandError, match=str(adoption.region)):
        run("--remove")
