"""Many records at once: all of them or none, one change set, one undo."""

import time

import pytest

from industriecoalitie.api.callers import WRITE_PARTNERSHIPS
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.undoing import undo
from industriecoalitie.notifications.models import Event
from partnerships.models import Partnership
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory

from .writers import PartnerSystem, wrong_in

pytestmark = pytest.mark.django_db
BULK = "partnerships/_bulk"


@pytest.fixture
def system(lead) -> PartnerSystem:
    ConceptFactory(scheme=Scheme.PARTNERSHIP_FORM, notation="pps", label="Pps")
    return PartnerSystem(lead, WRITE_PARTNERSHIPS)


def body_of(name: str, **more) -> dict:
    return {"name": name, "form": "pps", **more}


def test_each_operation_is_done_and_told_and_one_undo_takes_all_back(system, lead, region):
    changed, replaced, gone = (
        PartnershipFactory(owner=region, name=f"Was {n}", summary="Oud") for n in range(3)
    )

    answer = system.post(
        BULK,
        {
            "operations": [
                {"method": "POST", "body": body_of("Nieuw")},
                {"method": "PATCH", "id": changed.slug, "ifMatch": '"1-x"', "body": {"name": "Gewijzigd"}},
                {"method": "PUT", "id": str(replaced.uuid), "ifMatch": '"1-x"', "body": body_of("Vervangen")},
                {"method": "DELETE", "id": gone.slug, "ifMatch": '"1-x"'},
            ]
        },
    )

    assert answer.status_code == 200, answer.content.decode()
    told = answer.json()["operations"]
    assert [(each["method"], each["status"]) for each in told] == [
        ("POST", 201), ("PATCH", 200), ("PUT", 200), ("DELETE", 204),
    ]  # fmt: skip
    assert [each["id"] for each in told[1:]] == [str(each.uuid) for each in (changed, replaced, gone)]
    for each in told[:3]:
        assert system.get(f"partnerships/{each['id']}")["ETag"] == each["etag"]
    shown = Partnership.objects.filter(hidden_at=None).order_by("name")
    assert [(each.name, each.summary) for each in shown] == [
        ("Gewijzigd", "Oud"),
        ("Nieuw", ""),
        ("Vervangen", ""),
    ]
    by_api = {
        event.pgh_context_id
        for event in Partnership.pgh_event_model.objects.filter(pgh_context__metadata__door="api")
    }
    assert len(by_api) == 1
    undo(by_api.pop(), Actor("page", lead))
    shown = Partnership.objects.filter(hidden_at=None).order_by("name")
    assert [(each.name, each.summary) for each in shown] == [(f"Was {n}", "Oud") for n in range(3)]


def test_all_errors_of_all_operations_are_told_and_nothing_is_done(system, region, other_region):
    mine = PartnershipFactory(owner=region, name="Van ons")
    theirs = PartnershipFactory(owner=other_region)
    unseen = PartnershipFactory(owner=other_region, visibility="concept")
    seen = {"ifMatch": '"1-x"', "body": {"name": "Anders"}}

    answer = system.post(
        BULK,
        {
            "operations": [
                {"method": "POST", "body": body_of("Goed")},
                {"method": "POST", "body": body_of("", partners=[{"organisation": "er-niet"}])},
                {"method": "PATCH", "id": mine.slug, "ifMatch": '"1-x"', "body": {"kleur": 1}},
            ]
        },
    )
    found = system.post(
        BULK,
        {
            "operations": [
                {"method": "PATCH", "id": theirs.slug, **seen},
                {"method": "PATCH", "id": unseen.slug, **seen},
                {"method": "PATCH", "id": "er-niet", **seen},
                {"method": "PATCH", "id": mine.slug, **seen, "ifMatch": '"7-x"'},
                {"method": "PATCH", "id": mine.slug, **seen},
                {"method": "PATCH", "id": mine.slug, "body": {}},
                {"method": "VERB"},
                {"method": "POST", "body": {}, "extra": 1},
            ]
        },
    )

    assert (answer.status_code, set(wrong_in(answer))) == (
        400, {"operations[1].body.name", "operations[1].body.partners[0].organisation", "operations[2].body.kleur"},
    )  # fmt: skip
    wrong = wrong_in(found)
    assert set(wrong) == {
        "operations[0].id", "operations[1].id", "operations[2].id", "operations[3].ifMatch", "operations[4].id",
        "operations[5].id", "operations[5].ifMatch", "operations[6].method", "operations[7].extra",
    }  # fmt: skip
    assert wrong["operations[1].id"] == wrong["operations[2].id"]
    assert sorted(Partnership.objects.values_list("name", "version")) == sorted(
        (each.name, 1) for each in (mine, theirs, unseen)
    )


def test_a_stale_operation_stops_all_of_them(system, region):
    mine = PartnershipFactory(owner=region, name="Van ons")

    answer = system.post(
        BULK,
        {
            "operations": [
                {"method": "POST", "body": body_of("Goed")},
                {"method": "DELETE", "id": mine.slug, "ifMatch": '"2-x"'},
            ]
        },
    )

    assert (answer.status_code, set(wrong_in(answer))) == (412, {"operations[1].ifMatch"})
    assert [each.name for each in Partnership.objects.all()] == ["Van ons"]


@pytest.mark.parametrize(
    "body", [{}, [], {"operations": []}, {"operations": {}}, {"operations": [{}] * 501}, {"operations": [1]}]
)
def test_what_is_no_list_of_operations_is_refused(system, body):
    answer = system.post(BULK, body)

    assert answer.status_code == 400
    assert wrong_in(answer)


def many(number: int) -> list[dict]:
    """Return operations that add partnerships, each with a partner and a milestone."""
    names = [each.slug for each in OrganisationFactory.create_batch(20)]
    return [
        {
            "method": "POST",
            "body": body_of(
                f"Nummer {n}", partners=[{"organisation": names[n % 20]}], milestones=[{"title": "Begin"}]
            ),
        }
        for n in range(number)
    ]


def test_one_that_is_wrong_at_the_end_undoes_all_before_it(system):
    answer = system.post(BULK, {"operations": [*many(15), {"method": "POST", "body": {"form": "pps"}}]})

    assert (answer.status_code, set(wrong_in(answer))) == (400, {"operations[15].body.name"})
    assert (Partnership.objects.count(), Event.objects.filter(kind="partnership.added").count()) == (0, 0)


def test_many_are_added_once_with_a_key(system):
    operations = {"operations": many(15)}

    answer = system.post(BULK, operations, idempotency_key="veel")
    again = system.post(BULK, operations, idempotency_key="veel")

    assert (answer.status_code, len(answer.json()["operations"])) == (200, 15)
    assert (again.content, Partnership.objects.count()) == (answer.content, 15)
    assert len({each.slug for each in Partnership.objects.all()}) == 15


@pytest.mark.release
def test_five_hundred_are_added_in_one_request(system):
    operations = {"operations": many(500)}

    began = time.monotonic()
    answer = system.post(BULK, operations)
    took = time.monotonic() - began

    assert (answer.status_code, Partnership.objects.count()) == (200, 500)
    print(f"500 partnerships with 1,000 rows: {took:.1f} s")
    assert took < 120
