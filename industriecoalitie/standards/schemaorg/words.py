"""What descriptions of every kind are made of."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from industriecoalitie.core.models import Period, Record
from industriecoalitie.standards.answers import VISITOR, absolute
from industriecoalitie.standards.materials import shown
from industriecoalitie.standards.skos import scheme_address
from regions.models import Coverage, LabourMarketRegion, Organisation, Place, Region

Words = dict[str, Any]
Row = dict[str, Any]
COUNTRY = "NL"
# Kinds of organisation that teach, and those of the government.
SCHOOLS = ("roc_mbo", "hbo", "university", "vo_vmbo")
GOVERNMENT = "government_"
# The registers of the labour market regions and of the recognised programmes.
LABOUR_MARKET_CODE = "CBS arbeidsmarktregio"
PROGRAMME_CODE = "crebo"


def without_empty(words: Words) -> Words:
    """Return what is known."""
    return {name: value for name, value in words.items() if value not in ("", None, [], {})}


def begun(record: Record, kind: str | list[str], name: str, description: str = "") -> Words:
    """Return what every description begins with."""
    page = absolute(record.get_absolute_url())
    return {
        "@type": kind,
        "@id": record.uuid.urn,
        "url": page,
        "mainEntityOfPage": page,
        "name": name,
        "description": " ".join(description.split()),
        "alternateName": list(getattr(record, "aliases", None) or []),
    }


def named(record: Any, kind: str, **more: Any) -> Words | None:
    """Return a record that another one names; None when a visitor may not read of it."""
    if not shown(record):
        return None
    words = {"@type": kind, "@id": record.uuid.urn, "name": str(record), **more}
    if hasattr(record, "get_absolute_url"):
        words["url"] = absolute(record.get_absolute_url())
    return words


def organisation_type(notation: str) -> str:
    """Return the sort of organisation, by the key of its kind."""
    if notation in SCHOOLS:
        return "EducationalOrganization"
    return "GovernmentOrganization" if notation.startswith(GOVERNMENT) else "Organization"


def gathered(record: Record, **relations: QuerySet) -> dict[str, list[Row]]:
    """Return rows of several relations of a record in one query, each as a list of what ``as_row`` names."""
    arrays = {name: ArraySubquery(rows) for name, rows in relations.items()}
    return type(record).objects.filter(pk=record.pk).order_by().annotate(**arrays).values(*arrays).get()


def as_row(rows: QuerySet, **paths: str) -> QuerySet:
    """Return rows of which each is one value: the fields at these paths by their names."""
    return rows.values(as_one=JSONObject(**paths))


def link_rows(rows: QuerySet, path: str = "") -> QuerySet:
    """Return rows of records that are named, with a link; ``path`` leads from a row to the record, as ``module__``."""
    return as_row(rows, uuid=f"{path}uuid", name=f"{path}name", slug=f"{path}slug")


def organisation_rows(rows: QuerySet) -> QuerySet:
    """Return organisations of a query that a visitor may read of, by name."""
    shown_rows = Organisation.objects.visible_to(VISITOR).filter(pk__in=rows).order_by("name", "pk")
    return as_row(shown_rows, uuid="uuid", name="name", slug="slug", kind="kind__notation")


def term_rows(record: Any) -> QuerySet:
    """Return the terms of a record that a visitor may read of."""
    rows = record.concepts.visible_to(VISITOR).order_by("scheme", "order", "pk")
    return as_row(rows, scheme="scheme", notation="notation", label="label")


def area_rows(region: Region | None) -> QuerySet:
    """Return the labour market regions that a region stands for or covers today."""
    areas = LabourMarketRegion.objects.visible_to(VISITOR)
    if not shown(region):
        return link_rows(areas.none())
    covered = (
        Coverage.objects.shown_to(VISITOR).current().filter(region=region).values("labour_market_region")
    )
    areas = areas.filter(Q(pk__in=covered) | Q(pk=region.labour_market_region_id)).order_by("code")
    return as_row(areas, uuid="uuid", name="name", slug="slug", code="code")


def linked(row: Row, kind: str, page: str, **more: Any) -> Words:
    """Return a record that another one names, of its row; ``page`` is the name of the address of its page."""
    address = absolute(reverse(page, args=[row["slug"]]))
    return {"@type": kind, "@id": f"urn:uuid:{row['uuid']}", "name": row["name"], "url": address, **more}


def organisations(rows: Iterable[Row]) -> list[Words]:
    """Return organisations of their rows."""
    return [linked(row, organisation_type(row["kind"]), "regions:organisation_detail") for row in rows]


def property_value(register: str, code: str, name: str = "") -> Words:
    """Return a code with the register that it comes from."""
    return without_empty({"@type": "PropertyValue", "propertyID": register, "name": name, "value": code})


def labour_market_regions(rows: Iterable[Row]) -> list[Words]:
    """Return labour market regions of their rows, with their code at Statistics Netherlands."""
    page = "regions:labour_market_region_detail"
    return [
        linked(row, "AdministrativeArea", page, identifier=property_value(LABOUR_MARKET_CODE, row["code"]))
        for row in rows
    ]


def area_served(region: Region | None, areas: Iterable[Row]) -> list[Words]:
    """Return a region and the labour market regions it stands for or covers."""
    words = named(region, "AdministrativeArea")
    return [words, *labour_market_regions(areas)] if words else []


def address_of(place: Place | None, province: Any = None) -> Words | None:
    """Return a postal address of a place; None when neither is known."""
    words = without_empty(
        {
            "addressLocality": str(place) if shown(place) else "",
            "addressRegion": str(province) if shown(province) else "",
        }
    )
    return {"@type": "PostalAddress", **words, "addressCountry": COUNTRY} if words else None


def place_of(place: Place | None) -> Words | None:
    """Return a place with its position; None when a visitor may not read of it."""
    if not shown(place):
        return None
    return place_words(place.name, place.latitude, place.longitude)


def place_words(name: str, latitude: float | None, longitude: float | None) -> Words:
    """Return a place; ``latitude`` and ``longitude`` in degrees (WGS 84)."""
    address = {"@type": "PostalAddress", "addressLocality": name, "addressCountry": COUNTRY}
    words = {"@type": "Place", "name": name, "address": address}
    if latitude is not None and longitude is not None:
        words["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return words


def terms_of(rows: Iterable[Row]) -> list[Words]:
    """Return terms of code lists of their rows."""
    return [
        {
            "@type": "DefinedTerm",
            "@id": absolute(reverse("concepts:concept_detail", args=[row["scheme"], row["notation"]])),
            "name": row["label"],
            "termCode": row["notation"],
            "inDefinedTermSet": scheme_address(row["scheme"]),
        }
        for row in rows
    ]


def period_of(record: Period) -> tuple[str, str]:
    """Return the first and the last day of a period, each as exactly as it is known; empty when it is not."""
    return str(record.starts or ""), str(record.ends or "")
