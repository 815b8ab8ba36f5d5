"""A row of every collection with all that an answer nests, for the tests that walk the API."""

import uuid

from industriecoalitie.concepts.choices import Scheme
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import (
    AdoptionFactory,
    EvidenceFactory,
    FactorLineFactory,
    IndicatorFactory,
    LearningResourceFactory,
    MeasurementFactory,
    PracticeFactorFactory,
    PracticeFactory,
    PracticeFigureFactory,
    PracticeImageFactory,
    ProgressEntryFactory,
    ProgressReportFactory,
    QuoteFactory,
    SuccessFactorFactory,
)
from tests.factories.partnerships import (
    ActionLineFactory,
    ContributionFactory,
    EcosystemFactory,
    FacilityFactory,
    FundingFactory,
    InstrumentFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipFactory,
    TargetFactory,
)
from tests.factories.programmes import (
    DemandFactory,
    DemandPartyFactory,
    LearningPathFactory,
    LearningPathStepFactory,
    ModuleFactory,
    OfferingFactory,
    ProgrammeFactory,
    ProgrammeModuleFactory,
    ProviderFactory,
)
from tests.factories.regions import (
    AgendaFactory,
    AgendaItemFactory,
    AgendaRelationFactory,
    CoverageFactory,
    FrontrunnerFactory,
    LabourMarketRegionFactory,
    OrganisationCodeFactory,
    OrganisationFactory,
    PlaceFactory,
    ProvinceFactory,
    RegionFactory,
    RegionPartFactory,
    SuccessionFactory,
)
from tests.factories.sources import (
    CitationFactory,
    SourceDocumentFactory,
    SourceGapFactory,
    SourceSectionFactory,
)


def cited(record, *parts):
    """Return the record after giving it and its parts a source."""
    section = SourceSectionFactory()
    for fact in (record, *parts):
        CitationFactory(subject=fact.uuid, document=section.document, section=section, line=12)
    return record


def terms():
    """Return a new term of three lists."""
    return [
        ConceptFactory(scheme=scheme, notation=f"t-{uuid.uuid4().hex[:12]}")
        for scheme in (Scheme.SECTOR, Scheme.LEVEL, Scheme.PARTNER_ROLE)
    ]


def region(**values):
    row = RegionFactory(
        province=ProvinceFactory(), labour_market_region=LabourMarketRegionFactory(), **values
    )
    frontrunner = FrontrunnerFactory(region=row)
    RegionPartFactory(whole=row)
    RegionPartFactory(part=row)
    return cited(row, frontrunner, CoverageFactory(region=row))


def labour_market_region(**values):
    row = LabourMarketRegionFactory(**values)
    row.provinces.add(ProvinceFactory())
    return cited(row, CoverageFactory(labour_market_region=row))


def organisation(**values):
    row = OrganisationFactory(
        parent=OrganisationFactory(),
        place=PlaceFactory(),
        province=ProvinceFactory(),
        region=RegionFactory(),
        **values,
    )
    OrganisationFactory(parent=row)
    SuccessionFactory(successor=row, happened_on="2023-01-01", happened_precision="year")
    SuccessionFactory(predecessor=row)
    FrontrunnerFactory(organisation=row)
    PartnerFactory(organisation=row)
    ProviderFactory(organisation=row)
    return cited(row, OrganisationCodeFactory(organisation=row))


def ecosystem(**values):
    row = EcosystemFactory(
        organisation=OrganisationFactory(),
        lead_organisation=OrganisationFactory(),
        part_of=EcosystemFactory(),
        region=RegionFactory(),
        place=PlaceFactory(),
        from_on="2016-01-01",
        from_precision="year",
        **values,
    )
    EcosystemFactory(part_of=row)
    row.partners.add(OrganisationFactory())
    row.agenda_items.add(AgendaItemFactory())
    row.concepts.add(*terms())
    row.partnerships.add(PartnershipFactory())
    row.programmes.add(ProgrammeFactory())
    return cited(row, FacilityFactory(ecosystem=row, place=PlaceFactory()))


def partnership(**values):
    row = PartnershipFactory(
        lead_organisation=OrganisationFactory(),
        region=RegionFactory(),
        place=PlaceFactory(),
        agenda=AgendaFactory(),
        from_on="2019-02-01",
        from_precision="month",
        **values,
    )
    row.regions.add(RegionFactory())
    row.ecosystems.add(EcosystemFactory())
    row.agenda_items.add(AgendaItemFactory())
    row.concepts.add(*terms())
    row.programmes.add(ProgrammeFactory())
    PracticeFactory(partnership=row)
    parts = [
        PartnerFactory(partnership=row),
        PartnerFactory(
            partnership=row, organisation=None, label="bedrijven", count=60, count_qualifier="about"
        ),
        TargetFactory(partnership=row, qualifier="more_than", due_on="2027-01-01", due_precision="year"),
        MilestoneFactory(partnership=row),
        ActionLineFactory(partnership=row),
        ContributionFactory(partnership=row),
        FundingFactory(
            partnership=row, organisation=OrganisationFactory(), amount_eur=250000, qualifier="about"
        ),
    ]
    return cited(row, *parts)


def instrument(**values):
    row = InstrumentFactory(organisation=OrganisationFactory(), region=RegionFactory(), **values)
    FundingFactory(instrument=row)
    return cited(row)


def demand(**values):
    row = DemandFactory(value=108000, qualifier="nearly", unit="vakmensen", region=RegionFactory(), **values)
    row.partnerships.add(PartnershipFactory())
    row.programmes.add(ProgrammeFactory())
    row.agenda_items.add(AgendaItemFactory())
    row.concepts.add(*terms())
    return cited(row, DemandPartyFactory(demand=row))


def programme(**values):
    row = ProgrammeFactory(region=RegionFactory(), duration_years="2.5", **values)
    row.partnerships.add(PartnershipFactory())
    row.ecosystems.add(EcosystemFactory())
    row.agenda_items.add(AgendaItemFactory())
    row.concepts.add(*terms())
    row.demands.add(DemandFactory())
    PracticeFactory(programme=row)
    return cited(row, ProviderFactory(programme=row), ProgrammeModuleFactory(programme=row))


def module(**values):
    row = ModuleFactory(hours=40, **values)
    ProgrammeModuleFactory(module=row)
    row.concepts.add(*terms())
    return cited(row)


def learning_path(**values):
    row = LearningPathFactory(region=RegionFactory(), **values)
    row.concepts.add(*terms())
    step = LearningPathStepFactory(
        path=row, module=ModuleFactory(), organisation=OrganisationFactory(), level=terms()[1]
    )
    return cited(row, step)


def offering(**values):
    _sector, level, _role = terms()
    form = ConceptFactory(scheme=Scheme.EDUCATION_FORM, notation="bbl", label="Bbl")
    return cited(OfferingFactory(place=PlaceFactory(), form=form, level=level, **values))


def practice(**values):
    row = PracticeFactory(
        partnership=PartnershipFactory(),
        programme=ProgrammeFactory(),
        region=RegionFactory(),
        place=PlaceFactory(),
        builds_on=PracticeFactory(),
        **values,
    )
    row.organisations.add(OrganisationFactory())
    row.agenda_items.add(AgendaItemFactory())
    row.concepts.add(*terms())
    LearningResourceFactory(practice=row)
    parts = [
        PracticeFactorFactory(practice=row),
        EvidenceFactory(practice=row, dated_on="2023-01-01", dated_precision="year"),
        QuoteFactory(practice=row, organisation=OrganisationFactory()),
        PracticeFigureFactory(practice=row, year=2024, source_text="Jaarverslag"),
        PracticeImageFactory(practice=row),
    ]
    return cited(row, *parts)


def success_factor(**values):
    row = SuccessFactorFactory(**values)
    link = PracticeFactorFactory(factor=row)
    line = FactorLineFactory(factor=row)
    line.practices.add(link.practice)
    return cited(row, line)


def adoption(**values):
    via = AdoptionFactory()
    values.setdefault("practice", via.practice)
    return cited(AdoptionFactory(partnership=PartnershipFactory(), via=via, from_on="2024-03-01", **values))


def learning_resource(**values):
    row = LearningResourceFactory(
        practice=PracticeFactory(), programme=ProgrammeFactory(), module=ModuleFactory(), **values
    )
    row.concepts.add(*terms())
    return cited(row)


def agenda(**values):
    row = AgendaFactory(
        organisation=OrganisationFactory(), region=RegionFactory(), document=SourceDocumentFactory(), **values
    )
    row.commissioners.add(OrganisationFactory())
    relation = AgendaRelationFactory(
        agenda=row, item=AgendaItemFactory(agenda=row), to_item=AgendaItemFactory()
    )
    return cited(row, relation)


def agenda_item(**values):
    parent = AgendaItemFactory()
    status = ConceptFactory(scheme=Scheme.ACTION_STATUS, notation="loopt", label="Loopt")
    row = AgendaItemFactory(agenda=parent.agenda, parent=parent, status=status, depth=2, **values)
    AgendaItemFactory(agenda=parent.agenda, parent=row, depth=3)
    row.organisations.add(OrganisationFactory())
    row.regions.add(RegionFactory())
    row.partnerships.add(PartnershipFactory())
    row.programmes.add(ProgrammeFactory())
    return cited(row)


def progress_report(**values):
    row = ProgressReportFactory(document=SourceDocumentFactory(), **values)
    entry = ProgressEntryFactory(report=row, partnership=PartnershipFactory(), region=RegionFactory())
    entry.agenda_items.add(AgendaItemFactory())
    entry.indicators.add(IndicatorFactory())
    return cited(row, entry)


def indicator(**values):
    row = IndicatorFactory(
        part_of=IndicatorFactory(),
        agenda=AgendaFactory(),
        agenda_item=AgendaItemFactory(),
        partnership=PartnershipFactory(),
        organisation=OrganisationFactory(),
        programme=ProgrammeFactory(),
        instrument=InstrumentFactory(),
        concept=terms()[0],
        **values,
    )
    IndicatorFactory(part_of=row)
    figure = MeasurementFactory(indicator=row, region=RegionFactory(), level=terms()[1], qualifier="about")
    return cited(row, figure)


def measurement(**values):
    row = MeasurementFactory(
        region=RegionFactory(), level=terms()[1], qualifier="nearly", value="14.5", out_of=23, **values
    )
    return cited(row)


def concept(**values):
    row = ConceptFactory(scheme=Scheme.TARGET_GROUP, broader=[terms()[0]], **values)
    ConceptFactory(scheme=Scheme.TARGET_GROUP, broader=[row])
    return cited(row)


def source(**values):
    row = SourceDocumentFactory(published_on="2023-01-01", published_precision="month", **values)
    SourceSectionFactory(document=row)
    SourceGapFactory(document=row)
    return cited(row)


# One maker per collection; a collection without one fails a test.
MAKERS = {
    "regions": region,
    "labour-market-regions": labour_market_region,
    "organisations": organisation,
    "ecosystems": ecosystem,
    "partnerships": partnership,
    "instruments": instrument,
    "demands": demand,
    "programmes": programme,
    "modules": module,
    "learning-paths": learning_path,
    "offerings": offering,
    "practices": practice,
    "success-factors": success_factor,
    "adoptions": adoption,
    "learning-resources": learning_resource,
    "agendas": agenda,
    "agenda-items": agenda_item,
    "progress-reports": progress_report,
    "indicators": indicator,
    "measurements": measurement,
    "concepts": concept,
    "sources": source,
}


def key_of(collection: str, record) -> str:
    """Return the key of a record in its address."""
    if collection == "concepts":
        return f"{record.scheme}:{record.notation}"
    return getattr(record, "slug", "") or str(record.uuid)
