"""Undoing a change set: an edit, a bulk change, a merge or an import, whole or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.http import Http404
from django.utils.translation import gettext as _
from pghistory.models import Context

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.catalogue import is_kept
from industriecoalitie.core.models import Record

from .applying import apply, message_of
from .nets import Key, LinkNet, Net, Nets, nets_of
from .planning import AlreadyUndone, Clash, UndoConflict, UndoRefused, planned
from .recording import change_set
from .tables import rows_of
from .wording import hidden_words

__all__ = ["AlreadyUndone", "Clash", "UndoConflict", "UndoRefused", "check_rights", "undo"]

PUBLISHING = {"visibility", "hidden_at", "owner_id"}


def undo(key: UUID, by: Actor) -> UUID:
    """Bring back everything that a change set changed, as one new change set; return the key of that one.

    What it added goes (a record is hidden, a row deleted), what it changed gets its earlier values, what it deleted
    comes back under its own key. Later changes to other fields stay. Undoing an undo is an undo.

    Raises:
        Http404: there is no such change set, or it holds a record that the actor may not see.
        PermissionDenied: the actor may not change, or not publish, one of the records.
        UndoRefused: something was changed later (``UndoConflict``), it was undone before (``AlreadyUndone``), or a rule
            does not allow it any more.
    """
    context = Context.objects.filter(pk=key).first()
    if context is None:
        raise Http404(_("Deze wijziging bestaat niet, of je mag haar niet zien."))
    event = f"{str(context.metadata.get('event', '')).rpartition('.')[0] or 'change'}.undone"
    with change_set(by, event, undoes=str(key)) as new:
        nets = nets_of(key)
        _demand_no_step(nets)
        rows = _locked(nets)
        check_rights(nets, by.user, is_own=_is_own(context, by))
        plan = planned(nets, rows)
        if plan.clashes:
            raise UndoConflict(_named_to(by.user, plan.clashes))
        if plan.is_empty:
            raise AlreadyUndone
        try:
            with transaction.atomic():
                apply(plan, rows)
                connection.check_constraints()
        except IntegrityError as error:
            raise UndoRefused([message_of(plan, error)]) from error
        except ProtectedError as error:
            raise UndoRefused(
                [_("Andere gegevens verwijzen intussen naar wat dan zou verdwijnen.")]
            ) from error
    return new


def _demand_no_step(nets: Nets) -> None:
    """Refuse when a record took a step that has a way back of its own.

    Raises:
        UndoRefused: it did.
    """
    for net in nets.rows:
        stepped = getattr(net.model, "stepped", ())
        if (
            stepped
            and net.before
            and net.after
            and any(net.before[name] != net.after[name] for name in stepped)
        ):
            text = _(
                "Dit was een stap van %(kind)s. Een stap zet je niet terug; op de pagina zelf staat wat wel kan."
            )
            raise UndoRefused([text % {"kind": _("een %(kind)s") % {"kind": net.model._meta.verbose_name}}])


def _named_to(user, clashes: Sequence[Clash]) -> list[Clash]:
    """Return what stands in the way, without the names of records that the person may not see."""
    if user is None:
        return list(clashes)
    keys: dict[type[models.Model], set[int]] = defaultdict(set)
    for clash in clashes:
        for model, pk in clash.of:
            keys[model].add(pk)
    shown = {
        (model, pk)
        for model, pks in keys.items()
        if hasattr(model.objects, "visible_to")
        for pk in (model.objects.visible_to(user) | model.objects.editable_by(user))
        .filter(pk__in=pks)
        .values_list("pk", flat=True)
    }
    return [clash if shown.issuperset(clash.of) else Clash(hidden_words()) for clash in clashes]


def _is_own(context: Context, by: Actor) -> bool:
    return by.user is not None and context.metadata.get("user") == by.user.pk


def check_rights(nets: Nets, user, *, is_own: bool) -> None:
    """Check that a person may undo all of a change set; None is the portal itself.

    Who made the change may take it back; another needs the right to publish when it hid, showed or added a record, or gave it
    to another region to keep.

    Raises:
        Http404: one of the records may not be seen. PermissionDenied: one may not be changed.
    """
    owners = {key: found for key, found in nets.owners().items() if is_kept(key[0])} or nets.owners()
    if not owners:
        raise Http404(_("Deze wijziging bestaat niet, of je mag haar niet zien."))
    if user is None:
        return
    by_model: dict[type[models.Model], set[int]] = defaultdict(set)
    owners = _merged(owners) or owners
    for model, pk in owners:
        by_model[model].add(pk)
    for model, keys in by_model.items():
        _check_model(model, keys, "undoable_by" if issubclass(model, Record) else "editable_by", user)
        published = {pk for pk in keys if _is_publishing(owners[model, pk])}
        if published and not is_own:
            _check_model(model, published, "publishable_by", user)
        settled = {pk for pk in keys if _is_settling(model, owners[model, pk])}
        if settled and not is_own:
            _check_model(model, settled, "settled_by", user)


def _merged(owners: Mapping[Key, Iterable[Net | LinkNet]]) -> dict[Key, Iterable[Net | LinkNet]]:
    """Return the records that became one, or two again; none when nothing was merged.

    Who may merge two records moves all that points at them, whoever keeps that; so who may merge them may undo it.
    """
    pairs = {
        (model, key)
        for (model, pk), found in owners.items()
        for net in found
        if isinstance(net, Net) and (kept := _kept_by_merging(net))
        for key in (pk, kept)
    }
    return {key: found for key, found in owners.items() if key in pairs}


def _kept_by_merging(net: Net) -> int | None:
    """Return the key of the record that this one was merged into, or was taken out of again."""
    ends = [(values or {}).get("merged_into_id") for values in (net.before, net.after)]
    return next(filter(None, ends), None) if None in ends else None


def _is_publishing(found: Iterable[Net | LinkNet]) -> bool:
    return any(
        net.is_added
        or any((net.before or {}).get(name) != (net.after or {}).get(name) for name in PUBLISHING)
        for net in found
        if isinstance(net, Net) and issubclass(net.model, Record)
    )


def _is_settling(model: type[models.Model], found: Iterable[Net | LinkNet]) -> bool:
    """Tell whether something changed of a record that is settled above who keeps it."""
    settled = set(getattr(model, "settled", ()))
    if not settled:
        return False
    columns = {each.attname for each in model._meta.concrete_fields if each.name in settled}
    rows = {each.model for each in rows_of(model) if each.name in settled}
    return any(
        net.model in rows
        or (
            net.model is model and any((net.before or {}).get(c) != (net.after or {}).get(c) for c in columns)
        )
        for net in found
        if isinstance(net, Net)
    )


def _check_model(model: type[models.Model], keys: set[int], method: str, user) -> None:
    rows = model._default_manager
    if not hasattr(rows, method):
        raise PermissionDenied(model._meta.label)  # an account: no change set takes it back
    missing = keys - set(getattr(rows, method)(user).filter(pk__in=keys).values_list("pk", flat=True))
    if missing and missing - set(rows.visible_to(user).filter(pk__in=missing).values_list("pk", flat=True)):
        raise Http404(_("Deze wijziging bestaat niet, of je mag haar niet zien."))
    if missing:
        raise PermissionDenied(model._meta.label)


def _locked(nets: Nets) -> dict[Key, models.Model]:
    """Return all rows in a change set and the records they belong to, fresh and locked, records first."""
    keys: dict[type[models.Model], set[int]] = defaultdict(set)
    for model, pk in [*nets.owners(), *((net.model, net.pk) for net in nets.rows)]:
        keys[model].add(pk)
    for link in nets.links:
        keys[link.links.field.model].add(link.source)
    rows = {}
    for model in sorted(keys, key=lambda each: (not issubclass(each, Record), each._meta.label)):
        found = model._base_manager.select_for_update(of=("self",)).filter(pk__in=keys[model]).order_by("pk")
        rows |= {(model, row.pk): row for row in found}
    return rows
