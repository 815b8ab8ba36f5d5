"""What practices, materials, figures and reports feed into the search."""

from industriecoalitie.search.feeds import Feed, declare

from .models import Adoption, Collection, Indicator, LearningResource, Practice, ProgressReport, SuccessFactor

# What a practice is worth to who searches: that it is one, the label, evidence, who followed it, how new it is.
PRACTICE, PROVEN, WITH_EVIDENCE, FOLLOWED, FEATURED, NEW = 0.3, 0.35, 0.1, 0.15, 0.05, 0.05
FOLLOWERS = 3
NEWEST, OLDEST = 2026, 2016


def worth_of(practice: Practice) -> float:
    """Return how well a practice has proved itself, 0 to 1."""
    year = practice.published_on.year if practice.published_on else OLDEST
    return (
        PRACTICE
        + PROVEN * practice.is_proven
        + WITH_EVIDENCE * bool(practice.evidence.all())
        + FOLLOWED * min(1, len(practice.adoptions.all()) / FOLLOWERS)
        + FEATURED * practice.is_featured
        + NEW * min(1, max(0, (year - OLDEST) / (NEWEST - OLDEST)))
    )


declare(
    Feed(
        Practice,
        "title",
        summary=("summary",),
        related=(
            "organisations__name",
            "organisations__aliases",
            "region__name",
            "place__name",
            "partnership__name",
            "partnership__aliases",
            "programme__name",
            "factor_links__factor__label",
        ),
        text=(
            "context",
            "approach",
            "results",
            "lessons",
            "costs",
            "factor_links__how",
            "evidence__statement",
            "quotes__text",
            "quotes__function",
            "quotes__organisation__name",
            "figures__label",
            "images__caption",
            "agenda_items__title",
        ),
        terms=("concepts",),
        category="kind",
        regions=("region",),
        years=("published_on",),
        labels=("is_proven", "is_featured"),
        weighs=("evidence__pk", "adoptions__pk"),
        worth=worth_of,
        rows=lambda rows: rows.filter(draft_of=None),
    ),
    Feed(
        Adoption,
        "practice__title",
        related=("region__name", "partnership__name"),
        text=("changes", "outcome"),
        regions=("region",),
        is_apart=True,
    ),
    Feed(SuccessFactor, "label", summary=("description",), text=("lines__text",)),
    Feed(
        Indicator,
        "name",
        names=("unit",),
        summary=("definition",),
        related=(
            "agenda__title",
            "agenda_item__title",
            "partnership__name",
            "organisation__name",
            "programme__name",
            "instrument__name",
            "concept__label",
        ),
        years=("measurements__year",),
        standing=0,
    ),
    Feed(
        ProgressReport,
        "title",
        summary=("summary",),
        related=("agenda__title",),
        text=("entries__title", "entries__text"),
        years=("reported_on",),
        standing=0,
    ),
    Feed(
        LearningResource,
        "title",
        summary=("summary",),
        related=("practice__title", "programme__name", "module__name"),
        text=("versions__label", "versions__note"),
        terms=("concepts",),
        category="licence",
    ),
    Feed(
        Collection,
        "title",
        summary=("summary",),
        text=("introduction", "items__practice__title", "items__note"),
    ),
)
