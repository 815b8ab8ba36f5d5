"""What practices, materials, figures and reports feed into the search."""

from industriecoalitie.search.feeds import Feed, declare

from .models import Adoption, Collection, Indicator, LearningResource, Practice, ProgressReport, SuccessFactor

PROVEN, WITH_EVIDENCE, FOLLOWED, FEATURED = 0.5, 0.15, 0.2, 0.05
NEWEST, OLDEST = 2026, 2016


def worth_of(practice: Practice) -> float:
    """Return how well a practice has proved itself: the label, then evidence, then who followed it, then how new it is."""
    year = practice.published_on.year if practice.published_on else OLDEST
    return (
        PROVEN * practice.is_proven
        + WITH_EVIDENCE * bool(practice.evidence.all())
        + min(FOLLOWED, 0.05 * len(practice.adoptions.all()))
        + FEATURED * practice.is_featured
        + 0.1 * min(1.0, max(0.0, (year - OLDEST) / (NEWEST - OLDEST)))
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
    ),
    Feed(
        ProgressReport,
        "title",
        summary=("summary",),
        related=("agenda__title",),
        text=("entries__title", "entries__text"),
        years=("reported_on",),
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
