"""What has to be written to undo a change set, and what stands in its way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.core.catalogue import words_of
from industriecoalitie.core.models import Record

from .comparing import TECHNICAL, label_of
from .nets import Key, LinkNet, Net, Nets, owners_of
from .states import Past, differences
from .tables import Links, parent_field

MOST_CLASHES = 20


class UndoRefused(Exception):
    """A change set cannot be undone; ``messages`` say why, in Dutch."""

    def __init__(self, messages: Iterable[str]):
        self.messages = list(messages)
        super().__init__(" ".join(self.messages))


@dataclass(frozen=True)
class Clash:
    """What stands in the way of undoing: a record or row, and what of it was changed later."""

    title: str
    fields: tuple[str, ...] = ()
    of: tuple[Key, ...] = ()  # the records it belongs to

    def __str__(self) -> str:
        if not self.fields:
            return _("‘%(title)s’ is later nog gewijzigd of weggehaald.") % {"title": self.title}
        return _("‘%(title)s’: later gewijzigd is %(fields)s.") % {
            "title": self.title,
            "fields": ", ".join(self.fields),
        }


class UndoConflict(UndoRefused):
    """Something in the change set was changed later; ``clashes`` name it."""

    def __init__(self, clashes: Iterable[Clash]):
        self.clashes = list(clashes)
        said = [str(clash) for clash in self.clashes[:MOST_CLASHES]]
        if more := len(self.clashes) - len(said):
            said.append(_("En nog %(more)d andere.") % {"more": more})
        super().__init__(said)


class AlreadyUndone(UndoRefused):
    """Nothing of the change set holds any more."""

    def __init__(self):
        super().__init__([_("Deze wijziging is al ongedaan gemaakt.")])


@dataclass
class Plan:
    """What has to be written to undo a change set."""

    values: dict[Key, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    to_remove: dict[type[models.Model], list[int]] = field(default_factory=lambda: defaultdict(list))
    to_add: dict[type[models.Model], list[Mapping[str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    links: list[LinkNet] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.values or self.to_remove or self.to_add or self.links)


def planned(nets: Nets, rows: Mapping[Key, models.Model]) -> Plan:
    plan = Plan()
    hidden = {(net.model, net.pk) for net in nets.rows if net.is_added and issubclass(net.model, Record)}
    for net in nets.rows:
        current = rows.get((net.model, net.pk))
        if (net.model, net.pk) in hidden:
            _plan_hiding(plan, net, current, nets.key)
        elif net.is_added and any(owner in hidden for owner in owners_of(net)):
            continue  # goes out of sight with its record
        elif net.is_added:
            _plan_removal(plan, net, current)
        elif net.is_removed:
            if current is None:
                plan.to_add[net.model].append(net.before)
        else:
            _plan_values(plan, net, current)
    present = present_links(nets.links)
    gone = {(model, pk) for model, keys in plan.to_remove.items() for pk in keys}
    plan.links = [
        link
        for link in nets.links
        if ((link.source, link.target) in present[link.links]) == link.is_added
        and not {(link.links.field.model, link.source)} & (hidden | gone)
    ]
    return plan


def _plan_hiding(plan: Plan, net: Net, current: Record | None, key: UUID) -> None:
    if current is None or (current.hidden_at is not None and net.after["hidden_at"] is None):
        return
    if current.version != net.after["version"] and not _is_as_left(current, key):
        plan.clashes.append(Clash(title_of(current), _changed_labels(net, current), tuple(owners_of(net))))
        return
    plan.values[net.model, net.pk]["hidden_at"] = timezone.now()


def _is_as_left(record: Record, key: UUID) -> bool:
    """Tell whether a record with its rows and links is as a change set left it, whatever happened in between."""
    steps = Past(record).steps()
    then = next((step.after for step in reversed(steps) if step.key == key), None)
    return then is not None and not differences(then, steps[-1].after)


def _plan_removal(plan: Plan, net: Net, current: models.Model | None) -> None:
    if current is None:
        return
    if changed := _changed_labels(net, current):
        plan.clashes.append(Clash(title_of(current), changed, tuple(owners_of(net))))
    plan.to_remove[net.model].append(net.pk)


def _plan_values(plan: Plan, net: Net, current: models.Model | None) -> None:
    if current is None or not net.is_known:
        plan.clashes.append(Clash(_title_from(net), of=tuple(owners_of(net))))
        return
    clashing = []
    for each in _own_fields(net.model):
        was, became = net.before.get(each.attname), net.after.get(each.attname)
        now = getattr(current, each.attname)
        if was == became or now == was:
            continue
        if now == became:
            plan.values[net.model, net.pk][each.attname] = was
        else:
            clashing.append(_name_of(each))
    if clashing:
        plan.clashes.append(Clash(title_of(current), tuple(dict.fromkeys(clashing)), tuple(owners_of(net))))


def _changed_labels(net: Net, current: models.Model) -> tuple[str, ...]:
    changed = [
        _name_of(each)
        for each in _own_fields(net.model)
        if each.attname in net.after and getattr(current, each.attname) != net.after[each.attname]
    ]
    return tuple(dict.fromkeys(changed))


def _own_fields(model: type[models.Model]) -> list[models.Field]:
    return [each for each in model._meta.concrete_fields if each.name not in TECHNICAL]


def _name_of(each: models.Field) -> str:
    """Return what a field is called in a sentence; a precision is part of its date."""
    if each.name.endswith("_precision"):
        each = each.model._meta.get_field(f"{each.name.removesuffix('_precision')}_on")
    label = label_of(each)
    return f"{label[:1].lower()}{label[1:]}"


def title_of(row: models.Model) -> str:
    """Return the name of a record, or of a row with that of its record."""
    own = words_of(type(row))
    name = str(getattr(row, own)) if own != "uuid" else ""
    parent = parent_field(type(row))
    if parent is None:
        return name or str(row._meta.verbose_name)
    of = getattr(row, parent.name)
    return " · ".join(
        part for part in (title_of(of) if of else "", name or str(row._meta.verbose_name)) if part
    )


def _title_from(net: Net) -> str:
    own = words_of(net.model)
    return str((net.after or {}).get(own) or net.model._meta.verbose_name)


def present_links(found: Iterable[LinkNet]) -> Mapping[Links, dict[tuple[int, int], int]]:
    """Return the links that there are now among those of a change set: key of the link by its two keys."""
    pairs: dict[Links, set[tuple[int, int]]] = defaultdict(set)
    for link in found:
        pairs[link.links].add((link.source, link.target))
    present: dict[Links, dict[tuple[int, int], int]] = defaultdict(dict)
    for links, wanted in pairs.items():
        rows = links.through._base_manager.filter(
            **{f"{links.source}__in": {source for source, _to in wanted}}
        )
        for pk, source, target in rows.values_list("pk", links.source, links.target):
            if (source, target) in wanted:
                present[links][source, target] = pk
    return present
