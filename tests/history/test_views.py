"""The pages of the history: who may open them, what they say, and what they bring back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.origins import Origin
from industriecoalitie.history.recording import Change, Row, change_record, change_set, hide_record
from industriecoalitie.history.states import State, state_at, state_of
from industriecoalitie.notifications.models import Event
from knowledgebank.models import Practice
from partnerships.models import Partnership
from tests.factories.accounts import UserFactory
from tests.factories.knowledgebank import AdoptionFactory
from tests.factories.partnerships import PartnerFactory, PartnershipFactory
from tests.factories.regions import OrganisationFactory


def address(name: str, record, **more) -> str:
    kind = more.pop("kind", "samenwerking")
    return reverse(f"history:{name}", kwargs={"kind": kind, "uuid": record.uuid, **more})


def text_of(answer) -> str:
    return answer.content.decode().replace("\u00ad", "")


def without_counts(record) -> State:
    state = state_of(record)
    values = {name: value for name, value in state.values.items() if name not in ("version", "updated_at")}
    return State(state.model, values, state.links, state.rows)


@pytest.mark.parametrize(
    ("event", "verb"),
    [
        ("practice.retired", "gearchiveerd"), ("concept.retired", "uit de keuzelijst gehaald"),
        ("practice.brought_back", "teruggehaald"), ("practice.submitted", "ingediend"),
        ("practice.withdrawn", "teruggetrokken"), ("correction.withdrawn", "ingetrokken"),
        ("practice.sent_back", "teruggestuurd"), ("practice.unscheduled", "uit de planning gehaald"),
        ("practice.merged", "opgenomen in wat gepubliceerd is"), ("practice.changed", "gewijzigd"),
    ],
)  # fmt: skip
def test_a_step_is_called_by_its_name(event, verb):
    assert Origin(None, None, "", "", event).verb == verb


def test_what_a_record_names_is_not_told_by_its_address(client, lead, region):
    """A team keeps what it told of a practice after that was withdrawn; it reads its own history, no address of it."""
    adoption = AdoptionFactory(region=region, owner=region)
    client.force_login(lead)
    page = address("record_history", adoption, kind="navolging")
    open_ = client.get(page)
    Practice.objects.filter(pk=adoption.practice_id).update(hidden_at=timezone.now())

    shut = client.get(page)

    assert (open_.status_code, shut.status_code) == (200, 200)
    assert adoption.get_absolute_url() in open_.text
    assert adoption.practice.slug not in shut.text


PAGES = ["record_history", "record_compare", "record_restore"]


def page_of(name: str, record) -> str:
    return address(name, record, **({"version": 1} if name == "record_restore" else {}))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "visibility", "status"),
    [
        ("lead", "concept", 200), ("member", "concept", 200), ("admin_user", "concept", 200),
        ("neighbour", "concept", 404), ("former_member", "concept", 404),
        ("neighbour", "network", 403), ("former_member", "network", 403),
        ("neighbour", "public", 403),
    ],
)  # fmt: skip
def test_history_is_for_who_may_change_the_record(client, request, storied, name, who, visibility, status):
    Partnership.objects.filter(pk=storied.pk).update(visibility=visibility)
    client.force_login(request.getfixturevalue(who))

    assert client.get(page_of(name, storied)).status_code == status


@pytest.mark.parametrize("who", ["curator", "national"])
def test_editors_and_the_national_team_read_but_do_not_restore(client, request, storied, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(page_of("record_history", storied)).status_code == 200
    assert client.get(page_of("record_compare", storied)).status_code == 200
    assert client.get(page_of("record_restore", storied)).status_code == 403
    assert "Terug naar versie" not in text_of(client.get(page_of("record_history", storied)))


def test_history_of_a_hidden_record_is_for_its_team(client, storied, lead, national, neighbour):
    hide_record(storied, by=Actor("page", lead))
    statuses = {}
    for user in (lead, national, neighbour):
        client.force_login(user)
        statuses[user] = client.get(page_of("record_history", storied)).status_code

    assert statuses == {lead: 200, national: 404, neighbour: 404}


@pytest.mark.parametrize("name", [*PAGES, "change_set", "recent_changes", "hidden_records"])
def test_a_visitor_signs_in_first(client, storied, name):
    if name in PAGES:
        url = page_of(name, storied)
    else:
        url = reverse(f"history:{name}", args=[storied.change_set] if name == "change_set" else [])

    answer = client.get(url)

    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/inloggen/")


def test_an_unknown_kind_or_record_is_not_there(client, storied, lead):
    client.force_login(lead)

    assert client.get(address("record_history", storied, kind="onzin")).status_code == 404
    assert client.get(address("record_history", storied, kind="regio")).status_code == 404
    assert client.get(address("record_restore", storied, version=9)).status_code == 404
    assert client.get(page_of("record_compare", storied) + "?van=1&tot=9").status_code == 404


def test_record_history_says_who_did_what_through_which_door(client, storied, lead):
    client.force_login(lead)

    page = text_of(client.get(page_of("record_history", storied)))

    assert page.index("Versie 3: gewijzigd") < page.index("Versie 2: gewijzigd") < page.index("Versie 1")
    for words in ("door Kartrekker", "scherm", "Robotlab Oost", "Bosch weggehaald", "Over robots.", "Robots"):
        assert words in page


def test_a_person_who_is_gone_is_unknown(client, storied, lead, member):
    stranger = UserFactory(name="Vertrokken")
    change_record(storied, Change({"summary": "Van een ander"}), by=Actor("api", stranger))
    stranger.delete()
    client.force_login(member)

    page = text_of(client.get(page_of("record_history", storied)))

    assert "Vertrokken" not in page
    assert "door onbekend" in page
    assert "API" in page


def test_a_name_hidden_today_is_named_nowhere(client, storied, lead, admin_user):
    secret = OrganisationFactory(name="Kanarievogel")
    changed = change_record(
        storied,
        Change({"lead_organisation": secret}, rows={"partners": [Row(values={"organisation": secret})]}),
        by=Actor("page", lead),
    )
    last = change_record(
        changed,
        Change(
            {"lead_organisation": None},
            rows={"partners": [Row(changed.partners.get().uuid, is_removed=True)]},
        ),
        by=Actor("page", lead),
    )
    urls = [
        page_of("record_history", storied),
        page_of("record_history", storied) + "?knownOn=2200-01-01",
        page_of("record_compare", storied) + "?van=3&tot=4",
        address("record_restore", storied, version=4),
        reverse("history:change_set", args=[changed.change_set]),
        reverse("history:change_set", args=[last.change_set]),
        reverse("history:recent_changes") + "?wie=iedereen",
    ]
    client.force_login(lead)
    seen = ["Kanarievogel" in text_of(client.get(url)) for url in urls]
    type(secret).objects.filter(pk=secret.pk).update(visibility="concept")

    unseen = [text_of(client.get(url)) for url in urls]

    assert seen == [True, True, True, True, True, True, False]
    assert [url for url, page in zip(urls, unseen, strict=True) if "Kanarievogel" in page] == []
    assert "een gegeven dat je niet mag zien" in unseen[0]


def test_two_versions_are_compared_both_ways(client, storied, lead):
    client.force_login(lead)
    url = page_of("record_compare", storied)

    forward = text_of(client.get(url + "?van=1&tot=3"))
    back = text_of(client.get(url + "?van=3&tot=1"))

    assert '<del><span class="vh">was: </span>Robotlab</del>' in forward
    assert '<ins><span class="vh">nu: </span>Robotlab Oost</ins>' in forward
    assert "Bosch weggehaald" in forward
    assert "Bosch toegevoegd" in back
    assert "Kies twee versies" in text_of(client.get(url))
    assert "Geen verschil" in text_of(client.get(url + "?van=2&tot=2"))


def test_known_on_shows_what_was_known_at_the_end_of_a_day(client, storied, lead):
    client.force_login(lead)
    url = page_of("record_history", storied)

    assert "Toen stond dit er nog niet" in text_of(client.get(url + "?knownOn=2020-01-01"))
    assert "Over robots." in text_of(client.get(url + "?knownOn=2199-01-01")).split('id="versies"')[0]
    wrong = client.get(url + "?knownOn=gisteren")
    assert wrong.status_code == 400
    assert "Schrijf een datum als 2023-01-24." in text_of(wrong)


def test_an_earlier_version_comes_back_as_a_new_one(client, storied, lead):
    client.force_login(lead)
    url = address("record_restore", storied, version=1)

    page = text_of(client.get(url))
    assert "Bosch toegevoegd" in page
    answer = client.post(url, {"seen": 3}, follow=True)

    storied.refresh_from_db()
    first = state_at(storied, 1)
    back = without_counts(storied)
    event = Event.objects.order_by("pk").last()
    assert answer.redirect_chain == [(address("record_history", storied), 302)]
    assert "is weer zoals in versie 1." in text_of(answer)
    assert storied.version == 4
    assert (event.kind, event.version) == ("partnership.reverted", 4)
    assert back.links == first.links
    assert {name: set(rows) for name, rows in back.rows.items()} == {
        name: set(rows) for name, rows in first.rows.items()
    }
    assert {k: v for k, v in first.values.items() if k in back.values} == back.values


def test_restoring_is_refused_when_someone_was_faster(client, storied, lead):
    client.force_login(lead)
    change_record(storied, Change({"summary": "Tussendoor"}), by=Actor("page", lead))

    answer = client.post(address("record_restore", storied, version=1), {"seen": 3})

    storied.refresh_from_db()
    assert answer.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd" in text_of(answer)
    assert 'name="seen" value="4"' in text_of(answer)
    assert (storied.version, storied.name) == (4, "Robotlab Oost")


def test_a_hidden_record_comes_back_through_an_earlier_version(client, storied, lead, member):
    hidden = hide_record(storied, by=Actor("page", lead))
    url = address("record_restore", hidden, version=3)

    client.force_login(member)
    client.post(url, {"seen": 4})
    hidden.refresh_from_db()
    assert hidden.hidden_at is not None
    client.force_login(lead)
    client.post(url, {"seen": 4})

    hidden.refresh_from_db()
    assert (hidden.hidden_at, hidden.version) == (None, 5)


def test_a_row_that_went_to_another_record_stays_there_and_is_named(client, storied, lead):
    client.force_login(lead)
    bosch = state_at(storied, 1).rows["partners"]
    other = PartnershipFactory()
    PartnerFactory(partnership=other, uuid=next(iter(bosch)))
    url = address("record_restore", storied, version=1)

    assert "partner: hoort nu bij een ander record." in text_of(client.get(url))
    client.post(url, {"seen": 3})

    storied.refresh_from_db()
    assert (storied.version, storied.partners.count(), other.partners.count()) == (4, 0, 1)


def test_a_change_set_shows_every_record_and_undoes_them_together(client, region, lead, member):
    both = [PartnershipFactory(name=name, owner=region) for name in ("Een", "Twee")]
    with change_set(Actor("page", lead), "partnership.bulk_changed") as key:
        for each in both:
            change_record(each, Change({"status_note": "samen"}), by=Actor("page", lead))
    url = reverse("history:change_set", args=[key])
    client.force_login(member)

    page = text_of(client.get(url))
    assert "2 gegevens samen gewijzigd" in page
    assert "Een" in page
    assert "Twee" in page
    answer = client.post(reverse("history:undo", args=[key]), follow=True)

    assert "De wijziging is ongedaan gemaakt." in text_of(answer)
    assert "Deze wijziging is ongedaan gemaakt" in text_of(answer)
    assert set(Partnership.objects.values_list("status_note", flat=True)) == {""}
    again = client.post(reverse("history:undo", args=[key]))
    assert again.status_code == 409
    assert "Deze wijziging is al ongedaan gemaakt." in text_of(again)


def test_a_conflict_is_named_and_nothing_is_half(client, storied, lead):
    client.force_login(lead)
    changed = change_record(storied, Change({"name": "A", "status_note": "B"}), by=Actor("page", lead))
    change_record(storied, Change({"name": "C"}), by=Actor("page", lead))

    answer = client.post(reverse("history:undo", args=[changed.change_set]))

    storied.refresh_from_db()
    assert answer.status_code == 409
    assert "‘C’: later gewijzigd is naam." in text_of(answer)
    assert (storied.name, storied.status_note) == ("C", "B")


def test_a_change_set_shows_only_what_the_reader_keeps(
    client, region, other_region, lead, neighbour, admin_user
):
    mine = PartnershipFactory(name="Van Twente", owner=region)
    theirs = PartnershipFactory(name="Van Limburg", owner=other_region)
    with change_set(Actor("page", admin_user), "partnership.bulk_changed") as key:
        for each in (mine, theirs):
            change_record(each, Change({"status_note": "samen"}), by=Actor("page", admin_user))
    url = reverse("history:change_set", args=[key])
    client.force_login(lead)

    page = text_of(client.get(url))

    assert "Van Twente" in page
    assert "Van Limburg" not in page
    assert "Ongedaan maken</button>" not in page
    assert client.post(reverse("history:undo", args=[key])).status_code == 403
    Partnership.objects.filter(pk=theirs.pk).update(visibility="concept")
    assert client.post(reverse("history:undo", args=[key])).status_code == 404
    mine.refresh_from_db()
    assert mine.status_note == "samen"


def test_a_change_set_of_others_is_not_there(client, neighbour, storied):
    client.force_login(neighbour)

    assert client.get(reverse("history:change_set", args=[storied.change_set])).status_code == 404
    assert client.get(reverse("history:change_set", args=[storied.uuid])).status_code == 404
    assert client.post(reverse("history:undo", args=[storied.uuid])).status_code == 404
    assert client.get(reverse("history:undo", args=[storied.change_set])).status_code == 405


def test_recent_changes_are_those_of_others_first(client, lead, member, neighbour, storied):
    change_record(storied, Change({"summary": "Van het teamlid"}), by=Actor("page", member))
    url = reverse("history:recent_changes")
    seen = {}
    for user in (lead, member, neighbour):
        client.force_login(user)
        seen[user] = (client.get(url).context["total"], client.get(url + "?wie=iedereen").context["total"])

    assert seen == {lead: (1, 3), member: (2, 3), neighbour: (0, 0)}


def test_hidden_records_come_back_from_the_list(client, storied, lead, member, neighbour):
    hide_record(storied, by=Actor("page", lead))
    url = reverse("history:hidden_records")
    posted = {"kind": "samenwerking", "uuid": str(storied.uuid)}
    listed, statuses = {}, {}
    for user in (member, neighbour, lead):
        client.force_login(user)
        listed[user] = [each.title for each in client.get(url).context["records"]]
        statuses[user] = client.post(url, posted).status_code

    storied.refresh_from_db()
    assert listed == {member: [], neighbour: [], lead: ["Robotlab Oost"]}
    assert statuses == {member: 403, neighbour: 404, lead: 302}
    assert (storied.hidden_at, storied.version) == (None, 5)
    assert client.post(url, {"kind": "samenwerking", "uuid": "x"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_record_history_query_count(client, region, lead, django_assert_num_queries, count):
    record = PartnershipFactory(owner=region)
    for number in range(count):
        rows = {"partners": [Row(values={"organisation": OrganisationFactory()})]}
        record = change_record(
            record, Change({"summary": f"Tekst {number}"}, rows=rows), by=Actor("page", lead)
        )
    client.force_login(lead)

    with django_assert_num_queries(10):
        client.get(page_of("record_history", record))


@pytest.mark.parametrize("count", [1, 3])
def test_lists_query_count(client, region, lead, member, django_assert_num_queries, count):
    for _number in range(count):
        hide_record(PartnershipFactory(owner=region), by=Actor("page", member))
    client.force_login(lead)

    with django_assert_num_queries(7):
        client.get(reverse("history:recent_changes"))
    with django_assert_num_queries(5):
        client.get(reverse("history:hidden_records"))


@pytest.mark.parametrize("count", [1, 3])
def test_change_set_query_count(client, region, lead, django_assert_num_queries, count):
    with change_set(Actor("page", lead), "partnership.bulk_changed") as key:
        for _number in range(count):
            change_record(
                PartnershipFactory(owner=region), Change({"summary": "Tekst"}), by=Actor("page", lead)
            )
    client.force_login(lead)

    with django_assert_num_queries(10):
        client.get(reverse("history:change_set", args=[key]))
