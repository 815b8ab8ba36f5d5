"""Made-up records are stored once, read as any other, and go without a trace."""

import pytest
from django.db import connection
from django.db.models import ProtectedError

from industriecoalitie.core.actors import Actor
from industriecoalitie.generating.actions import REGIONS, NothingToPointAt, generate, made_up, remove
from industriecoalitie.history.invariant import check_history
from industriecoalitie.history.recording import Change, change_record
from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice
from partnerships.models import Partner, Partnership
from programmes.models import Demand, Module, Programme
from regions.models import Organisation, Region
from tests.factories.knowledgebank import AdoptionFactory, PracticeFactory

pytestmark = pytest.mark.django_db

NUMBERS = {Organisation: 30, Partnership: 20, Programme: 5, Practice: 40, Demand: 10}


def quietly(*_told) -> None:
    """Hear how far it is."""


def make(numbers=NUMBERS, seed: int = 3) -> dict:
    return generate(numbers, seed, quietly)


def counts() -> dict[str, int]:
    """Return how many rows every table has, those of history too."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
        return found


def stored() -> list[tuple]:
    """Return what was made up, without the keys that the database gave."""
    partners = Partner.objects.order_by("uuid").values_list(
        "uuid", "partnership__slug", "organisation__slug", "role__notation"
    )
    practices = Practice.objects.order_by("slug").values_list(
        "uuid",
        "slug",
        "title",
        "approach",
        "state",
        "visibility",
        "region__slug",
        "partnership__slug",
        "created_at",
    )
    terms = Practice.concepts.through.objects.order_by(
        "practice__slug", "concept__scheme", "concept__notation"
    )
    return [*partners, *practices, *terms.values_list("practice__slug", "concept__notation")]


def test_so_many_are_stored(loaded):
    assert make() == NUMBERS
    assert {model: model.objects.count() for model in NUMBERS} == NUMBERS
    assert Module.objects.count() == 5
    assert {slug.rpartition("-")[0] for slug in Practice.objects.values_list("slug", flat=True)} == {
        "gegenereerd-3-voorbeeld"
    }


def test_all_that_hangs_on_them_is_there(loaded):
    make()

    practices, partnerships = Practice.objects.all(), Partnership.objects.all()
    assert all(practice.evidence.exists() and practice.factor_links.exists() for practice in practices)
    assert all(practice.concepts.filter(scheme="sector").exists() for practice in practices)
    assert all(
        partnership.partners.count() >= 1 and partnership.concepts.exists() for partnership in partnerships
    )
    for rows in ("figures", "quotes", "organisations"):
        assert practices.filter(**{f"{rows}__isnull": False}).exists(), rows
    for rows in ("targets", "milestones", "practices"):
        assert partnerships.filter(**{f"{rows}__isnull": False}).exists(), rows


def test_they_keep_the_rules_of_their_kind(loaded):
    make()

    for model in NUMBERS:
        for record in made_up(model):
            record.full_clean()
            getattr(record, "clean_whole", lambda: None)()


def test_nothing_is_stored_twice(loaded):
    make()
    before = counts()

    assert make() == dict.fromkeys(NUMBERS, 0)
    assert counts() == before


def test_more_of_a_seed_adds_the_rest(loaded):
    make({Practice: 10})
    first = dict(Practice.objects.values_list("slug", "title"))

    assert make({Practice: 25})[Practice] == 15
    assert first.items() <= dict(Practice.objects.values_list("slug", "title")).items()


def test_another_seed_adds_others(loaded):
    make()

    assert make(seed=4) == NUMBERS
    assert Practice.objects.count() == 80


def test_the_same_seed_gives_the_same_records(loaded):
    make()
    first = stored()
    remove(quietly)
    make()

    assert stored() == first
    assert len(first) > 200


def test_most_are_public_and_concepts_are_drafts(loaded):
    make({Practice: 500})

    of = {
        visibility: Practice.objects.filter(visibility=visibility)
        for visibility in ("public", "network", "concept")
    }
    assert 430 <= of["public"].count() <= 470
    assert 15 <= of["network"].count() <= 50
    assert 8 <= of["concept"].count() <= 36
    assert set(of["concept"].values_list("state", "published_on")) == {(PracticeState.DRAFT, None)}
    assert set((of["public"] | of["network"]).values_list("state", flat=True)) == {PracticeState.PUBLISHED}


def test_regions_are_made_when_there_are_none(loaded):
    loaded.delete()

    assert make({Practice: 3}) == {**dict.fromkeys(NUMBERS, 0), Practice: 3, Region: REGIONS}
    assert make({Practice: 3}) == dict.fromkeys(NUMBERS, 0)


def test_without_terms_nothing_is_stored(db):
    with pytest.raises(NothingToPointAt):
        make()

    assert Organisation.objects.count() == 0


def test_they_leave_no_history(loaded):
    before = {name: count for name, count in counts().items() if name.endswith("event")}
    make()

    assert {name: count for name, count in counts().items() if name.endswith("event")} == before


def test_taking_them_away_leaves_all_as_it_was(loaded):
    PracticeFactory(slug="gegenereerd-stroom", title="Gegenereerd stroom")
    before = counts()
    make()
    make(seed=4)

    removed = remove(quietly)

    assert removed == {**{model: 2 * count for model, count in NUMBERS.items()}, Module: 10, Region: 0}
    assert counts() == before
    assert sum(faults.total for faults in check_history()) == 0


def test_what_people_changed_goes_with_a_trace(loaded, admin_user):
    make({Practice: 3})
    practice = made_up(Practice).filter(visibility="public").first()
    change_record(practice, Change({"is_featured": True}), by=Actor("page", admin_user))

    assert remove(quietly)[Practice] == 3
    events = practice.pgh_event_model.objects.filter(pgh_obj_id=practice.pk).order_by("pgh_id")
    assert list(events.values_list("pgh_label", flat=True)) == ["update", "delete"]


def test_what_people_added_holds_them(loaded):
    make({Practice: 3})
    AdoptionFactory(practice=made_up(Practice).first())

    with pytest.raises(ProtectedError):
        remove(quietly)


def test_it_tells_how_far_it_is(loaded):
    told = []

    generate({Practice: 501}, 3, lambda *each: told.append(each))

    assert told == [(Practice, 500, 501), (Practice, 501, 501)]


def test_visitors_read_them_as_any_other(loaded, client):
    make()
    practice = made_up(Practice).filter(visibility="public", partnership__visibility="public").first()

    for address in (
        practice.get_absolute_url(),
        practice.partnership.get_absolute_url(),
        "/kennisbank/",
        "/samenwerkingen/",
        "/organisaties/",
        f"/api/v1/practices/{practice.slug}",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
    assert client.get(f"/api/v1/practices/{practice.slug}").json()["title"] == practice.title
    hidden = made_up(Practice).exclude(visibility="public").first()
    assert client.get(f"/api/v1/practices/{hidden.slug}").status_code == 404
