"""What pages of programmes, modules, learning paths and demands share."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.details import (
    CERTAINTY,
)
from industriecoalitie.core.relations import (
    RelatedSection,
    Relation,
)
from programmes.choices import DemandStage
from programmes.models import Offering

# The code lists that a row of a list names its terms from.
CHIP_LISTS = (Scheme.LEVEL, Scheme.EDUCATION_FORM, Scheme.TARGET_GROUP, Scheme.THEME, Scheme.SECTOR)


def partnerships_relation(record, user) -> Relation:
    return Relation(
        "partnerships",
        _("Samenwerkingen"),
        record.partnerships.visible_to(user),
        "name",
        "partnerships:partnership_detail",
        note="summary",
    )


def providers_relation(key: str, title: str, rows) -> Relation:
    return Relation(
        key,
        title,
        rows,
        "organisation__name",
        "regions:organisation_detail",
        slugs=("organisation__slug",),
        note="organisation__kind__label",
        rank="order",
        period="",
        data=CERTAINTY,
    )


def learning_resources_relation(record, user) -> Relation:
    return Relation(
        "learning_resources",
        _("Leermiddelen"),
        record.learning_resources.visible_to(user),
        "title",
        "knowledgebank:learning_resource_detail",
        note="summary",
    )


def demands_relation(demands) -> Relation:
    return Relation(
        "demands",
        _("Vragen die deze opleiding beantwoordt"),
        demands,
        "title",
        "programmes:demand_detail",
        note="summary",
        data={"slug": "slug", "stage": "stage"},
    )


def askers_relation(demands, user) -> Relation:
    """Return who asks each of the demands."""
    parties = demands.model._meta.get_field("parties").related_model
    return Relation(
        "askers",
        _("Wie vraagt dit?"),
        parties.objects.visible_to(user).filter(demand__in=demands),
        "organisation__name",
        "regions:organisation_detail",
        slugs=("organisation__slug",),
        rank="order",
        data={"demand": "demand__slug"},
    )


def demands_with_askers(demands: RelatedSection, askers: RelatedSection) -> list[dict]:
    """Return the demands a programme answers, each with its stage in words and who asks it."""
    return [
        {
            "row": row,
            "stage": DemandStage(row.data["stage"]).label,
            "askers": [asker for asker in askers.rows if asker.data["demand"] == row.data["slug"]],
        }
        for row in demands.rows
    ]


def named_offerings(offerings: list[Offering], user) -> list[Offering]:
    """Return the offerings whose organisation may be named."""
    return [offering for offering in offerings if offering.organisation.is_shown_to(user)]


def names_shown_to(user, records: Iterable) -> list[str]:
    """Return the names of the records that ``user`` may know of."""
    return [str(record) for record in records if record.is_shown_to(user)]


def terms_of(concepts: RelatedSection, scheme: str) -> list[str]:
    """Return the labels of the terms that come from one list."""
    return [row.label for row in concepts.rows if row.note == scheme]
