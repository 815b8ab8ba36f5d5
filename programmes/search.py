"""What programmes, modules, learning paths and demands feed into the search."""

from industriecoalitie.search.feeds import Feed, declare

from .models import Demand, LearningPath, Module, Programme

declare(
    Feed(
        Programme,
        "name",
        names=("aliases", "code"),
        summary=("summary",),
        related=("providers__organisation__name", "providers__organisation__aliases", "region__name"),
        text=(
            "topics",
            "structure",
            "status_note",
            "module_links__module__name",
            "offerings__place__name",
            "partnerships__name",
            "ecosystems__name",
        ),
        terms=("concepts", "offerings__form", "offerings__level"),
        category="kind",
        regions=("region",),
        years=("from_on",),
    ),
    Feed(
        Module,
        "name",
        names=("code",),
        summary=("summary",),
        related=("programme_links__programme__name",),
        terms=("concepts", "offerings__form", "offerings__level"),
    ),
    Feed(
        LearningPath,
        "name",
        summary=("summary",),
        related=("region__name",),
        text=(
            "support",
            "steps__title",
            "steps__programme__name",
            "steps__module__name",
            "steps__organisation__name",
        ),
        terms=("concepts",),
        regions=("region",),
    ),
    Feed(
        Demand,
        "title",
        summary=("summary",),
        related=("parties__organisation__name", "parties__organisation__aliases", "region__name"),
        text=("skills", "quantity_note", "decision_reason", "partnerships__name", "programmes__name"),
        terms=("concepts",),
        category="stage",
        regions=("region",),
    ),
)
