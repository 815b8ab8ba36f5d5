"""A visitor proposes, who keeps the record decides, and the visitor sees what became of it."""

import re

import pytest
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.columns import split_names
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.corrections import actions
from industriecoalitie.corrections.models import Correction
from industriecoalitie.notifications.models import Letter
from tests.factories.concepts import ConceptFactory
from tests.factories.corrections import CorrectionFactory
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.partnerships import EcosystemFactory, PartnershipFactory
from tests.factories.regions import (
    AgendaFactory,
    AgendaItemFactory,
    OrganisationFactory,
    PlaceFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db
REASON = "Staat op de website van de school."


@pytest.fixture
def partnership(region):
    return PartnershipFactory(
        owner=region, region=region, name="Kampus", slug="kampus", summary="Samen leren.", visibility="public"
    )


def address(record, field: str | None = None) -> str:
    page = reverse("corrections:propose", args=[kind_of(record), record.uuid])
    return page if field is None else f"{page}?veld={field}"


def send(client, record, field="summary", proposed="Samen leren en werken.", **more):
    return client.post(address(record, field), {"proposed": proposed, "reason": REASON, **more})


def test_the_page_of_a_record_leads_to_proposing(client, partnership):
    page = client.get(partnership.get_absolute_url()).content.decode()

    assert f'<a href="{address(partnership)}" rel="nofollow">Klopt hier iets niet?</a>' in page


def test_who_laid_a_correction_in_what_is_published_can_take_it_back(client, curator, lead, region):
    practice = PracticeFactory(owner=region, summary="Zo was het.")
    found = CorrectionFactory(
        kind="praktijkvoorbeeld",
        record=practice.uuid,
        region=region,
        was="Zo was het.",
        proposed="Zo is het.",
    )
    actions.accept_correction(found, "Zo is het.", by=Actor("page", curator), seen=practice.version)
    found.refresh_from_db()
    client.force_login(curator)

    page = client.get(reverse("corrections:detail", args=[found.uuid])).content.decode()

    assert reverse("history:change_set", args=[found.change_set]) in page
    assert reverse("history:record_history", args=["praktijkvoorbeeld", practice.uuid]) in page
    client.post(reverse("history:undo", args=[found.change_set]))
    practice.refresh_from_db()
    assert practice.summary == "Zo was het."


def test_the_fields_are_shown_with_what_they_say(client, partnership):
    answer = client.get(address(partnership))

    fields = {column.key: text for column, text in answer.context["fields"]}
    assert fields["summary"] == "Samen leren."
    assert fields["region"] == "Twente"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()


def test_a_story_is_shown_without_its_marks(client, region):
    practice = PracticeFactory(
        owner=region, approach="Met **handen** & hoofd:\n\n1. Plan\n2. Bouw", title="1. Plan"
    )

    fields = {column.key: text for column, text in client.get(address(practice)).context["fields"]}

    assert fields["approach"].split() == ["Met", "handen", "&", "hoofd:", "Plan", "Bouw"]
    assert fields["title"] == "1. Plan"


def test_a_visitor_proposes_and_reads_the_fate_at_a_secret_address(client, partnership):
    answer = send(client, partnership, email="Lezer@School.nl")
    found = Correction.objects.get()
    page = client.get(answer.url)

    assert re.fullmatch(r"/correctie/[\w-]{43}/", answer.url)
    assert (found.was, found.proposed, found.email) == (
        "Samen leren.",
        "Samen leren en werken.",
        "lezer@school.nl",
    )
    assert found.proposed_by is None
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"
    assert "Samen leren en werken." in page.content.decode()
    assert f"<code>http://testserver{answer.url}</code>" in page.content.decode()
    assert "lezer@school.nl" not in page.content.decode()
    assert f'href="{partnership.get_absolute_url()}">Naar de pagina' in page.content.decode()
    partnership.refresh_from_db()
    assert (partnership.summary, partnership.version) == ("Samen leren.", 1)


@pytest.mark.parametrize("token", ["x", "a" * 43, "0" * 64])
def test_another_token_opens_nothing(client, token):
    CorrectionFactory(token_hash="0" * 64)

    assert client.get(f"/correctie/{token}/").status_code == 404
    assert client.post(f"/correctie/{token}/").status_code == 404


@pytest.mark.parametrize(
    "field", ["visibility", "owner", "slug", "version", "confirmed_on", "remark", "basis", "xyz", "hidden_at"]
)
def test_what_the_portal_keeps_for_itself_cannot_be_proposed(client, partnership, field):
    assert client.get(address(partnership, field)).status_code == 404
    assert send(client, partnership, field).status_code == 404
    assert not Correction.objects.exists()


def test_what_is_hidden_and_what_is_not_there_look_the_same(client, region, neighbour):
    concept = PartnershipFactory(owner=region, visibility="concept")
    network = PartnershipFactory(owner=region, visibility="network")
    absent = PartnershipFactory.build()

    answers = [client.get(address(each, "summary")) for each in (concept, network, absent)]
    posts = [send(client, each) for each in (concept, network, absent)]
    client.force_login(neighbour)

    assert {each.status_code for each in answers + posts} == {404}
    assert len({re.sub(r"[0-9a-f-]{36}", "", each.content.decode()) for each in answers}) == 1
    assert [client.get(address(each)).status_code for each in (concept, network)] == [404, 200]
    assert client.get("/correctie/bestaat-niet/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_the_names_of_hidden_records_are_not_shown(client, partnership):
    hidden = OrganisationFactory(name="Geheime Fabriek", visibility="concept")
    partnership.lead_organisation = hidden
    partnership.save()

    pages = [client.get(address(partnership)), client.get(address(partnership, "lead_organisation"))]
    send(client, partnership, "lead_organisation", "ROC van Twente")

    assert all("Geheime" not in page.content.decode() for page in pages)
    assert Correction.objects.get().was == ""


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"proposed": " Samen  leren. "}, "Dit staat er al."),
        ({"reason": ""}, "Schrijf op hoe je dit weet."),
        ({"reason": "x" * 1001}, "1000"),
        ({"email": "geen adres"}, "Vul een e-mailadres in zoals naam@school.nl."),
        ({"onderwerp": "koop dit"}, "Laat dit veld leeg"),
        ({"proposed": "a\x00b"}, "tekens"),
    ],
)  # fmt: skip
def test_what_is_refused_is_said(client, partnership, values, sentence):
    answer = send(client, partnership, **values)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Correction.objects.exists()


def test_a_value_that_cannot_be_read_is_refused_at_once(client, partnership):
    answer = send(client, partnership, "status_on", "gisteren")

    assert "Schrijf een dag als 2024-02-09." in answer.context["form"].errors["proposed"]
    assert not Correction.objects.exists()


def test_the_same_proposal_is_told(client, partnership):
    send(client, partnership)
    answer = send(client, partnership, proposed="samen leren  en werken.")

    assert "Dit is al voorgesteld." in answer.content.decode()
    assert Correction.objects.count() == 1


def test_from_one_address_come_so_many_a_day(client, partnership, settings):
    answers = [send(client, partnership, proposed=f"Tekst {n}").status_code for n in range(21)]
    elsewhere = client.post(
        address(partnership, "summary"), {"proposed": "Elders", "reason": REASON}, REMOTE_ADDR="192.0.2.7"
    )

    assert answers == [302] * 20 + [200]
    assert elsewhere.status_code == 302
    stored = str(list(Correction.objects.values()))
    assert "127.0.0.1" not in stored
    assert len(set(Correction.objects.values_list("sender_hash", flat=True))) == 2


def test_something_else_is_free_text(client, partnership):
    empty = send(client, partnership, "", "")
    sent = send(client, partnership, "", "De foto is van een ander gebouw.")

    assert "Schrijf op wat er beter kan." in empty.content.decode()
    assert sent.status_code == 302
    assert Correction.objects.get().field == ""


def test_a_visitor_takes_a_proposal_back(client, partnership):
    page = send(client, partnership).url

    client.post(page)
    again = client.post(page, follow=True).content.decode()

    found = Correction.objects.get()
    assert (found.state, found.email) == ("withdrawn", "")
    assert "intussen al besloten" in again
    assert not Letter.objects.exists()


def test_who_is_signed_in_finds_the_own_proposals(client, partnership, neighbour, lead):
    client.force_login(neighbour)
    send(client, partnership)
    CorrectionFactory(proposed="Van een ander", record=partnership.uuid)

    mine = client.get("/mijn/correcties/")

    found = Correction.objects.get(proposed_by=neighbour)
    assert [row.correction for row in mine.context["rows"]] == [found]
    assert [row.name for row in mine.context["rows"]] == ["Kampus"]
    assert (found.email, found.sender_hash) == ("", "")
    client.force_login(lead)
    assert client.post(f"/mijn/correcties/{found.uuid}/intrekken/").status_code == 404
    client.force_login(neighbour)
    client.post(f"/mijn/correcties/{found.uuid}/intrekken/")
    found.refresh_from_db()
    assert found.state == "withdrawn"


# Deciding


def decide(client, correction, **data):
    return client.post(reverse("corrections:detail", args=[correction.uuid]), data, follow=True)


def test_a_kartrekker_takes_a_proposal_over(client, partnership, lead):
    found = CorrectionFactory(record=partnership.uuid, was="Samen leren.", proposed="Samen leren en werken.")
    client.force_login(lead)

    page = client.get(found.get_absolute_url())
    answer = decide(client, found, value="Samen leren en werken.", seen=1)

    assert page.context["now"] == "Samen leren."
    assert "Overgenomen" in answer.content.decode()
    partnership.refresh_from_db()
    assert partnership.summary == "Samen leren en werken."
    assert (
        "verbeterd na een correctie van een lezer"
        in client.get(f"/geschiedenis/samenwerking/{partnership.uuid}/").content.decode()
    )


def test_who_decided_too_late_gets_a_sentence(client, partnership, lead, curator):
    found = CorrectionFactory(record=partnership.uuid)
    client.force_login(lead)
    decide(client, found, value="Een", seen=1)
    client.force_login(curator)

    answer = decide(client, found, value="Twee", seen=2)

    assert "Over dit voorstel is intussen al besloten." in answer.content.decode()
    partnership.refresh_from_db()
    assert partnership.summary == "Een"


def test_what_changed_while_one_looked_is_shown_and_the_next_try_works(client, partnership, lead):
    found = CorrectionFactory(record=partnership.uuid, was="Iets ouders.")
    partnership.version = 4
    partnership.save()
    client.force_login(lead)

    refused = decide(client, found, value="Mijn tekst", answer="Dank", seen=3)

    html = refused.content.decode()
    assert "Dit is veranderd terwijl je keek." in html
    assert refused.context["is_changed"]
    assert "Iets ouders." in html
    assert 'name="seen" value="4"' in html
    assert "Mijn tekst" in html
    assert "Aangepast overgenomen" in decide(client, found, value="Mijn tekst", seen=4).content.decode()


def test_what_the_record_refuses_stands_on_the_page(client, partnership, lead):
    found = CorrectionFactory(record=partnership.uuid, field="name", was="Kampus", proposed="")
    client.force_login(lead)

    answer = decide(client, found, value="", seen=1)

    assert answer.status_code == 200
    assert "Naam: " in answer.content.decode()
    found.refresh_from_db()
    assert found.state == "open"


def test_a_decline_without_a_reason_is_refused(client, partnership, lead):
    found = CorrectionFactory(record=partnership.uuid)
    client.force_login(lead)

    refused = decide(client, found, afwijzen="1", **{"afwijzen-answer": " "})
    done = decide(client, found, afwijzen="1", **{"afwijzen-answer": "De bron zegt iets anders."})

    assert "Schrijf op waarom je het voorstel niet overneemt." in refused.content.decode()
    assert "Niet overgenomen" in done.content.decode()
    found.refresh_from_db()
    assert (found.state, found.answer, found.decided_by) == ("declined", "De bron zegt iets anders.", lead)


def test_a_removed_record_can_only_be_declined(client, partnership, lead):
    type(partnership).objects.filter(pk=partnership.pk).update(hidden_at="2026-01-01T00:00Z")
    found = CorrectionFactory(record=partnership.uuid)
    client.force_login(lead)

    page = client.get(found.get_absolute_url())

    assert page.context["accept"] is None
    assert "Dit is intussen verwijderd" in page.content.decode()
    assert decide(client, found, afwijzen="1", **{"afwijzen-answer": "Weg."}).status_code == 200


def test_names_in_what_the_reader_saw_are_hidden_from_who_may_not_see_them(
    client, partnership, lead, curator, other_region
):
    OrganisationFactory(name="Geheime Fabriek", visibility="concept", owner=other_region)
    found = CorrectionFactory(
        record=partnership.uuid, field="lead_organisation", was="Geheime Fabriek", proposed="ROC van Twente"
    )
    client.force_login(lead)
    theirs = client.get(found.get_absolute_url()).content.decode()
    client.force_login(curator)
    all_of_it = client.get(found.get_absolute_url()).content.decode()

    assert "Geheime" not in theirs
    assert "een gegeven dat je niet mag zien" in theirs
    assert "Geheime Fabriek" in all_of_it


def test_the_list_filters_and_says_what_is_late(client, partnership, lead, curator, other_region):
    late = CorrectionFactory(record=partnership.uuid, region=partnership.owner, due_on="2020-01-01")
    done = CorrectionFactory(record=partnership.uuid, state="withdrawn", decided_at="2026-01-01T00:00Z")
    other = CorrectionFactory(record=partnership.uuid, assignee=lead)
    national = CorrectionFactory(kind="regio", record=other_region.uuid, region=other_region)
    client.force_login(curator)

    def shown(query=""):
        answer = client.get(f"/redactie/correcties/{query}")
        assert answer.status_code == 200
        return {row.correction for row in answer.context["rows"]}

    assert shown() == {late, other, national}
    assert shown("?laat=on") == {late}
    assert shown("?stand=alle") == {late, done, other, national}
    assert shown("?soort=regio") == {national}
    assert shown("?regio=limburg") == {national}
    assert shown("?regio=geen") == {other}
    assert shown("?van=niemand") == {late, national}
    assert shown("?van=mij") == set()
    assert shown("?stand=onzin&page=999999999999") == {late, other, national}
    assert "Te laat" in client.get("/redactie/correcties/").content.decode()
    client.force_login(lead)
    assert shown() == {late, other}


def test_a_proposal_is_taken_up_and_let_go(client, partnership, lead):
    found = CorrectionFactory(record=partnership.uuid)
    client.force_login(lead)
    page = reverse("corrections:assign", args=[found.uuid])

    client.post(page)
    found.refresh_from_db()
    assert found.assignee == lead
    client.post(page, {"loslaten": "1"})
    found.refresh_from_db()
    assert found.assignee is None
    steps = client.get(found.get_absolute_url()).context["steps"]
    assert [(step.what, step.who) for step in steps] == [
        ("Voorgesteld", "een bezoeker"), ("Opgepakt door Kartrekker", "Kartrekker"), ("Losgelaten", "Kartrekker"),
    ]  # fmt: skip


# The own page


def waiting(client, user, query=""):
    client.force_login(user)
    sections = client.get(f"/mijn/{query}").context["sections"]
    rows = [row for section in sections if section.kind.key == "gevraagd" for row in section.rows]
    return [(row.title, row.url, row.status) for row in rows]


def test_the_own_page_tells_what_waits_for_a_decision(
    client, partnership, other_region, lead, neighbour, curator, national, admin_user
):
    found = CorrectionFactory(record=partnership.uuid, region=partnership.owner, due_on="2020-01-01")
    CorrectionFactory(record=partnership.uuid, state="withdrawn", decided_at="2026-01-01T00:00Z")
    row = ("Kampus: Samenvatting", found.get_absolute_url(), "Te laat")

    assert (
        waiting(client, lead) == waiting(client, curator) == waiting(client, lead, "?regio=twente") == [row]
    )
    assert [waiting(client, user) for user in (neighbour, national, admin_user)] == [[], [], []]


def test_the_desk_names_the_record_too(client, partnership, curator):
    CorrectionFactory(record=partnership.uuid, region=partnership.owner)
    client.force_login(curator)

    assert "Kampus: Samenvatting" in client.get("/redactie/").content.decode().replace("\u00ad", "")


# How often the database is asked


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_as_for_three(client, region, lead, count, django_assert_num_queries):
    for _n in range(count):
        CorrectionFactory(record=PartnershipFactory(owner=region).uuid, region=region, assignee=lead)
    client.force_login(lead)

    with django_assert_num_queries(7):
        assert len(client.get("/redactie/correcties/").context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_fields_asks_as_much_for_one_name_as_for_three(
    client, partnership, region, lead, count, django_assert_num_queries
):
    theme, level = Scheme.THEME, Scheme.LEVEL
    organisations = [OrganisationFactory() for _n in range(count)]
    partnership.lead_organisation = organisations[0]
    partnership.place = PlaceFactory()
    partnership.agenda = AgendaFactory()
    partnership.save()
    partnership.concepts.set([ConceptFactory(scheme=each) for each in (theme, level) for _n in range(count)])
    partnership.ecosystems.set([EcosystemFactory() for _n in range(count)])
    partnership.regions.set([RegionFactory() for _n in range(count)])
    partnership.places.set([PlaceFactory() for _n in range(count)])
    partnership.agenda_items.set([AgendaItemFactory(agenda=partnership.agenda) for _n in range(count)])
    client.force_login(lead)

    with django_assert_num_queries(12):
        fields = {column.key: text for column, text in client.get(address(partnership)).context["fields"]}

    assert {len(split_names(fields[key])) for key in ("concepts.theme", "ecosystems", "regions", "places", "agenda_items")} == {count}  # fmt: skip
    assert fields["lead_organisation"] == organisations[0].name


@pytest.mark.parametrize("count", [1, 3])
def test_the_own_list_asks_as_much_for_one_as_for_three(
    client, region, lead, count, django_assert_num_queries
):
    for _n in range(count):
        CorrectionFactory(record=PartnershipFactory(owner=region).uuid, proposed_by=lead)
    client.force_login(lead)

    with django_assert_num_queries(6):
        assert len(client.get("/mijn/correcties/").context["rows"]) == count
