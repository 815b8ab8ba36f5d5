"""The work on the own page: per section what belongs there, what must not, and where a click leads."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.editing.models import Draft
from industriecoalitie.history.recording import Change, change_record, confirm_record
from knowledgebank.models import Practice
from partnerships.models import Partnership
from regions.choices import Role
from regions.models import Task
from tests.factories.accounts import UserFactory
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import PracticeFactory, RemarkFactory, ReviewFactory
from tests.factories.partnerships import (
    EcosystemFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipContactFactory,
    PartnershipFactory,
    TargetFactory,
)
from tests.factories.programmes import DemandFactory, DemandPartyFactory, ProgrammeFactory
from tests.factories.regions import (
    ExpertiseRequestFactory,
    LabourMarketRegionFactory,
    MembershipFactory,
    OrganisationFactory,
    TaskFactory,
)
from tests.factories.signoff import SignOffFactory

pytestmark = pytest.mark.django_db

MINE = "/mijn/"


def day(days: int) -> datetime.date:
    """Return the day that lies so many days ahead of today; behind it when negative."""
    return timezone.localdate() + datetime.timedelta(days=days)


def page_for(client, user, address: str = MINE):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer


def section(client, user, key: str, address: str = MINE):
    """Return one section of the own page; None when there is nothing in it."""
    sections = page_for(client, user, address).context["sections"]
    return next((each for each in sections if each.kind.key == key), None)


def titles(client, user, key: str, address: str = MINE) -> list[str]:
    found = section(client, user, key, address)
    return [row.title for row in found.rows] if found else []


def complete(owner, **values) -> Partnership:
    """Return a partnership without a gap, that was confirmed today."""
    partnership = PartnershipFactory(owner=owner, confirmed_on=timezone.localdate(), **values)
    city = ConceptFactory(
        scheme=Scheme.ORGANISATION_KIND, notation="government_municipality", label="Gemeente"
    )
    PartnerFactory(partnership=partnership, organisation=OrganisationFactory(kind=city))
    TargetFactory(partnership=partnership, due_on=day(900), due_precision="day")
    MilestoneFactory(partnership=partnership, due_on=day(900), due_precision="day")
    return partnership


# Tasks


def test_tasks_are_the_own_and_those_of_nobody_with_the_late_ones_first(
    client, lead, member, region, other_region
):
    TaskFactory(region=region, title="Ooit", assignee=lead)
    TaskFactory(region=region, title="Morgen", assignee=lead, due_on=day(1))
    TaskFactory(region=region, title="Te laat en van niemand", due_on=day(-1))
    TaskFactory(region=region, title="Van een ander", assignee=member)
    TaskFactory(region=region, title="Gedaan", assignee=lead, done_on=day(-1))
    TaskFactory(region=other_region, title="Van de buren")

    found = section(client, lead, "taken")

    assert [row.title for row in found.rows] == ["Te laat en van niemand", "Morgen", "Ooit"]
    assert [row.status for row in found.rows] == ["Te laat", "", ""]
    assert page_for(client, lead).context["sections"][0].kind.key == "taken"


def test_a_task_is_ticked_off_and_added_on_the_own_page(client, lead, region):
    task = TaskFactory(region=region, title="Bel de gemeente")
    client.force_login(lead)

    ticked = client.post(reverse("regions:task_tick", args=[task.uuid]), {"next": MINE}, follow=True)
    added = client.post(
        reverse("regions:task_list"), {"title": "Nodig bedrijven uit", "next": MINE}, follow=True
    )

    assert ticked.redirect_chain == added.redirect_chain == [(MINE, 302)]
    task.refresh_from_db()
    assert task.done_on == timezone.localdate()
    assert titles(client, lead, "taken") == ["Nodig bedrijven uit"]
    assert Task.objects.get(title="Nodig bedrijven uit").created_by == lead


# Terms


def test_terms_are_what_is_late_or_due_within_sixty_days_of_own_ongoing_partnerships(
    client, lead, region, other_region
):
    own = PartnershipFactory(owner=region, slug="eigen", name="Eigen")
    for title, due in [("Te laat", -10), ("Vandaag", 0), ("Net nog", 60), ("Ver weg", 61)]:
        MilestoneFactory(partnership=own, title=title, due_on=day(due), due_precision="day")
    MilestoneFactory(partnership=own, title="Bereikt", due_on=day(-9), due_precision="day", is_reached=True)
    MilestoneFactory(partnership=own, title="Zonder dag", due_on=None)
    for other in (
        PartnershipFactory(owner=other_region),
        PartnershipFactory(owner=region, hidden_at=timezone.now()),
        PartnershipFactory(owner=region, status="done"),
    ):
        MilestoneFactory(partnership=other, title="Niet van ons", due_on=day(-1), due_precision="day")

    found = section(client, lead, "termijnen")

    assert [(row.title, row.status) for row in found.rows] == [
        ("Te laat", "Voorbij"), ("Vandaag", "Binnenkort"), ("Net nog", "Binnenkort"),
    ]  # fmt: skip
    assert found.rows[0].url == "/samenwerkingen/eigen/bewerken/#blok-mijlpalen"
    assert found.rows[0].meta[-1] == "Eigen"


def test_terms_of_targets_partners_roles_and_partnerships(client, lead, region):
    ends = PartnershipFactory(owner=region, name="Loopt af", slug="loopt-af", until_on=day(30))
    PartnershipFactory(owner=region, name="Voorbij", slug="voorbij", until_on=day(-400))
    PartnershipFactory(owner=region, name="Afgerond", status="done", until_on=day(-1))
    TargetFactory(partnership=ends, name="Halen", due_on=day(20), due_precision="day")
    TargetFactory(partnership=ends, name="Gehaald", due_on=day(20), due_precision="day", result=45)
    for name, until in (("Stapt uit", 10), ("Ging al weg", -1), ("Blijft", None)):
        PartnerFactory(
            partnership=ends, organisation__name=name, until_on=None if until is None else day(until)
        )
    MembershipFactory(region=region, role=Role.MEMBER, user__name="Tijdelijk", until_on=day(5))
    MembershipFactory(region=region, role=Role.MEMBER, user__name="Vast")

    found = section(client, lead, "termijnen")

    assert [(row.title, row.url) for row in found.rows] == [
        ("Voorbij", "/samenwerkingen/voorbij/bewerken/#blok-samenwerking"),
        ("Tijdelijk", reverse("regions:team", args=["twente"])),
        ("Stapt uit", "/samenwerkingen/loopt-af/bewerken/#blok-partners"),
        ("Halen", "/samenwerkingen/loopt-af/bewerken/#blok-doelen"),
        ("Loopt af", "/samenwerkingen/loopt-af/bewerken/#blok-samenwerking"),
    ]


def test_terms_name_no_roles_to_who_leads_no_team(client, member, region):
    MembershipFactory(region=region, role=Role.MEMBER, user__name="Tijdelijk", until_on=day(5))

    assert titles(client, member, "termijnen") == []


def test_terms_of_a_year_wait_until_the_year_is_over(client, lead, region):
    own = PartnershipFactory(owner=region)
    last_year, next_year = timezone.localdate().year - 1, timezone.localdate().year + 1
    for year in (last_year, next_year):
        MilestoneFactory(
            partnership=own, title=str(year), due_on=datetime.date(year, 1, 1), due_precision="year"
        )

    assert titles(client, lead, "termijnen") == [str(last_year)]


# Confirming


def test_confirm_asks_for_what_nobody_looked_at_for_a_year(client, lead, region, other_region):
    by = Actor("page", lead)
    for name, values in {
        "Nooit": {}, "Lang geleden": {"confirmed_on": day(-366)}, "Onlangs": {"confirmed_on": day(-300)},
        "Verborgen": {"hidden_at": timezone.now()},
    }.items():  # fmt: skip
        PartnershipFactory(owner=region, name=name, **values)
    PartnershipFactory(owner=other_region, name="Van de buren")
    PartnershipFactory(name="Van het land")
    changed = PartnershipFactory(owner=region, name="Gewijzigd")
    change_record(changed, Change({"summary": "Nagekeken"}), by=by)
    confirm_record(region, by=by)

    found = section(client, lead, "bevestigen")

    assert [row.title for row in found.rows] == ["Lang geleden", "Nooit"]
    assert [row.meta[1] for row in found.rows][1] == "nog nooit bevestigd"
    assert found.rows[0].confirm[0] == "samenwerking"


def test_one_click_confirms_and_leads_back_with_a_way_to_undo(client, lead, region):
    partnership = PartnershipFactory(owner=region, name="Kampus")
    client.force_login(lead)
    page = client.get(MINE)
    address = reverse("editing:record_confirm", args=["samenwerking", partnership.uuid])
    assert f'action="{address}"' in page.content.decode()

    back = client.post(address, {"next": MINE}, follow=True)

    assert back.redirect_chain == [(MINE, 302)]
    said = [str(message) for message in back.context["messages"]]
    assert len(said) == 1
    assert "‘Kampus’ klopt nog: bevestigd." in said[0]
    assert '<a href="/wijzigingen/' in said[0]
    partnership.refresh_from_db()
    assert partnership.confirmed_on == timezone.localdate()
    assert "Kampus" not in titles(client, lead, "bevestigen")


def test_confirming_leads_to_no_other_site(client, lead, region):
    partnership = PartnershipFactory(owner=region)
    client.force_login(lead)

    answer = client.post(
        reverse("editing:record_confirm", args=["samenwerking", partnership.uuid]),
        {"next": "//boef.example/"},
    )

    assert answer["Location"] == partnership.get_absolute_url()


# Gaps


def test_gaps_name_what_a_record_lacks_each_with_its_place(client, lead, region, other_region):
    complete(region, name="Compleet")
    kaal = PartnershipFactory(owner=region, name="Kaal", slug="kaal")
    half = PartnershipFactory(owner=region, name="Half", slug="half")
    PartnerFactory(partnership=half)
    TargetFactory(partnership=half)
    PartnershipFactory(owner=region, name="Afgerond", status="done")
    PartnershipFactory(owner=region, name="Verborgen", hidden_at=timezone.now())
    PartnershipFactory(owner=other_region, name="Van de buren")
    hybrid = ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="hybride-professionals")
    ProgrammeFactory(region=region).concepts.add(hybrid)

    found = section(client, lead, "ontbreekt")

    edit = "/samenwerkingen/{}/bewerken/#blok-{}".format
    assert {row.title: row.links for row in found.rows} == {
        kaal.name: [
            ("partners", edit("kaal", "partners")),
            ("doel", edit("kaal", "doelen")),
            ("mijlpaal die nog komt", edit("kaal", "mijlpalen")),
        ],
        half.name: [
            ("overheid", edit("half", "partners")),
            ("mijlpaal die nog komt", edit("half", "mijlpalen")),
        ],
    }
    assert [text for text, _address in found.counts] == [
        "1 samenwerking zonder partners", "2 samenwerkingen zonder overheid", "1 samenwerking zonder doel",
        "2 samenwerkingen zonder mijlpaal die nog komt",
    ]  # fmt: skip
    assert found.total == 6


def test_gaps_of_regions_ecosystems_demands_and_organisations(client, lead, region, other_region):
    for owner in (region, other_region):
        EcosystemFactory(owner=owner, name=f"Ecosysteem {owner.slug}")
        DemandFactory(owner=owner, title=f"Vraag {owner.slug}")
        OrganisationFactory(owner=owner, name=f"Organisatie {owner.slug}")
    EcosystemFactory(owner=region, stage="civ")
    DemandFactory(owner=region, stage="delivered")
    OrganisationFactory(owner=region, summary="Maakt machines")
    company = ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="company", label="Bedrijf")
    asked = DemandFactory(owner=region)
    DemandPartyFactory(demand=asked, organisation=OrganisationFactory(kind=company, summary="Vraagt"))

    found = section(client, lead, "ontbreekt")

    assert [(row.title, [text for text, _address in row.links]) for row in found.rows] == [
        ("Twente", ["opleiding voor hybride professionals"]),
        ("Ecosysteem twente", ["fase"]),
        ("Vraag twente", ["bedrijf dat vraagt"]),
        ("Organisatie twente", ["plaats en omschrijving"]),
    ]


def test_the_first_records_tell_all_that_they_lack_however_many_there_are(client, lead, region):
    for number in range(12):
        partnership = PartnershipFactory(owner=region, name=f"Samenwerking {number:02}")
        if number % 2:
            PartnerFactory(partnership=partnership)
        if number % 3:
            TargetFactory(partnership=partnership)

    rows = section(client, lead, "ontbreekt").rows

    assert [row.title for row in rows] == [f"Samenwerking {number:02}" for number in range(5)]
    assert [len(row.links) for row in rows] == [3, 2, 2, 3, 2]


def test_all_of_one_gap_is_a_list_that_leads_to_the_list_of_partnerships(client, lead, region):
    complete(region, name="Compleet")
    for number in range(30):
        PartnershipFactory(owner=region, name=f"Samenwerking {number:02}")

    page = page_for(client, lead, f"{MINE}ontbreekt/?wat=government")
    second = page_for(client, lead, f"{MINE}ontbreekt/?wat=government&page=2")

    assert (page.context["page"].paginator.count, len(page.context["rows"]), len(second.context["rows"])) == (
        30,
        25,
        5,
    )
    assert page.context["list_address"] == "/samenwerkingen/?owner=twente&gap=government"
    listed = client.get(page.context["list_address"])
    assert listed.context["total"] == 30


# Who waits, demands, concepts, drafts


def test_asked_are_practices_that_need_more_and_for_curators_those_to_judge(client, lead, curator, region):
    PracticeFactory(owner=region, title="Aangevuld", state="changes_asked")
    waiting = ReviewFactory(
        practice=PracticeFactory(owner=region, title="Ingediend", state="in_review"), due_on="2020-01-01"
    )
    ReviewFactory(
        practice=PracticeFactory(owner=region, title="Weg", state="in_review", hidden_at=timezone.now())
    )
    PracticeFactory(owner=region, title="Staat er")

    assert titles(client, lead, "gevraagd") == ["Aangevuld"]
    assert section(client, lead, "gevraagd").rows[0].acts[0][0] == "Lees wat de redactie vraagt"
    for answer_to, resolved in [(None, None), (None, timezone.now()), (None, None)]:
        RemarkFactory(
            practice=Practice.objects.get(title="Aangevuld"), answer_to=answer_to, resolved_at=resolved
        )
    row = section(client, lead, "gevraagd").rows[0]
    assert row.links == []
    assert row.acts[0][0] == "Lees en beantwoord: 2 opmerkingen van de redactie"
    found = section(client, curator, "gevraagd").rows
    assert [(row.title, row.status) for row in found] == [("Ingediend", "Te laat")]
    assert found[0].url == f"/redactie/beoordelen/{waiting.uuid}/"


def test_concepts_are_practices_and_drafts_that_a_team_writes(client, lead, neighbour, region):
    published = PracticeFactory(owner=region, title="Staat er")
    PracticeFactory(
        owner=region, title="Wordt herschreven", state="draft", draft_of=published, base_version=1,
        slug="wordt-herschreven",
    )  # fmt: skip
    PracticeFactory(owner=region, title="Nieuw voorbeeld", state="draft", visibility="concept")
    PracticeFactory(owner=region, title="Teruggestuurd", state="changes_asked", visibility="concept")
    PracticeFactory(owner=region, title="Ingediend", state="in_review", visibility="concept")

    found = section(client, lead, "concepten").rows

    assert {row.title for row in found} == {"Wordt herschreven", "Nieuw voorbeeld"}
    assert "/kennisbank/wordt-herschreven/bewerken/" in {row.url for row in found}
    assert titles(client, neighbour, "concepten") == []


def test_a_published_practice_is_confirmed_and_what_is_written_is_not(client, lead, region):
    published = PracticeFactory(owner=region, title="Staat er", slug="staat-er")
    PracticeFactory(owner=region, title="Concept", state="draft", draft_of=published, base_version=1)

    assert titles(client, lead, "bevestigen") == ["Staat er", "Twente"]

    client.post(reverse("editing:record_confirm", args=["praktijkvoorbeeld", published.uuid]))
    published.refresh_from_db()
    assert published.confirmed_on == timezone.localdate()


def test_asked_are_answers_of_directors_to_the_own_questions_of_the_last_days(client, lead, member, region):
    partnership = PartnershipFactory(owner=region)
    now = timezone.now()
    for position, values in {
        "Directeur techniek": {"answer": "approved", "answered_at": now},
        "Bestuurder": {"answer": "commented", "answered_at": now - datetime.timedelta(days=3)},
        "Lang geleden": {"answer": "approved", "answered_at": now - datetime.timedelta(days=15)},
        "Nog niets": {},
        "Ingetrokken": {"answer": "approved", "answered_at": now, "withdrawn_at": now},
        "Van een ander": {"answer": "approved", "answered_at": now, "asked_by": member},
    }.items():
        SignOffFactory(record=partnership.uuid, position=position, **{"asked_by": lead} | values)

    found = section(client, lead, "gevraagd")

    assert [(row.title, row.status, row.tone) for row in found.rows] == [
        ("Bestuurder", "Opmerking", "let"), ("Directeur techniek", "Akkoord", "goed"),
    ]  # fmt: skip
    assert found.rows[0].url == reverse("signoff:record", args=["samenwerking", partnership.uuid])


def test_open_demands_go_by_stage_and_then_by_age(client, lead, region, other_region):
    for title, values in {
        "Gebundeld": {"stage": "bundled"}, "Nieuw": {}, "Geleverd": {"stage": "delivered"},
        "Afgewezen": {"stage": "decided", "decision": "declined"}, "Verborgen": {"hidden_at": timezone.now()},
        "Ouder": {"created_at": timezone.now() - datetime.timedelta(days=9)},
    }.items():  # fmt: skip
        DemandFactory(owner=region, title=title, **values)
    DemandFactory(owner=other_region, title="Van de buren")

    assert titles(client, lead, "vragen") == ["Ouder", "Nieuw", "Gebundeld"]


def test_concepts_are_the_own_ones_last_changed_first(client, lead, region, other_region):
    older = timezone.now() - datetime.timedelta(days=3)
    PartnershipFactory(owner=region, name="Ons concept", visibility="concept", updated_at=older)
    EcosystemFactory(owner=region, name="Nieuwer", visibility="concept")
    PartnershipFactory(owner=region, name="Openbaar")
    PartnershipFactory(owner=other_region, name="Hun concept", visibility="concept")
    PartnershipFactory(owner=region, name="Weg", visibility="concept", hidden_at=timezone.now())

    assert titles(client, lead, "concepten") == ["Nieuwer", "Ons concept"]


def test_unsent_forms_are_the_own_ones_and_can_be_thrown_away(client, lead, member):
    address = reverse("partnerships:partnership_add")
    Draft.objects.create(user=lead, path=address, title="Nieuwe hub", data={})
    Draft.objects.create(user=lead, path="/vragen/nieuw/", data={})
    Draft.objects.create(user=member, path=address, title="Van een ander", data={})
    found = section(client, lead, "formulieren")
    assert [(row.title, row.draft) for row in found.rows] == [
        ("Nog zonder naam", "/vragen/nieuw/"), ("Nieuwe hub", address),
    ]  # fmt: skip

    back = client.post(reverse("draft_discard"), {"path": address, "next": MINE}, follow=True)

    assert back.redirect_chain == [(MINE, 302)]
    assert [str(message) for message in back.context["messages"]] == [
        "Het formulier is weggegooid. Wat al was opgeslagen, staat er nog."
    ]
    assert {(draft.user, draft.path) for draft in Draft.objects.all()} == {
        (lead, "/vragen/nieuw/"), (member, address),
    }  # fmt: skip


# What others changed


def test_changes_are_those_of_other_people_on_own_records(
    client, lead, member, neighbour, region, other_region
):
    ours = PartnershipFactory(owner=region, name="Van ons")
    theirs = PartnershipFactory(owner=other_region, name="Van de buren")
    mine = PartnershipFactory(owner=region, name="Zelf gewijzigd")
    loaded = PartnershipFactory(owner=region, name="Ingelezen")
    for record, by in (
        (ours, Actor("page", member)), (theirs, Actor("page", neighbour)),
        (mine, Actor("page", lead)), (loaded, Actor("command")),
    ):  # fmt: skip
        change_record(record, Change({"summary": "Nieuw"}), by=by)

    found = section(client, lead, "wijzigingen")

    assert [(row.title, row.meta[:2]) for row in found.rows] == [("Van ons", ["gewijzigd", "Teamlid"])]
    assert found.rows[0].url.startswith("/wijzigingen/")


# Roles


def test_the_national_team_sees_its_own_records_and_where_regions_have_gaps(
    client, national, region, other_region
):
    PartnershipFactory(name="Van het land")
    PartnershipFactory(owner=other_region)
    LabourMarketRegionFactory.create_batch(2)
    ExpertiseRequestFactory(region=region, title="Wie helpt?")
    ExpertiseRequestFactory(region=region, title="Geholpen", state="closed")

    context = page_for(client, national).context

    by_key = {each.kind.key: [row.title for row in each.rows] for each in context["sections"]}
    assert by_key["ontbreekt"] == ["Van het land", "ROC van Twente"]
    assert by_key["gevraagd"] == ["Wie helpt?"]
    assert [(each.name, each.total) for each in context["gaps_by_region"]] == [("Limburg", 4)]
    assert context["white_spots"] == 2


def test_a_contact_of_a_partner_sees_the_one_partnership(client, region):
    invited = PartnershipFactory(owner=region, name="Kampus", slug="kampus")
    PartnershipFactory(owner=region, name="Andere")
    contact = PartnershipContactFactory(partnership=invited).user

    context = page_for(client, contact).context

    assert [each.name for each in context["scope"].invited] == ["Kampus"]
    shown = {row.title for each in context["sections"] for row in each.rows}
    assert shown == {"Kampus"}
    assert {each.kind.key for each in context["sections"]} == {"bevestigen", "ontbreekt"}
    assert context["task_form"] is None


@pytest.mark.parametrize("role", [Role.CONNECTOR, Role.CURATOR])
def test_who_keeps_no_records_sees_no_work_on_them(client, region, role):
    user = MembershipFactory(region=region if role == Role.CONNECTOR else None, role=role).user
    PartnershipFactory(owner=region, visibility="concept")
    TaskFactory(region=region, title="Bel rond")

    context = page_for(client, user).context

    expected = {Role.CONNECTOR: ["taken"], Role.CURATOR: []}[role]
    assert [each.kind.key for each in context["sections"]] == expected
    assert context["kept"] == []
    for key in (
        "gevraagd",
        "termijnen",
        "bevestigen",
        "ontbreekt",
        "vragen",
        "concepten",
        "formulieren",
        "wijzigingen",
    ):
        assert page_for(client, user, f"{MINE}{key}/").context["rows"] == []


def test_an_administrator_sees_a_plain_page(client, admin_user, region):
    PartnershipFactory(owner=region, visibility="concept")
    TaskFactory(region=region)
    Draft.objects.create(user=admin_user, path="/vragen/nieuw/", title="Begonnen", data={})

    page = page_for(client, admin_user)

    assert [each.kind.key for each in page.context["sections"]] == ["formulieren"]
    assert reverse("admin:index") in page.content.decode()


def test_a_person_of_two_regions_looks_at_one(client, lead, region, other_region):
    MembershipFactory(user=lead, region=other_region, role=Role.MEMBER)
    PartnershipFactory(owner=region, name="In Twente")
    PartnershipFactory(owner=other_region, name="In Limburg")
    TaskFactory(region=other_region, title="Taak in Limburg")

    assert set(titles(client, lead, "ontbreekt")) == {"In Twente", "In Limburg", "Twente", "Limburg"}
    narrowed = page_for(client, lead, f"{MINE}?regio=limburg")
    by_key = {each.kind.key: [row.title for row in each.rows] for each in narrowed.context["sections"]}
    assert by_key["ontbreekt"] == ["In Limburg", "Limburg"]
    assert by_key["taken"] == ["Taak in Limburg"]
    whole = page_for(client, lead, f"{MINE}ontbreekt/?regio=limburg&wat=government")
    assert [row.title for row in whole.context["rows"]] == ["In Limburg"]
    assert whole.context["list_address"] == "/samenwerkingen/?owner=limburg&gap=government"


@pytest.mark.parametrize(
    "address", [f"{MINE}?regio=limburg", f"{MINE}ontbreekt/?regio=limburg", f"{MINE}?regio=x"]
)
def test_another_region_is_not_there(client, lead, other_region, address):
    client.force_login(lead)

    assert client.get(address).status_code == 404


# The number of queries


def fill(region, user, number: int) -> None:
    """Make so many rows of every section."""
    other = UserFactory(name="Collega")
    for count in range(number):
        own = PartnershipFactory(owner=region, visibility="concept")
        MilestoneFactory(partnership=own, due_on=day(-1), due_precision="day")
        TaskFactory(region=region, assignee=user)
        DemandFactory(owner=region)
        PracticeFactory(owner=region, state="changes_asked")
        PracticeFactory(owner=region)
        Draft.objects.create(user=user, path=f"/vragen/{count}/", title="Begonnen", data={})
        change_record(own, Change({"summary": "Nieuw"}), by=Actor("page", other))
        PartnershipFactory(owner=region)


@pytest.mark.parametrize("count", [1, 3])
def test_my_page_query_count(client, lead, region, django_assert_num_queries, count):
    fill(region, lead, count)
    client.force_login(lead)

    with django_assert_num_queries(17):
        page = client.get(MINE)

    assert {len(each.rows) for each in page.context["sections"] if each.kind.key in ("taken", "vragen")} == {
        count
    }
    assert [each.kind.key for each in page.context["sections"]] == [
        "taken", "gevraagd", "termijnen", "formulieren", "bevestigen", "ontbreekt", "vragen", "wijzigingen", "concepten",
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("role", [Role.NATIONAL, Role.CURATOR])
def test_my_page_query_count_of_the_country(client, region, django_assert_num_queries, role, count):
    user = MembershipFactory(region=None, role=role).user
    for _number in range(count):
        PartnershipFactory(owner=region)
        PartnershipFactory()
        ReviewFactory()
    client.force_login(user)

    with django_assert_num_queries({Role.NATIONAL: 14, Role.CURATOR: 8}[role]):
        client.get(MINE)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("key", "number"),
    [("gevraagd", 5), ("termijnen", 5), ("formulieren", 5), ("bevestigen", 5), ("ontbreekt", 5), ("vragen", 5),
     ("wijzigingen", 7), ("concepten", 5)],
)  # fmt: skip
def test_my_section_query_count(client, lead, region, django_assert_num_queries, key, number, count):
    fill(region, lead, count)
    client.force_login(lead)

    with django_assert_num_queries(number):
        page = client.get(f"{MINE}{key}/")

    assert len(page.context["rows"]) >= count
