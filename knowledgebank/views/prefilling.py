"""What a new practice begins with when a partnership or a programme becomes one."""

from collections.abc import Iterable
from typing import Any

from industriecoalitie.concepts.models import Concept
from partnerships.models import Partnership, Target
from programmes.models import Programme
from regions.models import AgendaItem, Organisation, Place, Region


def from_partnership(source: Partnership, user) -> dict[str, Any]:
    """Return the fields, links and rows of a practice that ``user`` begins with a partnership."""
    partners = source.partners.visible_to(user).filter(organisation__isnull=False)
    targets = source.targets.visible_to(user).filter(result__isnull=False).order_by("due_on", "pk")
    return _alike(source, user, partners.values("organisation")) | {
        "place": _shown(Place, user, source.place_id),
        "partnership": source,
        "figures": [figure_of(target) for target in targets],
    }


def from_programme(source: Programme, user) -> dict[str, Any]:
    """Return the fields and links of a practice that ``user`` begins with a programme."""
    providers = source.providers.visible_to(user)
    partnerships = list(Partnership.objects.visible_to(user).filter(programmes=source).order_by("pk")[:2])
    return _alike(source, user, providers.values("organisation")) | {
        "approach": source.structure,
        "programme": source,
        "partnership": partnerships[0] if len(partnerships) == 1 else None,
    }


def _alike(source: Partnership | Programme, user, organisations) -> dict[str, Any]:
    return {
        "title": source.name,
        "summary": source.summary,
        "owner": source.owner_id,
        "region": _shown(Region, user, source.region_id),
        "organisations": list(
            Organisation.objects.visible_to(user).filter(pk__in=organisations).order_by("name", "pk")
        ),
        "concepts": list(Concept.objects.visible_to(user).filter(pk__in=_keys(source.concepts.all()))),
        "agenda_items": list(
            AgendaItem.objects.visible_to(user).filter(pk__in=_keys(source.agenda_items.all()))
        ),
    }


def _keys(records: Iterable[Any]) -> list[int]:
    return [record.pk for record in records]


def _shown(model, user, key: int | None):
    return model.objects.visible_to(user).filter(pk=key).first() if key else None


def figure_of(target: Target) -> dict[str, Any]:
    """Return a target that has a result as the row of a figure; its day of the deadline is not when it was counted."""
    return {"label": target.name[:160], "value": target.result, "unit": target.unit}
