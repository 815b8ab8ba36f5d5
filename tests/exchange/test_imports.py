"""Bringing a file in: what is shown is what happens, all of it or nothing."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.tables import table_of
from industriecoalitie.exchange.actions.imports import confirm_import, start_import
from industriecoalitie.exchange.models import ImportRun, RunState
from industriecoalitie.notifications.models import Event
from partnerships.models import Partnership
from regions.models import Organisation
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import (
    EcosystemFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipFactory,
    TargetFactory,
)
from tests.factories.regions import OrganisationFactory, RegionFactory

from .files import exported, put, workbook

pytestmark = pytest.mark.django_db


def send(key: str, user, sheets) -> ImportRun:
    """Send a file in as ``user``."""
    content = sheets if isinstance(sheets, bytes) else workbook(sheets)
    return start_import(table_of(key), user, "lijst.xlsx", content, by=Actor("page", user))


def confirm(run: ImportRun) -> ImportRun:
    confirm_import(run, by=Actor("page", run.user))
    run.refresh_from_db()
    return run


def faults(run: ImportRun) -> list[tuple[str, int, str]]:
    return [(each["sheet"], each["row"], each["column"]) for each in run.faults]


def cells(run: ImportRun) -> list[list[str]]:
    return [cell for plan in run.differences for line in plan["lines"] for cell in line["cells"]]


@pytest.fixture
def partnerships(region):
    return [
        PartnershipFactory(
            slug=f"samen-{n}", name=f"Samen {n}", owner=region, region=region, summary=f"Tekst {n}"
        )
        for n in range(1, 4)
    ]


def test_an_export_that_is_not_changed_changes_nothing(lead, partnerships):
    run = send("partnerships", lead, exported("partnerships", lead))

    assert (run.state, run.faults, run.differences, run.unchanged) == (RunState.CHECKED, [], [], 3)


def test_three_cells_changed_are_three_differences_and_happen(lead, partnerships):
    ConceptFactory(scheme="sector", notation="bouw", label="Bouw")
    sheets = exported("partnerships", lead)
    rows = sheets["Samenwerkingen"]
    put(rows, 1, "Naam", "Samen sterk")
    put(rows, 2, "Sectoren", "bouw")
    put(rows, 3, "Vanaf", "2024-02")

    run = send("partnerships", lead, sheets)
    shown = cells(run)
    before = list(Partnership.objects.order_by("pk").values_list("name", "version"))
    confirm(run)

    assert shown == [["Naam", "Samen 1", "Samen sterk"], ["Sectoren", "", "bouw"], ["Vanaf", "", "2024-02"]]
    assert before == [("Samen 1", 1), ("Samen 2", 1), ("Samen 3", 1)]
    first, second, third = Partnership.objects.order_by("pk")
    assert (run.state, run.faults) == (RunState.APPLIED, [])
    assert (first.name, first.version) == ("Samen sterk", 2)
    assert [each.label for each in second.concepts.all()] == ["Bouw"]
    assert str(third.starts) == "2024-02"
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == ["partnership.changed"] * 3
    assert Partnership.pgh_event_model.objects.filter(pgh_context=run.change_set).count() == 3


def test_ten_bad_rows_give_ten_messages_with_row_and_column(lead, region):
    for number in range(12):
        PartnershipFactory(slug=f"samen-{number}", owner=region)
    sheets = exported("partnerships", lead)
    rows = sheets["Samenwerkingen"]
    bad = [
        ("Naam", ""), ("Stand", "Bestaat niet"), ("Regio", "Nergens"), ("Vanaf", "gisteren"), ("Peildatum", "2024-13-01"),
        ("Nummer in die lijst", "veel"), ("Website", "geen adres"), ("Sleutel", "iets-anders"),
        ("Sectoren", "Onzin"), ("Afgeleid", "misschien"),
    ]  # fmt: skip
    for number, (label, text) in enumerate(bad, start=1):
        put(rows, number, label, text)
    put(rows, 11, "Samenvatting", "Deze regel klopt wel")

    run = send("partnerships", lead, sheets)

    assert run.state == RunState.REFUSED
    assert faults(run) == [("", number + 1, label) for number, (label, _text) in enumerate(bad, start=1)]
    assert run.faults[0]["message"] == "Vul ‘Naam’ in."
    with pytest.raises(ValidationError):
        confirm_import(run, by=Actor("page", lead))
    assert not Partnership.objects.filter(version__gt=1).exists()


def test_new_rows_get_the_own_region_and_a_key(lead, partnerships, region):
    sheets = exported("partnerships", lead)
    head = sheets["Samenwerkingen"][0]
    new = [""] * len(head)
    sheets["Samenwerkingen"].append(new)
    for label, text in {"Naam": "Nieuw Verbond", "Vorm": "Pps"}.items():
        put(sheets["Samenwerkingen"], 4, label, text)
    added = dict.fromkeys(sheets["Partners"][0], "") | {
        "sleutel van": "nieuw-verbond",
        "Omschrijving": "Drie bedrijven",
        "Aantal": "3",
    }
    sheets["Partners"].append(list(added.values()))

    run = confirm(send("partnerships", lead, sheets))

    found = Partnership.objects.get(slug="nieuw-verbond")
    assert run.state == RunState.APPLIED
    assert (found.name, found.owner, found.visibility, found.version) == (
        "Nieuw Verbond",
        region,
        "concept",
        1,
    )
    assert [(row.label, row.count) for row in found.partners.all()] == [("Drie bedrijven", 3)]


def test_an_import_is_undone_in_one_go(client, lead, partnerships):
    sheets = exported("partnerships", lead)
    put(sheets["Samenwerkingen"], 1, "Naam", "Anders")
    sheets["Samenwerkingen"].append(
        ["", "", "erbij", "Erbij", "", "Pps", *[""] * (len(sheets["Samenwerkingen"][0]) - 6)]
    )
    run = confirm(send("partnerships", lead, sheets))
    client.force_login(lead)

    page = client.get(run.get_absolute_url()).content.decode()
    client.post(reverse("history:undo", args=[run.change_set]))

    assert reverse("history:change_set", args=[run.change_set]) in page
    shown = Partnership.objects.visible_to(lead).order_by("slug")
    assert [each.name for each in shown] == ["Samen 1", "Samen 2", "Samen 3"]


def test_rows_of_sheets_are_changed_and_added(lead, partnerships):
    first = partnerships[0]
    partner = PartnerFactory(partnership=first, organisation=OrganisationFactory(name="ASML"))
    MilestoneFactory(partnership=first, title="Start")
    TargetFactory(partnership=first, name="Meer vakmensen", baseline=35, value="45.5")
    sheets = exported("partnerships", lead)
    put(sheets["Partners"], 1, "Vanaf", "2021")
    put(sheets["Doelen"], 1, "Doelwaarde", "1.200,5")
    sheets["Mijlpalen"].append(["", "samen-2", "Opening", "Besluit", "2025-09", *[""] * 6])

    run = send("partnerships", lead, sheets)
    shown = cells(run)
    confirm(run)

    assert sorted(shown) == sorted(
        [
            ["Vanaf", "", "2021"], ["Doelwaarde", "45,5", "1.200,5"],
            ["Wat", "", "Opening"], ["Soort", "", "Besluit"], ["Wanneer", "", "2025-09"],
        ]
    )  # fmt: skip
    partner.refresh_from_db()
    assert str(partner.starts) == "2021"
    assert str(first.targets.get().value) == "1200.500"
    assert [str(row.due) for row in partnerships[1].milestones.all()] == ["2025-09"]


def test_what_may_not_be_seen_and_what_is_not_there_are_refused_alike(lead, partnerships, other_region):
    hidden = PartnershipFactory(owner=other_region, visibility="concept")
    OrganisationFactory(name="Geheim BV", owner=other_region, visibility="concept")
    said = []
    for key, name in (
        (str(hidden.uuid), "Geheim BV"),
        ("0b6cbd6e-53f9-4b46-a8d9-1d7c5ed0e4ab", "Bestaat Niet"),
    ):
        sheets = exported("partnerships", lead)
        put(sheets["Samenwerkingen"], 1, "id", key)
        put(sheets["Samenwerkingen"], 2, "Koploper", name)
        run = send("partnerships", lead, sheets)
        said.append([each["message"].replace(name, "X") for each in run.faults])

    assert said[0] == said[1]
    assert len(said[0]) == 2


def test_a_row_of_another_region_is_refused_by_name(lead, other_region):
    PartnershipFactory(name="Van de buren", owner=other_region)
    sheets = exported("partnerships", lead)
    put(sheets["Samenwerkingen"], 1, "Naam", "Van ons")

    run = send("partnerships", lead, sheets)

    assert [each["message"] for each in run.faults] == ["Je mag ‘Van de buren’ niet veranderen."]


def test_a_member_changes_but_does_not_publish(member, partnerships):
    partnerships[0].visibility = "concept"
    partnerships[0].save()
    sheets = exported("partnerships", member)
    put(sheets["Samenwerkingen"], 1, "Zichtbaarheid", "Openbaar")

    run = send("partnerships", member, sheets)

    assert [each["message"] for each in run.faults] == [
        "Je mag ‘Zichtbaarheid’ van ‘Samen 1’ niet veranderen."
    ]


@pytest.mark.parametrize(("visibility", "state"), [("", RunState.CHECKED), ("Openbaar", RunState.REFUSED)])
def test_a_member_adds_concepts_only(member, region, visibility, state):
    ConceptFactory(scheme="partnership-form", notation="pps", label="Pps")
    sheets = {"Samenwerkingen": [["id", "Naam", "Vorm", "Zichtbaarheid"], ["", "Nieuw", "Pps", visibility]]}

    assert send("partnerships", member, sheets).state == state


def test_adding_for_another_region_is_refused(lead, other_region):
    ConceptFactory(scheme="partnership-form", notation="pps", label="Pps")
    sheets = {"Samenwerkingen": [["Naam", "Vorm", "Bijgehouden door"], ["Nieuw", "Pps", "Limburg"]]}

    run = send("partnerships", lead, sheets)

    assert [each["message"] for each in run.faults] == ["Je mag dit alleen toevoegen bij je eigen regio."]


def test_a_record_changed_after_the_file_was_made_is_named(lead, partnerships):
    sheets = exported("partnerships", lead)
    Partnership.objects.filter(pk=partnerships[1].pk).update(version=2, summary="Van een ander")
    put(sheets["Samenwerkingen"], 2, "Naam", "Van mij")

    run = send("partnerships", lead, sheets)

    assert [(each["row"], "‘Samen 2’ is intussen veranderd" in each["message"]) for each in run.faults] == [
        (3, True)
    ]


def test_a_record_changed_after_it_was_shown_stops_everything(lead, partnerships):
    sheets = exported("partnerships", lead)
    put(sheets["Samenwerkingen"], 1, "Naam", "Van mij")
    put(sheets["Samenwerkingen"], 2, "Naam", "Ook van mij")
    run = send("partnerships", lead, sheets)
    Partnership.objects.filter(pk=partnerships[1].pk).update(version=2)

    confirm(run)

    assert run.state == RunState.REFUSED
    assert {each["row"] for each in run.faults} == {3}
    assert set(Partnership.objects.values_list("name", flat=True)) == {"Samen 1", "Samen 2", "Samen 3"}


def test_hidden_links_stay_when_the_shown_ones_change(lead, partnerships, other_region):
    hidden = EcosystemFactory(name="Verborgen", owner=other_region, visibility="concept")
    shown, other = EcosystemFactory(name="Zichtbaar"), EcosystemFactory(name="Nieuw hier")
    partnerships[0].ecosystems.set([hidden, shown])
    sheets = exported("partnerships", lead)
    before = sheets["Samenwerkingen"][1][sheets["Samenwerkingen"][0].index("Ecosystemen")]
    put(sheets["Samenwerkingen"], 1, "Ecosystemen", "Nieuw hier")

    confirm(send("partnerships", lead, sheets))

    assert before == "Zichtbaar"
    assert set(partnerships[0].ecosystems.all()) == {hidden, other}


def test_names_that_two_have_carry_their_key(lead, partnerships):
    one = OrganisationFactory(name="Techniek BV", slug="techniek-1")
    OrganisationFactory(name="techniek bv", slug="techniek-2")
    partnerships[0].lead_organisation = one
    partnerships[0].save()
    sheets = exported("partnerships", lead)
    rows = sheets["Samenwerkingen"]
    shown = rows[1][rows[0].index("Koploper")]
    put(rows, 2, "Koploper", "Techniek BV")
    put(rows, 3, "Koploper", "Techniek BV (techniek-2)")

    run = send("partnerships", lead, sheets)

    assert shown == "Techniek BV (techniek-1)"
    assert faults(run) == [("", 3, "Koploper")]
    assert ["Koploper", "", "Techniek BV (techniek-2)"] in cells(run)


def test_a_term_is_found_by_its_key_in_any_case(lead, partnerships):
    ConceptFactory(scheme="sector", notation="bouw-en-infra", label="De bouw en de infrastructuur")
    sheets = exported("partnerships", lead)
    put(sheets["Samenwerkingen"], 1, "Sectoren", "Bouw-en-Infra")

    confirm(send("partnerships", lead, sheets))

    assert [each.notation for each in partnerships[0].concepts.all()] == ["bouw-en-infra"]


def test_an_old_name_finds_the_organisation(lead, partnerships):
    new = OrganisationFactory(name="Yuverta", aliases=["Wellantcollege", "Helicon"])
    sheets = exported("partnerships", lead)
    put(sheets["Samenwerkingen"], 1, "Koploper", "wellantcollege")

    confirm(send("partnerships", lead, sheets))

    partnerships[0].refresh_from_db()
    assert partnerships[0].lead_organisation == new


def test_columns_that_are_not_known_and_rows_that_stand_twice_are_faults(lead, partnerships):
    sheets = exported("partnerships", lead)
    rows = sheets["Samenwerkingen"]
    for row, text in zip(rows, ("versie van mij", "1", "1", "1"), strict=True):
        row.append(text)
    rows.append(list(rows[1]))

    run = send("partnerships", lead, sheets)

    assert faults(run) == [("", 1, "versie van mij"), ("", 5, "id")]


@pytest.mark.parametrize("label", ["hidden_at", "version_", "updated_at", "is_superuser", "created_by"])
def test_fields_that_no_column_writes_are_refused(lead, partnerships, label):
    sheets = {"Samenwerkingen": [["id", label], [str(partnerships[0].uuid), "1"]]}

    assert faults(send("partnerships", lead, sheets)) == [("", 1, label)]


def test_a_formula_is_refused_never_calculated(lead, partnerships):
    sheets = exported("partnerships", lead)
    content = workbook(sheets)
    book = load_workbook(io.BytesIO(content))
    book["Samenwerkingen"]["D2"] = "=1+1"
    target = io.BytesIO()
    book.save(target)

    run = send("partnerships", lead, target.getvalue())

    assert faults(run) == [("", 2, "Naam")]


def test_organisations_of_one_file_may_mention_each_other(national):
    ConceptFactory(scheme="organisation-kind", notation="roc_mbo", label="ROC")
    sheets = {
        "Organisaties": [
            ["Sleutel", "Naam", "Soort", "Onderdeel van"],
            ["kind", "Het kind", "ROC", "De moeder"],
            ["moeder", "De moeder", "ROC", ""],
        ]
    }

    run = confirm(send("organisations", national, sheets))

    assert run.state == RunState.APPLIED
    assert Organisation.objects.get(slug="kind").parent.slug == "moeder"


def test_a_ring_is_refused(national):
    ConceptFactory(scheme="organisation-kind", notation="roc_mbo", label="ROC")
    sheets = {
        "Organisaties": [
            ["Sleutel", "Naam", "Soort", "Onderdeel van"],
            ["a", "A", "ROC", "B"],
            ["b", "B", "ROC", "A"],
        ]
    }

    assert send("organisations", national, sheets).state == RunState.REFUSED


def test_who_has_no_role_any_more_changes_nothing(lead, partnerships):
    sheets = exported("partnerships", lead)
    put(sheets["Samenwerkingen"], 1, "Naam", "Te laat")
    run = send("partnerships", lead, sheets)
    lead.memberships.update(until_on="2020-12-31")
    run = ImportRun.objects.select_related("user").get(pk=run.pk)

    confirm(run)

    assert run.state == RunState.REFUSED
    assert not Partnership.objects.filter(name="Te laat").exists()


def test_regions_are_changed_by_their_team_and_added_by_nobody_else(lead, region):
    RegionFactory(slug="elders", name="Elders")
    sheets = exported("regions", lead)
    rows = sheets["Regio’s"]
    mine = next(n for n, row in enumerate(rows) if "twente" in row)
    put(rows, mine, "Bevolking", "Krimpt niet")
    rows.append(["", "", "nieuw", "Nieuwe regio", "", "Regio", *[""] * (len(rows[0]) - 6)])

    run = send("regions", lead, sheets)

    assert [each["message"] for each in run.faults] == ["Je mag dit alleen toevoegen bij je eigen regio."]
    assert ["Bevolking", "", "Krimpt niet"] in cells(run)
