"""What there is to learn: programmes, modules, learning paths and teaching materials."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Case, F, Q, QuerySet, When

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.dates import partial
from industriecoalitie.standards.answers import VISITOR, absolute
from industriecoalitie.standards.materials import NAME, material_of
from knowledgebank.models import LearningResource
from programmes.choices import ModuleOutcome, OfferingState, ProviderRole
from programmes.models import LearningPath, Module, Programme
from regions.models import Organisation

from .words import (
    PROGRAMME_CODE,
    Row,
    Words,
    area_rows,
    area_served,
    as_row,
    begun,
    gathered,
    link_rows,
    linked,
    named,
    organisation_rows,
    organisations,
    period_of,
    place_words,
    property_value,
    term_rows,
    terms_of,
    without_empty,
)

MODULE_PAGE = "programmes:module_detail"
# What a step of a learning path may name, with its page.
STEP_PAGES = {"programme": "programmes:programme_detail", "module": MODULE_PAGE}
PROGRAMME = "EducationalOccupationalProgram"
LEVELS = (Scheme.LEVEL,)
NO_CREDENTIAL = (ModuleOutcome.NONE, ModuleOutcome.UNKNOWN)


def programme(record: Programme) -> Words:
    """Return a programme; one that is offered is a course as well, with each offer as an instance of it."""
    links = record.providers.visible_to(VISITOR).filter(role=ProviderRole.PROVIDER)
    offered = offers_of(record)
    givers = Organisation.objects.filter(
        Q(pk__in=links.values("organisation")) | Q(pk__in=offered.values("organisation"))
    )
    rows = gathered(
        record,
        givers=organisation_rows(givers.values("pk")),
        courses=link_rows(record.module_links.visible_to(VISITOR).order_by("order", "pk"), "module__"),
        offers=offer_rows(offered),
        areas=area_rows(record.region),
        terms=term_rows(record),
    )
    first_day, last_day = period_of(record)
    return {
        **begun(record, [PROGRAMME, "Course"] if rows["offers"] else PROGRAMME, record.name, record.summary),
        "sameAs": record.website,
        "identifier": property_value(PROGRAMME_CODE, record.code) if record.code else None,
        "courseCode": record.code if rows["offers"] else "",
        "provider": organisations(rows["givers"]),
        "timeToComplete": years(record.duration_years),
        "startDate": first_day,
        "endDate": last_day,
        "areaServed": area_served(record.region, rows["areas"]),
        "hasCourse": [linked(row, "Course", MODULE_PAGE) for row in rows["courses"]],
        "hasCourseInstance": [instance_of(row) for row in rows["offers"]],
        **subjects(rows["terms"], rows["offers"]),
        "inLanguage": "nl",
    }


def module(record: Module) -> Words:
    """Return a module as a course, with each offer as an instance of it."""
    offered = offers_of(record)
    rows = gathered(
        record,
        givers=organisation_rows(offered.values("organisation")),
        offers=offer_rows(offered),
        terms=term_rows(record),
    )
    outcome = record.outcome
    return {
        **begun(record, "Course", record.name, record.summary),
        "courseCode": record.code,
        "provider": organisations(rows["givers"]),
        "timeRequired": f"PT{record.hours}H" if record.hours else "",
        "educationalCredentialAwarded": "" if outcome in NO_CREDENTIAL else str(record.get_outcome_display()),
        "hasCourseInstance": [instance_of(row) for row in rows["offers"]],
        **subjects(rows["terms"], rows["offers"]),
        "inLanguage": "nl",
    }


def learning_path(record: LearningPath) -> Words:
    """Return a learning path as a programme; its modules and programmes are the courses of it."""
    steps = record.steps.visible_to(VISITOR).order_by("order")
    paths = {
        f"{kind}_{name}": f"{kind}__{name}" for kind in STEP_PAGES for name in ("uuid", "name", "slug")
    }  # fmt: skip
    rows = gathered(
        record, stations=as_row(steps, **paths), areas=area_rows(record.region), terms=term_rows(record)
    )
    return {
        **begun(record, PROGRAMME, record.name, record.summary),
        "timeToComplete": years(record.duration_years),
        "areaServed": area_served(record.region, rows["areas"]),
        "hasCourse": [
            linked({name: row[f"{kind}_{name}"] for name in ("uuid", "name", "slug")}, "Course", page)
            for row in rows["stations"]
            for kind, page in STEP_PAGES.items()
            if row[f"{kind}_uuid"]
        ],
        **subjects(rows["terms"]),
        "inLanguage": "nl",
    }


def learning_resource(record: LearningResource) -> Words:
    """Return a teaching material, field by field as Edurep maps NL LOM; without a licence no address of the material."""
    terms = list(record.concepts.visible_to(VISITOR).order_by("scheme", "order", "pk"))
    versions = list(record.versions.visible_to(VISITOR).newest_first()) if record.is_shared else []
    material = material_of(record, terms, versions)
    by_level = [term for term in terms if term.scheme in LEVELS]
    by_subject = [term for term in terms if term.scheme not in LEVELS]
    words = {
        **begun(record, "LearningResource", record.title, record.summary),
        "inLanguage": "nl",
        "isAccessibleForFree": True,
        "learningResourceType": "informatiebron",
        "audience": {"@type": "EducationalAudience", "educationalRole": "teacher", "audienceType": "teacher"},
        "educationalLevel": ["BVE", *(term.label for term in by_level)],
        "educationalAlignment": [alignment(term) for term in by_subject],
        "keywords": [term.label for term in terms],
        "author": {"@type": "Organization", "name": material.maker},
        "publisher": {"@type": "Organization", "name": NAME, "url": absolute("/")},
        "dateModified": record.updated_at.isoformat(timespec="seconds"),
        "isPartOf": [words for parent in material.parents if (words := named(parent, "CreativeWork"))],
    }
    if record.is_shared:
        words["license"] = record.licence_url or record.licence_text
        words["version"] = material.edition
        words["encodingFormat"] = material.format
        words["encoding"] = {
            "@type": "MediaObject", "contentUrl": material.location, "encodingFormat": material.format,
        }  # fmt: skip
    return words


def offers_of(record: Programme | Module) -> QuerySet:
    """Return what a visitor sees of where it can be followed, but for what has ended."""
    rows = record.offerings.visible_to(VISITOR).exclude(state=OfferingState.ENDED)
    return rows.filter(organisation__in=Organisation.objects.visible_to(VISITOR)).order_by("pk")


def offer_rows(offers: QuerySet) -> QuerySet:
    """Return offers with what is told of each; of a record that a visitor may not read of, nothing."""
    names = {"form": "form__label", "level": "level__label"}
    names |= {f"place_{name}": f"place__{name}" for name in ("name", "latitude", "longitude")}
    told = {
        name: Case(When(_is_open(path.partition("__")[0]), then=F(path)), default=None)
        for name, path in names.items()
    }
    return as_row(
        offers,
        uuid="uuid",
        giver_uuid="organisation__uuid",
        giver_name="organisation__name",
        giver_slug="organisation__slug",
        giver_kind="organisation__kind__notation",
        capacity="capacity",
        from_on="from_on",
        from_precision="from_precision",
        until_on="until_on",
        until_precision="until_precision",
        **told,
    )


def _is_open(path: str) -> Q:
    return Q(
        **{f"{path}__visibility": Visibility.PUBLIC, f"{path}__hidden_at": None, f"{path}__isnull": False}
    )


def instance_of(row: Row) -> Words:
    """Return one offer: where, when, in which form, for how many."""
    (giver,) = organisations([{name: row[f"giver_{name}"] for name in ("uuid", "name", "slug", "kind")}])
    place = (row["place_name"], row["place_latitude"], row["place_longitude"])
    words = {
        "@type": "CourseInstance",
        "@id": f"urn:uuid:{row['uuid']}",
        "name": giver["name"],
        "organizer": giver,
        "location": place_words(*place) if place[0] else None,
        "courseMode": row["form"] or "",
        "educationalLevel": row["level"] or "",
        "startDate": as_known(row["from_on"], row["from_precision"]),
        "endDate": as_known(row["until_on"], row["until_precision"]),
        "maximumAttendeeCapacity": row["capacity"],
    }
    return without_empty(words)


def as_known(day: str | None, precision: str) -> str:
    """Return a day (ISO 8601) as exactly as it is known; empty when it is not."""
    return str(partial(datetime.date.fromisoformat(day), precision)) if day else ""


def subjects(terms: Iterable[Row], offers: Iterable[Row] = ()) -> Words:
    """Return level and subjects of what can be learned."""
    levels = [row["label"] for row in terms if row["scheme"] in LEVELS]
    levels += [row["level"] for row in offers if row["level"]]
    others = [row for row in terms if row["scheme"] not in LEVELS]
    return {
        "educationalLevel": list(dict.fromkeys(levels)),
        "keywords": [row["label"] for row in others],
        "about": terms_of(others),
    }


def alignment(term: Concept) -> Words:
    return {
        "@type": "AlignmentObject",
        "alignmentType": "educationalSubject",
        "targetName": term.label,
        "targetUrl": absolute(term.get_absolute_url()),
    }


def years(number: Decimal | None) -> str:
    """Return a duration in years as ISO 8601: ``P1Y6M``; empty when it is not known."""
    if not number:
        return ""
    whole, months = divmod(round(number * 12), 12)
    return f"P{f'{whole}Y' if whole else ''}{f'{months}M' if months else ''}"
