"""The documents change with the records: in the same transaction, also of those that show what was changed."""

from uuid import UUID

from django.apps import apps

from industriecoalitie.history.following import follow, noticed_by, touched_by

from .actions import refresh
from .documents import noticed_columns, readers


@follow
def keep_up(key: UUID) -> None:
    """Bring the documents up to date with a change set that is about to be committed."""
    touched = touched_by(key, readers())
    if touched:
        noticed = noticed_by(key, {model: noticed_columns()[model] for model in touched})
        refresh(touched, noticed, change_set=key, facts=facts_with_other_sources(key))


def facts_with_other_sources(key: UUID) -> set[UUID]:
    """Return the facts that got or lost a place in a source, and those that rest on a source that is called otherwise now."""
    citations = apps.get_model("sources.Citation")
    found = set(_written(citations, key).values_list("subject", flat=True))
    for name, column in (("sources.SourceDocument", "document"), ("sources.SourceSection", "section")):
        changed = _written(apps.get_model(name), key).filter(pgh_label="update").values("pgh_obj_id")
        found.update(citations.objects.filter(**{f"{column}__in": changed}).values_list("subject", flat=True))
    return found


def _written(model, key: UUID):
    return model.pgh_event_model.objects.filter(pgh_context_id=key).order_by()
