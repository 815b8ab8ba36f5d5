"""Loading the initial data: what is new is added, what a person changed is left alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.notifications.models import Event
from industriecoalitie.sources.models import Citation, SourceSection

from .building import Builder, Draft, citation_uuid, values_of
from .models import LoadedRecord, LoadStamp
from .reading import LoadingError, Row, read, stamp_of
from .shapes import shape

EVENT = "initial-data"


@dataclass
class Report:
    """What a load did, per kind of row."""

    is_unchanged: bool = False
    found: Counter = field(default_factory=Counter)
    new: Counter = field(default_factory=Counter)
    changed: Counter = field(default_factory=Counter)
    left_alone: list[str] = field(default_factory=list)


def load(paths: Sequence[Path], *, by: Actor) -> Report:
    """Bring the database up to the data files, in one transaction.

    Rows of a file that were never loaded are added. Rows that changed in a file change in the database, unless a
    person changed, hid or deleted the record since: those are left alone and named. When no file changed since the
    last load nothing is looked at.

    Raises:
        LoadingError: a row breaks a rule; all faults are named and nothing is written.
    """
    stamp = stamp_of(paths)
    with transaction.atomic(), pghistory.context(**by.as_context(), event=EVENT):
        last, _ = LoadStamp.objects.select_for_update().get_or_create(pk=1, defaults={"fingerprint": ""})
        if last.fingerprint == stamp:
            return Report(is_unchanged=True, found=_loaded_counts())
        report = _load_rows(read(paths))
        last.fingerprint = stamp
        last.save(update_fields=["fingerprint"])
    return report


def _loaded_counts() -> Counter:
    rows = LoadedRecord.objects.values_list("kind").annotate(models.Count("pk"))
    return Counter(dict(rows))


def _load_rows(rows: list[Row]) -> Report:
    """Store rows that are new or changed."""
    report = Report(found=Counter(shape(row.model).label for row in rows))
    loaded = {entry.uuid: entry for entry in LoadedRecord.objects.all()}
    stored = _stored(rows)
    registry = {(row.model, row.key): stored.get((row.model, row.uuid)) for row in rows}
    fresh, changed = [], []
    for row in rows:
        entry, record = loaded.get(row.uuid), registry[row.model, row.key]
        if entry is None and record is None:
            registry[row.model, row.key] = record = _same_key(row) or row.model(uuid=row.uuid)
            if record.pk is None:
                fresh.append(row)
            else:
                report.left_alone.append(f"{row.where}: er is al een record met deze sleutel")
        elif entry is None or entry.fingerprint != row.fingerprint:
            reason = _untouchable(entry, record)
            if reason:
                report.left_alone.append(f"{row.where}: {reason}")
            else:
                changed.append(row)
    builder = Builder({key: record for key, record in registry.items() if record is not None})
    drafts = [builder.build(row, registry[row.model, row.key], {}) for row in fresh]
    changes = [
        builder.build(row, registry[row.model, row.key], _stored_parts(loaded[row.uuid], row))
        for row in changed
    ]
    if builder.problems:
        raise LoadingError(builder.problems)
    _add(drafts)
    _change(changes, loaded)
    report.new = Counter(shape(draft.row.model).label for draft in drafts)
    report.changed = Counter(shape(draft.row.model).label for draft in changes)
    return report


def _stored(rows: Iterable[Row]) -> dict[tuple[type[models.Model], object], models.Model]:
    """Return the stored records of rows, by model and UUID; one query per model."""
    wanted = defaultdict(list)
    for row in rows:
        wanted[row.model].append(row.uuid)
    return {
        (model, record.uuid): record
        for model, uuids in wanted.items()
        for record in model._base_manager.filter(uuid__in=uuids)
    }


def _stored_parts(entry: LoadedRecord, row: Row) -> dict:
    """Return the stored parts of one row, by UUID."""
    kinds = {part.model for part in row.parts} | {model for model, _ in shape(row.model).rows.values()}
    return {part.uuid: part for kind in kinds for part in kind._base_manager.filter(uuid__in=entry.parts)}


def _same_key(row: Row) -> models.Model | None:
    """Return a record that someone else made under the same slug."""
    if shape(row.model).key_fields != ("slug",):
        return None
    return row.model._base_manager.filter(slug=row.key).first()


def _untouchable(entry: LoadedRecord | None, record: models.Model | None) -> str:
    """Say why a record is left as it is; empty when it is still as it was loaded."""
    if record is None:
        return "is verwijderd"
    if entry is None:
        return "er is al een record met deze sleutel"
    if not entry.version:
        return "" if entry.values == values_of(record) else "is veranderd"
    if record.hidden_at is not None:
        return "is verborgen"
    return "" if record.version == entry.version else "is veranderd"


def _add(drafts: list[Draft]) -> None:
    """Store new records and their parts, many at a time and in the order of their references."""
    everything = [part for draft in drafts for part in draft.everything()]
    by_model = defaultdict(list)
    for draft in everything:
        by_model[type(draft.instance)].append(draft)
    for model in _in_order(by_model):
        for wave in _waves(by_model[model]):
            _insert(model, wave)
    _link(everything)
    Citation.objects.bulk_create(_citations(everything))
    LoadedRecord.objects.bulk_create(_entry(draft) for draft in drafts)
    _announce(drafts, "added")


def _in_order(by_model: dict) -> Iterator[type[models.Model]]:
    """Yield models so that what a row refers to is stored before it."""
    waiting = set(by_model)
    while waiting:
        ready = {m for m in waiting if not (_targets(m) & (waiting - {m}))}
        if not ready:
            raise LoadingError([f"deze modellen verwijzen in een kring: {waiting}"])
        yield from sorted(ready, key=lambda model: model._meta.label_lower)
        waiting -= ready


def _targets(model: type[models.Model]) -> set[type[models.Model]]:
    return {f.related_model for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)}


def _waves(drafts: list[Draft]) -> Iterator[list[Draft]]:
    """Yield drafts of one model so that a row comes after the row of the same model that it refers to."""
    name = shape(type(drafts[0].instance)).self_reference
    waiting = drafts
    while waiting:
        unsaved = {id(draft.instance) for draft in waiting}
        ready = [d for d in waiting if not name or id(getattr(d.instance, name)) not in unsaved]
        if not ready:
            raise LoadingError([f"{draft.row.where}: {name} loopt in een kring" for draft in waiting])
        yield ready
        waiting = [draft for draft in waiting if draft not in ready]


def _insert(model: type[models.Model], drafts: list[Draft]) -> None:
    try:
        with transaction.atomic():
            model._base_manager.bulk_create([draft.instance for draft in drafts])
    except IntegrityError as error:
        raise LoadingError(_faults(drafts) or [f"{model._meta.label_lower}: {error}"]) from error


def _faults(drafts: list[Draft]) -> list[str]:
    """Say which rows break a rule of the table."""
    problems = []
    seen = set()
    for draft in drafts:
        try:
            draft.instance.validate_constraints()
        except ValidationError as error:
            problems += [f"{draft.row.where}: {message}" for message in error.messages]
        for constraint in draft.instance._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                values = (constraint.name, *(getattr(draft.instance, name) for name in constraint.fields))
                if values in seen:
                    problems.append(f"{draft.row.where}: staat er twee keer ({constraint.name})")
                seen.add(values)
    return problems


def _link(drafts: Iterable[Draft]) -> None:
    """Store the many-to-many rows of new records."""
    rows = defaultdict(list)
    for draft in drafts:
        for name, targets in draft.links.items():
            column = type(draft.instance)._meta.get_field(name)
            through, here, there = (
                column.remote_field.through,
                column.m2m_field_name(),
                column.m2m_reverse_field_name(),
            )
            rows[through] += [
                through(**{f"{here}_id": draft.instance.pk, f"{there}_id": pk})
                for pk in dict.fromkeys(target.pk for target in targets)
            ]
    for through, links in rows.items():
        through._base_manager.bulk_create(links)


def _citations(drafts: Iterable[Draft]) -> list[Citation]:
    """Return the citations of drafts, each with the section its line is in."""
    sections = defaultdict(list)
    for section in SourceSection.objects.select_related("document").order_by("-first_line", "-pk"):
        sections[section.document.slug].append(section)
    documents = {found[0].document.slug: found[0].document_id for found in sections.values()}
    return [
        Citation(
            uuid=citation_uuid(draft.instance.uuid, place),
            subject=draft.instance.uuid,
            document_id=documents[place.document],
            section=next((s for s in sections[place.document] if s.first_line <= (place.line or 0)), None),
            line=place.line,
            field=place.field,
            order=place.order,
        )
        for draft in drafts
        for place in draft.places
    ]


def _entry(draft: Draft) -> LoadedRecord:
    """Return what is remembered of a stored row."""
    version = getattr(draft.instance, "version", 0)
    return LoadedRecord(
        uuid=draft.row.uuid,
        kind=shape(draft.row.model).label,
        key=draft.row.key,
        fingerprint=draft.row.fingerprint,
        version=version,
        values="" if version else values_of(draft.instance),
        parts=_part_uuids(draft),
    )


def _part_uuids(draft: Draft) -> list:
    everything = list(draft.everything())
    cited = [citation_uuid(each.instance.uuid, place) for each in everything for place in each.places]
    return [each.instance.uuid for each in everything[1:]] + cited


def _change(drafts: list[Draft], loaded: dict) -> None:
    """Store changed records one by one, and take away the parts that left the file."""
    for draft in drafts:
        entry = loaded[draft.row.uuid]
        if entry.version:
            draft.instance.version += 1
            draft.instance.updated_at = timezone.now()
        gone = set(entry.parts) - set(_part_uuids(draft))
        for model in {model for model, _ in shape(draft.row.model).rows.values()} | {Citation}:
            model._base_manager.filter(uuid__in=gone).delete()
        for each in draft.everything():
            each.instance.save()
            for name, targets in each.links.items():
                getattr(each.instance, name).set(targets)
        known = set(entry.parts)
        citations = _citations(draft.everything())
        Citation.objects.bulk_create(c for c in citations if c.uuid not in known)
        new = _entry(draft)
        new.pk = entry.pk
        new.save()
    _announce(drafts, "changed")


def _announce(drafts: list[Draft], verb: str) -> None:
    Event.objects.bulk_create(
        Event(
            kind=f"{draft.row.model._meta.model_name}.{verb}",
            record=draft.row.uuid,
            version=draft.instance.version,
        )
        for draft in drafts
        if shape(draft.row.model).is_record
    )
