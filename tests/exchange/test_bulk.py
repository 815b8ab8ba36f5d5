"""Many records at once: shown first, then all or nothing, as one change."""

import pytest
from django.urls import reverse

from industriecoalitie.notifications.models import Event
from partnerships.models import Partnership
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/uitwisseling/partnerships/bewerken/"


@pytest.fixture
def mine(region):
    return [
        PartnershipFactory(slug=f"samen-{n}", name=f"Samen {n}", owner=region, region=region)
        for n in range(3)
    ]


def seen(records) -> list[str]:
    return [f"{each.uuid}:{each.version}" for each in records]


def test_the_chosen_rows_are_shown_with_what_can_be_set(client, lead, mine):
    client.force_login(lead)

    page = client.get(ADDRESS, {"rij": [str(each.uuid) for each in mine[:2]], "lijst": "region=twente"})

    assert [each.name for each in page.context_data["records"]] == ["Samen 0", "Samen 1"]
    assert {
        "status",
        "life_phase",
        "region",
        "visibility",
        "confirmed_on",
        "verbergen",
        "concepts-sector-erbij",
    } <= set(page.context_data["form"].fields)


def test_all_of_a_list_are_those_that_it_shows_and_the_person_may_change(
    client, lead, mine, other_region, region
):
    PartnershipFactory(name="Van een ander", region=region, owner=other_region)
    mine[0].status = "done"
    mine[0].save()
    client.force_login(lead)

    page = client.get(ADDRESS, {"alles": "1", "lijst": "region=twente&status=running"})

    assert [each.name for each in page.context_data["records"]] == ["Samen 1", "Samen 2"]


def test_it_is_shown_first_and_then_done_as_one_change(client, lead, mine):
    sector = ConceptFactory(scheme="sector", notation="bouw", label="Bouw")
    mine[2].concepts.set([sector])
    client.force_login(lead)
    wanted = {"gezien": seen(mine), "status": "Afgerond", "concepts-sector-erbij": "Bouw"}

    shown = client.post(ADDRESS, wanted)
    before = set(Partnership.objects.values_list("status", "version"))
    done = client.post(ADDRESS, wanted | {"bevestig": "1"})

    assert [plan.line.cells for plan in shown.context_data["plans"]] == [
        [("Stand", "Loopt", "Afgerond"), ("Sectoren", "", "Bouw")],
        [("Stand", "Loopt", "Afgerond"), ("Sectoren", "", "Bouw")],
        [("Stand", "Loopt", "Afgerond")],
    ]
    assert before == {("running", 1)}
    assert set(Partnership.objects.values_list("status", "version")) == {("done", 2)}
    assert [list(each.concepts.all()) for each in Partnership.objects.order_by("pk")] == [[sector]] * 3
    assert list(Event.objects.values_list("kind", flat=True)) == ["partnership.changed"] * 3
    events = Partnership.pgh_event_model.objects.filter(pgh_label="update", version=2)
    (context,) = set(events.values_list("pgh_context", flat=True))
    assert reverse("exchange:bulk_done", args=["partnerships", context]) in done.url
    assert client.get(done.url).status_code == 200


def test_hiding_and_confirming(client, lead, mine):
    client.force_login(lead)

    client.post(ADDRESS, {"gezien": seen(mine[:2]), "verbergen": "on", "bevestig": "1"})
    client.post(ADDRESS, {"gezien": seen(mine[2:]), "confirmed_on": "on", "bevestig": "1"})

    assert list(Partnership.objects.filter(hidden_at=None).values_list("name", flat=True)) == ["Samen 2"]
    assert Partnership.objects.get(slug="samen-2").confirmed_on is not None
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == [
        "partnership.hidden", "partnership.hidden", "partnership.changed",
    ]  # fmt: skip


def test_one_that_changed_meanwhile_stops_all(client, lead, mine):
    wanted = {"gezien": seen(mine), "status": "Afgerond", "bevestig": "1"}
    Partnership.objects.filter(pk=mine[1].pk).update(version=2)
    client.force_login(lead)

    answer = client.post(ADDRESS, wanted)

    assert answer.status_code == 422
    assert ["‘Samen 1’" in fault.message for fault in answer.context_data["faults"]] == [True]
    assert set(Partnership.objects.values_list("status", flat=True)) == {"running"}


def test_a_member_does_not_publish_or_hide(client, member, mine):
    client.force_login(member)

    page = client.get(ADDRESS, {"rij": str(mine[0].uuid)})
    client.post(ADDRESS, {"gezien": seen(mine), "verbergen": "on", "visibility": "Concept", "bevestig": "1"})

    assert {"visibility", "verbergen"} & set(page.context_data["form"].fields) == set()
    assert set(Partnership.objects.values_list("visibility", "hidden_at")) == {("public", None)}


def test_rows_of_others_are_left_out(client, neighbour, mine):
    client.force_login(neighbour)

    answers = [
        client.get(ADDRESS, {"rij": str(mine[0].uuid)}),
        client.post(ADDRESS, {"gezien": seen(mine), "status": "Afgerond", "bevestig": "1"}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert set(Partnership.objects.values_list("status", flat=True)) == {"running"}


@pytest.mark.parametrize(
    ("who", "status"), [(None, 302), ("curator", 403), ("former_member", 403), ("lead", 400)]
)
def test_who_may_change_many(client, request, mine, who, status):
    if who:
        client.force_login(request.getfixturevalue(who))

    assert client.get(ADDRESS).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [(None, 302), ("curator", 403), ("former_member", 403), ("member", 200)]
)
def test_who_may_bring_files_in(client, request, mine, who, status):
    if who:
        client.force_login(request.getfixturevalue(who))

    assert client.get("/uitwisseling/partnerships/import/").status_code == status


def test_lists_that_are_only_taken_along_take_nothing_in(client, admin_user):
    client.force_login(admin_user)

    assert client.get("/uitwisseling/practices/import/").status_code == 403
    assert client.get("/uitwisseling/milestones/bewerken/").status_code == 403


def test_more_than_five_hundred_are_too_many(client, lead, region, monkeypatch):
    monkeypatch.setattr("industriecoalitie.exchange.views.bulk.MOST_RECORDS", 2)
    for _ in range(3):
        PartnershipFactory(owner=region, region=region)
    client.force_login(lead)

    answer = client.get(ADDRESS, {"alles": "1"})

    assert answer.status_code == 400
    assert "te veel regels" in answer.content.decode()


def test_nothing_wanted_asks_what_to_change(client, lead, mine):
    client.force_login(lead)

    assert (
        "Kies eerst wat je wilt veranderen" in client.post(ADDRESS, {"gezien": seen(mine)}).content.decode()
    )
