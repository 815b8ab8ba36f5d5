"""The five kinds of thing that the Open Education API answers with: which rows, in which words, and what hangs on them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from programmes.models import Module, Offering, Programme
from regions.models import Organisation

from . import rows, shapes
from .asking import DEEPEST, Asked, Selection

Narrow = Callable[[QuerySet, Any], QuerySet]
# What the portal knows of no record, but anybody may ask for.
NOT_KNOWN: Mapping[str, Narrow] = {"teachingLanguage": rows.not_known}


@dataclass(frozen=True)
class Resource:
    """One kind of thing. ``required`` are the attributes that every answer has, whatever ``fields`` says.

    ``expands`` are the attributes that can be opened: which resource they hold, whether many, and their rows.
    """

    name: str
    key: str
    model: type[Model]
    rows: Callable[[], QuerySet]
    dressed: Callable[[QuerySet], QuerySet]
    shaped: Callable[[Any], dict[str, Any]]
    order: tuple
    required: tuple[str, ...]
    narrowing: Mapping[str, Narrow]
    expands: Mapping[str, tuple[Callable[[], "Resource"], bool, Callable[[Any], QuerySet]]] = field(
        default_factory=dict
    )

    def answers(self, found: Iterable[Model], only: Selection | None) -> list[dict[str, Any]]:
        """Return records as JSON, with no more than was asked for."""
        return [self.trimmed(self.shaped(record), only) for record in found]

    def trimmed(self, answer: dict[str, Any], only: Selection | None) -> dict[str, Any]:
        """Return the attributes that were asked for, and those that are required."""
        if only is None:
            return answer
        return {name: value for name, value in answer.items() if name in only or name in self.required}

    def item(self, record: Model, asked: Asked) -> dict[str, Any]:
        """Return one record as JSON, with what was opened in it; what there is none of is left out."""
        answer = self.answers([record], asked.only)[0]
        for name in asked.expand:
            resource, is_many, found = self.expands[name]
            only = (asked.only or {}).get(name) or None
            opened = resource().answers(resource().dressed(found(record)).order_by(*resource().order), only)
            if opened:
                answer[name] = opened if is_many else opened[0]
        return answer

    def page(self, found: QuerySet, asked: Asked) -> dict[str, Any]:
        """Return one page of rows; ``totalPages`` only when pages go that far."""
        found = self.narrowed(found, asked.chosen)
        total = found.order_by().values("pk")[: DEEPEST + 1].count()
        end = asked.offset + asked.size
        shown = self.dressed(found).order_by(*self.order)[asked.offset : end]
        answer = {
            "pageSize": asked.size,
            "pageNumber": asked.page,
            "hasPreviousPage": asked.page > 1,
            "hasNextPage": total > end,
            "items": self.answers(shown, asked.only),
        }
        if total <= DEEPEST:
            answer["totalPages"] = -(-total // asked.size)
        return answer

    def narrowed(self, found: QuerySet, chosen: Mapping[str, Any]) -> QuerySet:
        """Return the rows that have all that was chosen; offerings that are over only when a day was asked."""
        if self.model is Offering and not chosen.keys() & {"since", "until"}:
            found = rows.not_over(found)
        for name, value in chosen.items():
            found = found.filter(pk__in=self.narrowing[name](self.rows(), value).order_by().values("pk"))
        return found


def _by_key(resource: Callable[[], Resource], attribute: str) -> Callable[[Any], QuerySet]:
    """Return what finds the record that a foreign key of another leads to."""
    return lambda record: resource().rows().filter(pk=getattr(record, attribute))


def _first_provider(record: Programme) -> QuerySet:
    return rows.organisations().filter(pk__in=[each.organisation_id for each in record.shown_providers[:1]])


OFFERED: Mapping[str, Narrow] = {
    "q": rows.asked,
    **NOT_KNOWN,
    "state": rows.of_state,
    "resultExpected": rows.not_known,
    "since": rows.since,
    "until": rows.until,
    "modeOfStudy": rows.of_study,
    "modeOfDelivery": rows.of_delivery,
}
# What only the offerings of one programme, or of one module, can be narrowed by.
OFFERED_OF_ONE = ("modeOfStudy", "modeOfDelivery")

ORGANISATIONS = Resource(
    name="organisations",
    key="organisationId",
    model=Organisation,
    rows=rows.organisations,
    dressed=rows.dressed_organisations,
    shaped=shapes.organisation,
    order=rows.BY_NAME,
    required=("organisationId", "organisationType", "name", "primaryCode"),
    narrowing={
        "primaryCode": rows.with_code,
        "q": rows.asked,
        "organisationType": rows.of_organisation_type,
    },
    expands={
        "parent": (lambda: ORGANISATIONS, False, _by_key(lambda: ORGANISATIONS, "parent_id")),
        "children": (
            lambda: ORGANISATIONS,
            True,
            lambda record: rows.organisations().filter(parent=record),
        ),
    },
)
PROGRAMMES = Resource(
    name="programmes",
    key="programmeId",
    model=Programme,
    rows=rows.programmes,
    dressed=rows.dressed_programmes,
    shaped=shapes.programme,
    order=rows.BY_NAME,
    required=("programmeId", "programmeType", "name", "primaryCode"),
    narrowing={
        "primaryCode": rows.with_code,
        "q": rows.asked,
        **NOT_KNOWN,
        "programmeType": rows.of_programme_type,
        "qualificationAwarded": rows.of_qualification,
        "levelOfQualification": rows.of_qualification_level,
        "fieldsOfStudy": rows.not_known,
    },
    expands={
        "organisation": (lambda: ORGANISATIONS, False, _first_provider),
        "parent": (lambda: PROGRAMMES, False, lambda record: rows.programmes().none()),
        "children": (lambda: PROGRAMMES, True, lambda record: rows.programmes().none()),
    },
)
COURSES = Resource(
    name="courses",
    key="courseId",
    model=Module,
    rows=rows.courses,
    dressed=rows.dressed_courses,
    shaped=shapes.course,
    order=rows.BY_NAME,
    required=("courseId", "name", "primaryCode"),
    narrowing={
        "primaryCode": rows.with_code,
        "q": rows.asked,
        **NOT_KNOWN,
        "level": rows.of_level,
        "modeOfDelivery": rows.of_delivery,
    },
    expands={
        "programmes": (
            lambda: PROGRAMMES,
            True,
            lambda record: rows.programmes().filter(module_links__module=record),
        ),
    },
)
PROGRAMME_OFFERINGS = Resource(
    name="programme-offerings",
    key="programmeOfferingId",
    model=Offering,
    rows=rows.programme_offerings,
    dressed=rows.dressed_offerings,
    shaped=shapes.programme_offering,
    order=rows.BY_DAY,
    required=("programmeOfferingId", "primaryCode", "name"),
    narrowing=OFFERED,
    expands={
        "programme": (lambda: PROGRAMMES, False, _by_key(lambda: PROGRAMMES, "programme_id")),
        "organisation": (lambda: ORGANISATIONS, False, _by_key(lambda: ORGANISATIONS, "organisation_id")),
    },
)
COURSE_OFFERINGS = Resource(
    name="course-offerings",
    key="courseOfferingId",
    model=Offering,
    rows=rows.course_offerings,
    dressed=rows.dressed_offerings,
    shaped=shapes.course_offering,
    order=rows.BY_DAY,
    required=("courseOfferingId", "primaryCode", "name"),
    narrowing=OFFERED,
    expands={"course": (lambda: COURSES, False, _by_key(lambda: COURSES, "module_id"))},
)


@dataclass(frozen=True)
class Nested:
    """A list of things under one other thing: ``found`` are its rows. ``narrowing`` is what may narrow it."""

    parent: Resource
    resource: Resource
    found: Callable[[Any], QuerySet]
    narrowing: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.parent.name}_{self.resource.name}"

    @property
    def path(self) -> str:
        return f"{self.parent.name}/{{{self.parent.key}}}/{self.resource.name}"


def _nested(parent: Resource, resource: Resource, found: Callable[[Any], QuerySet], *more: str) -> Nested:
    """Return a nested list; ``more`` are the parameters that lists of offerings have not all."""
    left = {"primaryCode", *(OFFERED_OF_ONE if resource.model is Offering else ())}
    names = tuple(name for name in resource.narrowing if name not in left)
    return Nested(parent, resource, found, (*names, *more))


COLLECTIONS = (ORGANISATIONS, PROGRAMMES, COURSES)
ITEMS = (*COLLECTIONS, PROGRAMME_OFFERINGS, COURSE_OFFERINGS)
NESTED = (
    _nested(ORGANISATIONS, PROGRAMMES, rows.provided_by),
    _nested(ORGANISATIONS, COURSES, rows.taught_by),
    _nested(
        ORGANISATIONS,
        PROGRAMME_OFFERINGS,
        lambda record: rows.programme_offerings().filter(organisation=record),
    ),
    _nested(
        ORGANISATIONS, COURSE_OFFERINGS, lambda record: rows.course_offerings().filter(organisation=record)
    ),
    # The portal knows no programmes within programmes.
    _nested(PROGRAMMES, PROGRAMMES, lambda record: rows.programmes().none()),
    _nested(PROGRAMMES, COURSES, rows.within),
    _nested(
        PROGRAMMES,
        PROGRAMME_OFFERINGS,
        lambda record: rows.programme_offerings().filter(programme=record),
        "modeOfStudy",
    ),
    _nested(
        COURSES,
        COURSE_OFFERINGS,
        lambda record: rows.course_offerings().filter(module=record),
        "modeOfDelivery",
    ),
)
