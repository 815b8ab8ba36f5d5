"""Writing the plan that undoes a change set, through the rules of the models."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.core.catalogue import is_kept
from industriecoalitie.core.models import Part, Record
from industriecoalitie.notifications.models import Event

from .nets import Key
from .planning import Plan, UndoRefused, present_links, title_of
from .tables import Links, parent_field


def apply(plan: Plan, rows: Mapping[Key, models.Model]) -> None:
    """Write a plan: first what goes, then what changes, then what comes, so that one may take the place of another."""
    touched = _touched(plan, rows)
    gone = [rows[model, pk] for model, keys in plan.to_remove.items() for pk in keys if (model, pk) in rows]
    _remove(plan)
    for (model, pk), values in plan.values.items():
        if not issubclass(model, Record):
            _save_values(rows[model, pk], values)
    _add(plan, touched, rows)
    _add_links(plan)
    for key in sorted(touched, key=lambda each: (each[0]._meta.label, each[1])):
        if key in rows:
            _save_record(rows[key], plan.values.get(key, {}))
    fresh = [rows[key] if key in rows else key[0]._base_manager.get(pk=key[1]) for key in touched]
    for record in fresh:
        if hasattr(record, "clean_whole"):
            _checked(record, record.clean_whole)
    for row in gone:
        if isinstance(row, Part):
            # Asked at the end: the same undo may hide the record that the row is of.
            _checked(row, row.clean_removal)
    Event.objects.bulk_create(
        Event(kind=f"{record._meta.model_name}.undone", record=record.uuid, version=record.version)
        for record in fresh
    )


def _touched(plan: Plan, rows: Mapping[Key, models.Model]) -> set[Key]:
    """Return the records that a plan changes: by their own values, their rows or their links."""
    found = set(plan.values) | {
        (model, values["id"]) for model, all_ in plan.to_add.items() for values in all_
    }
    found |= {(model, pk) for model, keys in plan.to_remove.items() for pk in keys}
    found |= {(link.links.field.model, link.source) for link in plan.links}
    records = {key for key in found if issubclass(key[0], Record)}
    for model, pk in found - records:
        parent = parent_field(model)
        if parent is None or not is_kept(model):
            continue
        stored = [getattr(rows[model, pk], parent.attname)] if (model, pk) in rows else []
        back = [values[parent.attname] for values in plan.to_add.get(model, ()) if values["id"] == pk]
        moved = (
            [plan.values[model, pk][parent.attname]]
            if parent.attname in plan.values.get((model, pk), {})
            else []
        )
        records |= {(parent.related_model, key) for key in (*stored, *back, *moved) if key is not None}
    return records


def _remove(plan: Plan) -> None:
    present = present_links([link for link in plan.links if link.is_added])
    for links, pairs in present.items():
        links.through._base_manager.filter(pk__in=pairs.values()).delete()
    for model, keys in plan.to_remove.items():
        model._base_manager.filter(pk__in=keys).delete()


def _add(plan: Plan, touched: set[Key], rows: Mapping[Key, models.Model]) -> None:
    for model, all_values in plan.to_add.items():
        back = [model(**values) for values in all_values]
        for row in back:
            related = [each.name for each in model._meta.concrete_fields if each.is_relation]
            _checked(row, lambda row=row, related=related: row.clean_fields(exclude=related))
            if isinstance(row, Record):
                row.version += 1
        model._base_manager.bulk_create(back)


def _add_links(plan: Plan) -> None:
    back: dict[Links, list[models.Model]] = defaultdict(list)
    for link in plan.links:
        if not link.is_added:
            row = link.links.through(**{link.links.source: link.source, link.links.target: link.target})
            back[link.links].append(row)
    for links, through_rows in back.items():
        links.through._base_manager.bulk_create(through_rows, ignore_conflicts=True)


def _save_record(record: Record, values: Mapping[str, Any]) -> None:
    record.version += 1
    record.updated_at = timezone.now()
    _save_values(record, {**values, "version": record.version, "updated_at": record.updated_at})


def _save_values(row: models.Model, values: Mapping[str, Any]) -> None:
    """Set and save values; the rules are asked about what changes, the rest stood already."""
    for name, value in values.items():
        setattr(row, name, value)
    changed = [each.name for each in row._meta.concrete_fields if each.attname in values]
    others = [each.name for each in row._meta.concrete_fields if each.name not in changed]
    _checked(row, lambda: row.full_clean(exclude=others))
    row.save(update_fields=changed)


def _checked(row: models.Model, check) -> None:
    try:
        check()
    except ValidationError as error:
        title = title_of(row)
        raise UndoRefused([f"{title}: {message}" for message in error.messages]) from error


def message_of(plan: Plan, error: IntegrityError) -> str:
    """Return the sentence of the rule that the database refused."""
    touched = (
        {model for model, _pk in plan.values} | set(plan.to_add) | {link.links.through for link in plan.links}
    )
    for model in touched:
        for rule in model._meta.constraints:
            if (
                rule.name in str(error)
                and rule.violation_error_message != rule.default_violation_error_message
            ):
                return str(rule.violation_error_message)
    if "foreign key" in str(error):
        return _("Een gegeven waar dit naar verwijst, bestaat niet meer.")
    return _("Er staat intussen iets anders op dezelfde plaats.")
