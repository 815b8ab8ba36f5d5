"""Records of the portal in the words of the Open Education API 6.0. What the portal does not know is left out."""

import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.encoding import iri_to_uri

from industriecoalitie.api.addresses import absolute, href
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.choices import Precision
from industriecoalitie.core.dates import AMSTERDAM
from industriecoalitie.core.models import Period
from programmes.choices import ModuleOutcome
from programmes.models import Module, Offering, Programme
from regions.choices import CodeType
from regions.models import Organisation, Place

from . import codes
from .rows import VISITOR

ONE_DAY, ONE_SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)
MONTHS = 12
# The portal knows in which town an organisation is, not what is there.
TOWN = "x-town"
Json = dict[str, Any]


def known(values: Json) -> Json:
    """Return the attributes that have a value: none that is empty."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def texts(value: str) -> list[Json]:
    """Return a Dutch text as the API writes it; nothing for an empty one."""
    return [{"language": codes.LANGUAGE, "value": value}] if value.strip() else []


def identifier(code_type: str, code: str) -> Json:
    return {"codeType": code_type, "code": code}


def codes_of(own: list[Json], slug: str, slug_type: str = "identifier") -> Json:
    """Return the primary code and the others: the first of ``own``, or else the key that the portal gave."""
    first, *others = [*own, identifier(slug_type, slug)]
    return {"primaryCode": first, "otherCodes": others}


def town(place: Place | None, address_type: str) -> list[Json]:
    """Return an address of which only the town is known; nothing when it is not, or not for everybody."""
    if place is None or not place.is_shown_to(VISITOR):
        return []
    return [{"addressType": address_type, "city": place.name}]


def notation(term: Concept | None) -> list[str]:
    """Return the key of a term in a list; nothing without one, or one that not everybody may see."""
    return [term.notation] if term is not None and term.is_shown_to(VISITOR) else []


def link(address: str) -> str:
    return iri_to_uri(address)


def moment(day: datetime.date, later: datetime.timedelta = datetime.timedelta()) -> str:
    """Return when a day begins in the Netherlands, or so much later, as RFC 3339."""
    begin = datetime.datetime.combine(day, datetime.time.min) + later
    return begin.replace(tzinfo=AMSTERDAM).isoformat()


def days(record: Period) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and the last day; None for what is known to a month or a year only."""
    first = record.from_on if record.from_precision == Precision.DAY else None
    return first, record.until_on if record.until_precision == Precision.DAY else None


def valid(record: Period) -> Json:
    """Return from when and until when a programme is valid; the end is the first moment after it."""
    first, last = days(record)
    return {
        "validFrom": moment(first) if first else None,
        "validTo": moment(last, ONE_DAY) if last else None,
    }


def duration(years: Decimal | None) -> str | None:
    """Return years as ISO 8601, to the month; None when they are not a whole number of months."""
    months = years * MONTHS if years is not None else None
    if not months or months != int(months):
        return None
    whole, rest = divmod(int(months), MONTHS)
    return "P" + (f"{whole}Y" if whole else "") + (f"{rest}M" if rest else "")


def extra(collection: str, record: Model, **more: object) -> Json:
    """Return what has no place there: the record in our own API, its page, and ``more``."""
    page = absolute(record.get_absolute_url()) if hasattr(record, "get_absolute_url") else None
    return known({"href": href(collection, record.slug), "page": page, **more})


def organisation(record: Organisation) -> Json:
    """Return an organisation."""
    own = sorted(record.shown_codes, key=lambda each: (each.code_type != CodeType.INSTITUTION, each.pk))
    institutions = sorted(code.code for code in own if code.code_type == CodeType.INSTITUTION)
    others = [code for code in own if code.code_type != CodeType.INSTITUTION]
    first = [identifier(codes.CODE_TYPES[CodeType.INSTITUTION], code) for code in institutions]
    rest = [identifier(codes.CODE_TYPES[CodeType(code.code_type)], code.code) for code in others]
    kinds = notation(record.kind) or ["other"]
    primary, *more = [*first, identifier("identifier", record.slug)]
    parent = record.parent if record.parent_id and record.parent.is_shown_to(VISITOR) else None
    return known(
        {
            "organisationId": str(record.uuid),
            "primaryCode": primary,
            "organisationType": codes.named(codes.ORGANISATION_TYPES, kinds[0]),
            "name": texts(record.name),
            "description": texts(record.summary),
            "addresses": town(record.place, TOWN),
            "link": link(record.website),
            "otherCodes": more + rest,
            "parentId": str(parent.uuid) if parent else None,
            "childIds": [str(child.uuid) for child in record.shown_children],
            "ext": extra("organisations", record),
        }
    )


def programme(record: Programme) -> Json:
    """Return a programme; it names one organisation, the first that offers it, and ``ext`` names them all."""
    providers = [str(provider.organisation.uuid) for provider in record.shown_providers]
    modes = codes.modes_of_study(record.forms)
    return known(
        {
            "programmeId": str(record.uuid),
            **codes_of([identifier("programme_code", record.code)] if record.code else [], record.slug),
            "programmeType": codes.PROGRAMME_TYPES[record.kind],
            "name": texts(record.name),
            "description": texts(record.summary),
            "qualificationAwarded": codes.one_of(codes.QUALIFICATIONS, record.forms),
            "formalDocument": codes.one_of(codes.DOCUMENTS, record.forms),
            "modeOfStudy": modes[0] if len(modes) == 1 else None,
            "modesOfDelivery": codes.modes_of_delivery(record.forms),
            "duration": duration(record.duration_years),
            "level": codes.level_of(record.levels),
            "levelOfQualification": codes.qualification_level_of(record.levels),
            "link": link(record.website),
            "organisationId": providers[0] if providers else None,
            **valid(record),
            "ext": extra(
                "programmes",
                record,
                levels=[codes.named(codes.LEVELS, level) for level in record.levels],
                modesOfStudy=modes,
                organisationIds=list(dict.fromkeys(providers)),
            ),
        }
    )


def course(record: Module) -> Json:
    """Return a module; what it ends in stands in ``ext``, for a course has no place for it."""
    is_elective = record.outcome == ModuleOutcome.ELECTIVE
    code_type = "programme_code" if is_elective else "identifier"
    qualification, document = codes.OUTCOMES.get(ModuleOutcome(record.outcome), (None, None))
    return known(
        {
            "courseId": str(record.uuid),
            **codes_of([identifier(code_type, record.code)] if record.code else [], record.slug),
            "name": texts(record.name),
            "description": texts(record.summary),
            "studyLoad": [{"studyLoadUnit": "hour", "value": record.hours}] if record.hours else None,
            "modesOfDelivery": codes.modes_of_delivery(record.forms),
            "level": codes.level_of(record.levels),
            "programmeIds": [str(found.programme.uuid) for found in record.shown_links],
            "ext": extra(
                "modules",
                record,
                levels=[codes.named(codes.LEVELS, level) for level in record.levels],
                modesOfStudy=codes.modes_of_study(record.forms),
                qualificationAwarded=qualification,
                formalDocument=document,
            ),
        }
    )


def offering(record: Offering) -> Json:
    """Return what offerings of programmes and of modules share; level and mode of study stand in ``ext``."""
    forms, levels = notation(record.form), notation(record.level)
    shown = [str(term) for term in (record.form, record.level) if notation(term)]
    first, last = days(record)
    modes = codes.modes_of_study(forms)
    return {
        **codes_of([], record.slug, "offering_code"),
        "name": texts(", ".join([str(record.programme or record.module), str(record.organisation), *shown])),
        "state": codes.STATES[record.state],
        "modesOfDelivery": codes.modes_of_delivery(forms),
        "maxNumberStudents": record.capacity,
        "startDateTime": moment(first) if first else None,
        "endDateTime": moment(last, ONE_DAY - ONE_SECOND) if last else None,
        "addresses": town(record.place, "teaching"),
        "organisationId": str(record.organisation.uuid),
        "ext": extra(
            "offerings",
            record,
            level=codes.level_of(levels),
            levelOfQualification=codes.qualification_level_of(levels),
            modeOfStudy=modes[0] if modes else None,
        ),
    }


def programme_offering(record: Offering) -> Json:
    """Return an offering of a programme."""
    ids = {"programmeOfferingId": str(record.uuid), "programmeId": str(record.programme.uuid)}
    return known({**ids, **offering(record)})


def course_offering(record: Offering) -> Json:
    """Return an offering of a module."""
    ids = {"courseOfferingId": str(record.uuid), "courseId": str(record.module.uuid)}
    return known({**ids, **offering(record)})
