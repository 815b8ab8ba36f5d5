"""What ecosystems, partnerships and funding schemes feed into the search."""

from industriecoalitie.search.feeds import Feed, declare

from .models import Ecosystem, Instrument, Partnership


def worth_of(partnership: Partnership) -> float:
    """Return how much there is to learn from a partnership: its results, its partners."""
    results = 0.1 if any(target.result is not None for target in partnership.targets.all()) else 0.0
    return results + min(0.1, 0.02 * len(partnership.partners.all()))


declare(
    Feed(
        Ecosystem,
        "name",
        names=("aliases",),
        summary=("summary",),
        related=(
            "organisation__name",
            "organisation__aliases",
            "lead_organisation__name",
            "lead_organisation__aliases",
            "partners__name",
            "partners__aliases",
            "region__name",
            "place__name",
            "part_of__name",
        ),
        text=(
            "status_note",
            "stage_evidence",
            "facilities__name",
            "facilities__description",
            "facilities__equipment",
            "agenda_items__title",
        ),
        terms=("concepts",),
        category="kind",
        regions=("region",),
        years=("from_on",),
    ),
    Feed(
        Partnership,
        "name",
        names=("aliases",),
        summary=("summary",),
        related=(
            "lead_organisation__name",
            "lead_organisation__aliases",
            "partners__organisation__name",
            "partners__organisation__aliases",
            "partners__label",
            "region__name",
            "regions__name",
            "place__name",
            "places__name",
            "form__label",
        ),
        text=(
            "status_note",
            "action_lines__title",
            "action_lines__summary",
            "contributions__description",
            "targets__name",
            "milestones__title",
            "fundings__label",
            "fundings__instrument__name",
            "agenda_items__title",
            "ecosystems__name",
        ),
        terms=("concepts",),
        category="form",
        regions=("region", "regions"),
        years=("from_on",),
        weighs=("targets__result",),
        worth=worth_of,
    ),
    Feed(
        Instrument,
        "name",
        summary=("summary",),
        related=("organisation__name", "region__name"),
        text=("status_note", "milestones__title"),
        category="kind",
        regions=("region",),
        years=("from_on",),
    ),
)
