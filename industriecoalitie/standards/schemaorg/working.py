"""Who works together, and where: organisations, regions, partnerships, ecosystems."""

from industriecoalitie.standards.answers import VISITOR
from partnerships.models import Ecosystem, Partnership
from regions.choices import CodeType
from regions.models import LabourMarketRegion, Organisation, Region

from .words import (
    LABOUR_MARKET_CODE,
    Words,
    address_of,
    area_rows,
    area_served,
    as_row,
    begun,
    gathered,
    labour_market_regions,
    named,
    organisation_rows,
    organisation_type,
    organisations,
    period_of,
    place_of,
    property_value,
    term_rows,
    terms_of,
)

# What a register is called by who reads schema.org.
REGISTERS = {
    CodeType.INSTITUTION: "BRIN",
    CodeType.KVK: "KvK",
    CodeType.KVK_BRANCH: "KvK vestigingsnummer",
    CodeType.RIO_PROVIDER: "RIO onderwijsaanbieder",
    CodeType.RIO_LOCATION: "RIO onderwijslocatie",
}
MOST_MEMBERS = 100


def organisation(record: Organisation) -> Words:
    """Return an organisation with the codes it has today."""
    codes = record.codes.visible_to(VISITOR).current().filter(of_predecessor="", code_type__in=REGISTERS)
    codes = as_row(codes.order_by("code_type", "code"), register="code_type", code="code")
    rows = gathered(record, found_codes=codes, areas=area_rows(record.region))
    return {
        **begun(record, organisation_type(record.kind.notation), record.name, record.summary),
        "sameAs": record.website,
        "identifier": [
            property_value(REGISTERS[row["register"]], row["code"], str(CodeType(row["register"]).label))
            for row in rows["found_codes"]
        ],
        "address": address_of(record.place, record.province),
        "areaServed": area_served(record.region, rows["areas"]),
        "parentOrganization": named(record.parent, "Organization"),
    }


def region(record: Region) -> Words:
    """Return a region with the labour market regions it stands for or covers."""
    rows = gathered(record, areas=area_rows(record))
    return {
        **begun(record, "AdministrativeArea", record.name, record.summary),
        "containsPlace": labour_market_regions(rows["areas"]),
    }


def labour_market(record: LabourMarketRegion) -> Words:
    return {
        **begun(record, "AdministrativeArea", record.name),
        "identifier": property_value(LABOUR_MARKET_CODE, record.code, "CBS-code"),
    }


def partnership(record: Partnership) -> Words:
    """Return a partnership with who takes part today, at most a hundred."""
    parts = record.partners.visible_to(VISITOR).current().filter(organisation__isnull=False)
    rows = gathered(
        record,
        members=organisation_rows(parts.values("organisation"))[:MOST_MEMBERS],
        areas=area_rows(record.region),
        terms=term_rows(record),
    )
    first_day, last_day = period_of(record)
    return {
        **begun(record, "Project", record.name, record.summary),
        "sameAs": record.website,
        "foundingDate": first_day,
        "dissolutionDate": last_day,
        "areaServed": area_served(record.region, rows["areas"]),
        "location": place_of(record.place),
        "member": organisations(rows["members"]),
        "keywords": [row["label"] for row in rows["terms"]],
        "knowsAbout": terms_of(rows["terms"]),
    }


def ecosystem(record: Ecosystem) -> Words:
    rows = gathered(record, areas=area_rows(record.region), terms=term_rows(record))
    return {
        **begun(record, "Organization", record.name, record.summary),
        "sameAs": record.website,
        "areaServed": area_served(record.region, rows["areas"]),
        "location": place_of(record.place),
        "knowsAbout": terms_of(rows["terms"]),
    }
