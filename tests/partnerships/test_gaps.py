"""What partnerships, ecosystems, demands, organisations and regions lack, as querysets and as a filter of the list."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, change_record, confirm_record
from partnerships.choices import Gap, HelixSide
from partnerships.filtersets import PartnershipFilterSet
from partnerships.models import Ecosystem, Milestone, Partnership
from partnerships.querysets import due_before
from programmes.models import Demand
from regions.models import Organisation, Region
from tests.factories.accounts import UserFactory
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import (
    EcosystemFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipFactory,
    TargetFactory,
)
from tests.factories.programmes import (
    DemandFactory,
    DemandPartyFactory,
    LearningPathFactory,
    ProgrammeFactory,
)
from tests.factories.regions import OrganisationFactory, PlaceFactory, RegionFactory

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()


def slugs(rows) -> set[str]:
    return {row.slug for row in rows}


def kind(notation: str):
    return ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation=notation, label=notation)


def partner(partnership, notation: str, **more):
    return PartnerFactory(
        partnership=partnership, organisation=OrganisationFactory(kind=kind(notation)), **more
    )


def ago(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)


def test_without_side_counts_partners_of_today_whom_the_reader_knows(member):
    with_city, past, secret, counted, none = (
        PartnershipFactory(slug=slug) for slug in ("stad", "ooit", "geheim", "geteld", "geen")
    )
    partner(with_city, "government_municipality")
    partner(past, "government_province", until_on=ago(1))
    PartnerFactory(
        partnership=secret,
        organisation=OrganisationFactory(kind=kind("government_ministry"), visibility="network"),
    )
    PartnerFactory(
        partnership=counted, organisation=None, label="Gemeenten", kind=kind("government_municipality")
    )
    partner(none, "company")

    rows = Partnership.objects.all()
    assert slugs(rows.without_side(HelixSide.GOVERNMENT, VISITOR)) == {"ooit", "geheim", "geen"}
    assert slugs(rows.without_side(HelixSide.GOVERNMENT, member)) == {"ooit", "geen"}
    assert slugs(rows.without_side(HelixSide.BUSINESS, member)) == {"stad", "ooit", "geheim", "geteld"}
    assert slugs(rows.without_partners(member)) == {"ooit"}
    assert slugs(rows.without_partners(VISITOR)) == {"ooit", "geheim"}


def test_without_target_and_without_milestone_ahead():
    full, reached, late = (PartnershipFactory(slug=slug) for slug in ("vol", "bereikt", "laat"))
    TargetFactory(partnership=full)
    year = timezone.localdate().replace(month=1, day=1)
    MilestoneFactory(partnership=full, due_on=year, due_precision="year")
    MilestoneFactory(partnership=reached, due_on=ago(-30), due_precision="day", is_reached=True)
    MilestoneFactory(partnership=late, due_on=ago(1), due_precision="day")

    assert slugs(Partnership.objects.without_target()) == {"bereikt", "laat"}
    assert slugs(Partnership.objects.without_milestone_ahead()) == {"bereikt", "laat"}


def test_with_gap_asks_nothing_of_what_is_finished():
    PartnershipFactory(slug="loopt")
    PartnershipFactory(slug="klaar", status="done")
    PartnershipFactory(slug="voorbij", until_on=ago(1))

    for gap in Gap:
        assert slugs(Partnership.objects.with_gap(gap, VISITOR)) == {"loopt"}
    assert slugs(Partnership.objects.over(timezone.localdate())) == {"voorbij"}


@pytest.mark.parametrize(
    ("day", "titles"),
    [
        ("2026-03-01", {"2025", "februari"}),
        ("2026-03-02", {"2025", "februari", "1 maart"}),
        ("2026-12-31", {"2025", "februari", "1 maart"}),
        ("2027-01-01", {"2025", "2026", "februari", "1 maart"}),
    ],
)
def test_due_before_waits_for_the_last_day_of_a_month_or_a_year(day, titles):
    for title, due_on, precision in [
        ("2025", "2025-01-01", "year"),
        ("2026", "2026-01-01", "year"),
        ("februari", "2026-02-01", "month"),
        ("1 maart", "2026-03-01", "day"),
    ]:
        MilestoneFactory(title=title, due_on=due_on, due_precision=precision)

    found = Milestone.objects.filter(due_before(datetime.date.fromisoformat(day)))
    assert {each.title for each in found} == titles


def test_stale_believes_people_and_not_machines():
    person, machine = Actor("page", UserFactory()), Actor("command")
    for slug in ("nooit", "machine", "bevestigd", "gewijzigd"):
        PartnershipFactory(slug=slug)
    PartnershipFactory(slug="oud", confirmed_on=ago(366))
    PartnershipFactory(slug="vers", confirmed_on=ago(365))
    by_slug = {each.slug: each for each in Partnership.objects.all()}
    change_record(by_slug["machine"], Change({"summary": "Ingelezen"}), by=machine)
    change_record(by_slug["gewijzigd"], Change({"summary": "Nagekeken"}), by=person)
    confirm_record(by_slug["bevestigd"], by=person)

    assert slugs(Partnership.objects.stale(ago(365))) == {"nooit", "machine", "oud"}
    # From tomorrow on, what was done today counts no more.
    assert slugs(Partnership.objects.stale(ago(-1))) == set(by_slug)


def test_open_demands_and_demands_without_company():
    DemandFactory(slug="gesignaleerd")
    DemandFactory(slug="afgewezen", stage="decided", decision="declined")
    DemandFactory(slug="geleverd", stage="delivered")
    asked = DemandFactory(slug="gevraagd", stage="decided", decision="new")
    DemandPartyFactory(demand=asked, organisation=OrganisationFactory(kind=kind("company")))
    school = DemandFactory(slug="school", stage="bundled")
    DemandPartyFactory(demand=school, organisation=OrganisationFactory(kind=kind("roc_mbo")))

    rows = Demand.objects.open()
    assert slugs(rows) == {"gesignaleerd", "gevraagd", "school"}
    assert slugs(rows.without_company()) == {"gesignaleerd", "school"}
    assert {each.slug: each.stage_rank for each in rows.with_stage_rank()} == {
        "gesignaleerd": 0, "school": 2, "gevraagd": 3,
    }  # fmt: skip


def test_ecosystems_without_stage_and_organisations_with_a_name_only():
    EcosystemFactory(slug="niets")
    EcosystemFactory(slug="fase", life_phase="start")
    EcosystemFactory(slug="civ", kind="civ", stage="civ")
    OrganisationFactory(slug="kaal")
    OrganisationFactory(slug="plaats", place=PlaceFactory())
    OrganisationFactory(slug="verhaal", summary="Maakt machines")
    OrganisationFactory(
        slug="opgegaan", merged_into=Organisation.objects.get(slug="plaats"), hidden_at=timezone.now()
    )

    assert slugs(Ecosystem.objects.without_stage()) == {"niets"}
    assert slugs(Organisation.objects.sketchy()) == {"kaal"}


def test_regions_without_offer_for_a_target_group():
    hybrid = ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="hybride-professionals")
    regions = {
        slug: RegionFactory(slug=slug) for slug in ("van", "houdt-bij", "pad", "verborgen", "ander", "geen")
    }
    offers = [
        ProgrammeFactory(region=regions["van"]),
        ProgrammeFactory(owner=regions["houdt-bij"]),
        LearningPathFactory(region=regions["pad"]),
        ProgrammeFactory(region=regions["verborgen"], hidden_at=timezone.now()),
    ]
    for offer in offers:
        offer.concepts.add(hybrid)
    ProgrammeFactory(region=regions["ander"]).concepts.add(
        ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="starters")
    )

    assert slugs(Region.objects.without_offer_for("hybride-professionals")) == {"verborgen", "ander", "geen"}


# The filter of the list, the same in page and API


def names(query: str) -> set[str]:
    found = PartnershipFilterSet(QueryDict(query), queryset=Partnership.objects.for_list())
    assert found.is_valid(), found.form.errors
    return slugs(found.qs)


def test_partnership_list_filters_what_lacks_and_who_keeps_it(client):
    twente, limburg = RegionFactory(slug="twente"), RegionFactory(slug="limburg")
    with_city = PartnershipFactory(slug="stad", owner=twente)
    partner(with_city, "government_municipality")
    with_target = PartnershipFactory(slug="doel", owner=twente)
    TargetFactory(partnership=with_target)
    PartnershipFactory(slug="limburgs", owner=limburg)
    confirmed = PartnershipFactory(slug="bevestigd", owner=limburg)
    confirm_record(confirmed, by=Actor("page", UserFactory()))

    assert names("owner=twente&gap=government") == {"doel"}
    assert names("owner=twente&gap=government&gap=target") == {"stad", "doel"}
    assert names("gap=partners") == {"doel", "limburgs", "bevestigd"}
    assert names("stale=true") == {"stad", "doel", "limburgs"}
    assert names("stale=false") == {"bevestigd"}
    api = client.get("/api/v1/partnerships?owner=twente&gap=government").json()
    assert [each["slug"] for each in api["items"]] == ["doel"]


def test_partnership_list_names_the_gap_it_is_narrowed_by(client):
    PartnershipFactory(slug="kaal")

    page = client.get(reverse("partnerships:partnership_list"), {"gap": "government", "stale": "true"})

    assert [chip["label"] for chip in page.context["chips"]] == [
        "Wat ontbreekt: zonder overheid", "Een jaar niet bevestigd: ja",
    ]  # fmt: skip
    assert client.get(reverse("partnerships:partnership_list"), {"gap": "geluk"}).status_code == 400
