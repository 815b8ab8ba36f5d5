"""The traps of the documents: what they say twice, half or not at all is kept as it is."""

import datetime
from decimal import Decimal

import pytest

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core import quantities
from industriecoalitie.core.choices import Qualifier
from industriecoalitie.sources.models import SourceGap
from knowledgebank.models import Indicator, Measurement
from partnerships.choices import PartnershipStatus
from partnerships.models import Funding, Milestone, Partner, Partnership, Target
from regions.models import (
    AgendaItem,
    AgendaRelation,
    Commitment,
    Coverage,
    Frontrunner,
    Organisation,
    OrganisationCode,
    Region,
    RegionPart,
    Succession,
)


def partners_on(slug: str, day: str) -> set[str]:
    rows = Partner.objects.filter(partnership__slug=slug, organisation__isnull=False)
    return set(rows.on(datetime.date.fromisoformat(day)).values_list("organisation__slug", flat=True))


def test_nine_koplopers_stand_in_eight_entries_and_eight_regions():
    rows = Frontrunner.objects.all()

    assert set(rows.values_list("organisation__slug", flat=True)) == {
        "deltion", "firda", "technova", "mborijnland", "nova-college", "roc-van-twente", "graafschap-college",
        "summa-college", "vista-college",
    }  # fmt: skip
    assert len(set(rows.values_list("list_order", flat=True))) == 8
    assert len(set(rows.values_list("region", flat=True))) == 8
    assert "negen" in SourceGap.objects.get(code="A01").reading.lower()


def test_two_versions_of_the_sub_trajectories_are_kept_apart():
    items = AgendaItem.objects.filter(parent__code="DT").order_by("number")
    reworded = AgendaRelation.objects.filter(kind="reworded").order_by("item__number")

    assert [item.is_in_focus for item in items] == [True, True, True, True, False, False]
    assert [relation.item.code for relation in reworded] == ["DT2", "DT4"]


def test_the_missing_appendix_is_an_open_reference():
    gap = SourceGap.objects.get(code="A20")

    assert gap.kind == "missing"
    assert gap.document.slug == "mbo-propositie"


def test_the_coalition_has_four_members_in_2019_and_five_in_2023():
    wenb = Partner.objects.get(partnership__slug="industriecoalitie", organisation__slug="wenb")

    assert partners_on("industriecoalitie", "2019-05-20") == {
        "bouwend-nederland", "fme", "metaalunie", "techniek-nederland",
    }  # fmt: skip
    assert partners_on("industriecoalitie", "2023-01-24") == {
        "bouwend-nederland", "fme", "metaalunie", "techniek-nederland", "wenb",
    }  # fmt: skip
    assert (str(wenb.starts), wenb.is_inferred) == ("2023", True)
    assert wenb.basis == "Niet genoemd in 2019, wel in 2023."


def test_predecessors_lead_to_their_successor():
    rows = Succession.objects.values_list("successor__slug", "predecessor__slug")

    assert set(rows) == {
        ("firda", "roc-friese-poort"), ("firda", "friesland-college"),
        ("ptvt", "techniektalent-nu"), ("ptvt", "jet-net-technet"), ("ptvt", "pbt"),
    }  # fmt: skip
    assert "Friese Poort" in Organisation.objects.get(slug="firda").aliases


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("MBO Rijnland", "mborijnland"), ("ROC Nova College", "nova-college"), ("TLN", "tln"),
        ("TechniekNederland", "techniek-nederland"), ("NLDigital", "nldigital"), ("Bovag", "bovag"),
        ("INholland", "inholland"), ("A+O-Metalekto", "ao-metalektro"), ("Tatasteel", "tata-steel"),
    ],
)  # fmt: skip
def test_another_spelling_is_a_name_of_one_record(name, slug):
    found = Organisation.objects.filter(aliases__contains=[name])

    assert [organisation.slug for organisation in found] == [slug]


def test_no_alias_holds_an_explanation():
    names = [name for o in Organisation.objects.all() for name in o.aliases]

    assert [name for name in names if "(" in name or "vermelding" in name] == []


def test_likely_doubles_are_not_merged():
    assert Organisation.objects.filter(slug__in=["otib", "wij-techniek"]).count() == 2
    assert Organisation.objects.filter(slug__in=["nederland-ict", "nldigital"]).count() == 2


def test_links_that_lead_nowhere_are_a_gap_and_no_website():
    gap = SourceGap.objects.get(document__slug="techniekpact-2019", kind="broken", code="O1")

    assert "Twintig" in gap.question
    assert Organisation.objects.get(slug="nationaal-techniekpact").website == ""


def test_a_koploper_without_an_example_has_no_partnership():
    led = Partnership.objects.filter(lead_organisation__slug="technova")

    assert not led.exists()
    assert not Coverage.objects.filter(region__slug="koploperregio-technova").exists()
    assert Partnership.objects.get(slug="greenbiz-mbo").starts is None


def test_the_split_of_noord_veluwe_is_a_ratio_that_adds_up():
    for whole in ("nv-basis-totaal", "nv-doel-totaal"):
        total = Measurement.objects.get(indicator__slug=whole)
        parts = Measurement.objects.filter(indicator__part_of__slug=whole)

        assert total.unit == "delen"
        assert sum(part.value for part in parts) == total.value
        assert {part.out_of for part in parts} == {total.value}


def test_the_targets_of_noord_veluwe_go_from_eight_to_fifteen():
    targets = Target.objects.filter(partnership__slug="techniekpact-noord-veluwe").order_by("pk")

    assert [(t.baseline, t.value) for t in targets] == [(8, 15), (5, 5), (2, 5), (1, 5)]


def test_the_projects_of_noord_veluwe_have_two_orders():
    items = AgendaItem.objects.filter(agenda__slug="techniekpact-noord-veluwe", level="project")

    assert [item.number for item in items.order_by("position")] == [1, 2, 3, 4]
    assert [item.number for item in items.order_by("display_position")] == [1, 3, 2, 4]
    assert [item.duration_years for item in items.order_by("position")] == [3, 4, 5, 4]


def test_pilot_five_names_each_organisation_once():
    rows = Partner.objects.filter(partnership__slug="mkb-pilot-5").values_list(
        "organisation__slug", flat=True
    )

    assert sorted(rows) == [
        "deltion", "hogeschool-utrecht", "metaalunie", "obm-midden-nederland", "obm-oost",
        "roc-midden-nederland", "windesheim",
    ]  # fmt: skip


def test_pilot_six_is_listed_and_not_established():
    pilots = Partnership.objects.filter(collection="mkb_route")
    six = pilots.get(number=6)

    assert pilots.count() == 7
    assert six.status == PartnershipStatus.EXPLORING
    assert "nog geen pilot" in six.status_note.lower()
    assert not six.partners.filter(organisation__kind__notation="hbo").exists()


def test_pilots_that_lead_to_an_associate_degree():
    found = Partnership.objects.filter(
        collection="mkb_route", concepts__scheme="level", concepts__notation="ad"
    )

    assert sorted(found.values_list("number", flat=True)) == [2, 3, 4, 5, 7]


def test_knv_is_a_partner_of_pilot_three_and_not_of_the_programme():
    rows = Partner.objects.filter(organisation__slug="knv").values_list("partnership__slug", flat=True)

    assert list(rows) == ["mkb-pilot-3"]


def test_decimal_signs_of_the_progress_report_are_read_right():
    values = dict(Measurement.objects.values_list("indicator__slug", "value"))

    assert values["wt-scholen"] == 1337
    assert values["rif-2018-bedrag"] == 18_600_000
    assert values["overijssel-budget"] == 1_600_000
    assert values["mkbidee-budget-2019"] == 7_500_000


def test_the_shortage_adds_up_within_its_words():
    whole = Indicator.objects.get(slug="tekort-techniek-2026").measurements.get()
    parts = Measurement.objects.filter(indicator__part_of__slug="tekort-techniek-2026")
    pairs = [(part.value, part.qualifier) for part in parts]

    assert (whole.value, whole.qualifier) == (50_000, Qualifier.OVER)
    assert sorted(pairs) == [(23_000, Qualifier.NEARLY), (28_000, Qualifier.EXACT)]
    assert quantities.fits(whole.value, whole.qualifier, pairs)
    assert not quantities.fits(Decimal(40_000), whole.qualifier, pairs)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("bbl-studenten", "bijna 108.000"), ("leerbedrijven", "ruim 250.000"), ("remo-leden", "meer dan 70"),
        ("civ-st-partners", "circa 60"), ("pps-verduurzaamd-mbo", "zo’n 15"), ("greenbiz-bedrijven", "18"),
        ("uwv-trajecten", "gemiddeld 6"), ("bbl-dagen-leerbedrijf", "meestal 4"),
    ],
)  # fmt: skip
def test_a_figure_keeps_its_word(slug, words):
    assert Measurement.objects.get(indicator__slug=slug).in_words == words


@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("Start Nationaal Techniekpact", "2013"),
        ("Ronde 4 van het Nationaal Groeifonds", "2024-02"),
        ("Convenant Aan de slag voor de klas", "2019-02-11"),
    ],
)
def test_a_date_keeps_its_precision(title, date):
    assert str(Milestone.objects.get(title=title).due) == date


def test_named_groups_hang_under_two_broader_ones():
    for notation in ("kwetsbare-jongeren", "meisjes-vrouwen", "statushouders", "arbeidsmigranten"):
        group = Concept.objects.get(scheme="target-group", notation=notation)

        assert set(group.broader.values_list("notation", flat=True)) == {"nieuwkomers", "herstarters"}


def test_a_region_may_lie_in_two_others():
    kop = RegionPart.objects.filter(part__slug="kop-van-de-veluwe").values_list("whole__slug", flat=True)

    assert set(kop) == {"noord-veluwe", "regio-zwolle"}


def test_kampus_shows_its_money_without_amounts():
    rows = Funding.objects.filter(partnership__slug="kampus")

    assert [str(row) for row in rows.order_by("pk")] == [
        "Regio Deal (Twente)", "ondernemers", "overheden", "ROC van Twente",
    ]  # fmt: skip
    assert set(rows.values_list("amount_eur", flat=True)) == {None}


def test_commitment_is_unknown_and_its_name_provisional():
    rows = Commitment.objects.values_list("state", "consortium")

    assert list(rows) == [("unknown", "TCIC (voorlopig)")] * 9


def test_codes_of_merged_institutions_are_those_of_predecessors():
    rows = OrganisationCode.objects.filter(organisation__slug="firda").values_list("code", "of_predecessor")

    assert set(rows) == {("08PG", "ROC Friese Poort"), ("25LG", "Friesland College")}


def test_coverage_is_an_editorial_fact():
    rows = Coverage.objects.values_list("region__slug", "labour_market_region__code")

    assert set(rows) == {
        ("regio-zwolle", "AM36"), ("noord-nederland", "AM01"), ("noord-nederland", "AM02"),
        ("noord-nederland", "AM03"), ("zuid-holland", "AM19"), ("zuid-holland", "AM20"), ("zuid-holland", "AM34"),
        ("mra", "AM37"), ("twente", "AM05"), ("twente", "AM09"), ("brainport", "AM28"), ("limburg", "AM30"),
    }  # fmt: skip
    assert not Coverage.objects.filter(is_inferred=False).exists()


def test_records_are_kept_by_the_region_of_their_koploper():
    assert Partnership.objects.get(slug="kampus").owner == Region.objects.get(slug="twente")
    assert Partnership.objects.get(slug="industriecoalitie").owner is None
    assert Organisation.objects.get(slug="graafschap-college").owner.slug == "twente"


def test_shared_lines_list_the_partnerships_that_use_them():
    users = {
        title: set(Partnership.objects.filter(action_lines__title=title).values_list("slug", flat=True))
        for title in ("Kiezen", "Leren", "Werken", "Innoveren")
    }
    both = {"smart-maintenance-mbo", "greenbiz-mbo"}

    assert users == {
        "Kiezen": both | {"platform-123technologie"}, "Leren": both | {"platform-123technologie"},
        "Werken": both | {"platform-123technologie"}, "Innoveren": both,
    }  # fmt: skip


def test_partnerships_between_levels_of_education_are_found_by_their_axis():
    found = Partnership.objects.filter(agenda_items__code="SV3").values_list("slug", flat=True)

    assert "skillslab-drachten" in found
    assert "manufacturing-college" not in found
