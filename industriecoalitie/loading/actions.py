"""Loading the initial data: what is new is added, what a person changed is left alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set
from industriecoalitie.notifications.models import Event
from industriecoalitie.sources.models import Citation, SourceDocument

from .building import Draft, citation_uuid, values_of
from .citing import citations_of, section_of, sections_by_document
from .comparing import build, compare
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
    with change_set(by, EVENT):
        last, _ = LoadStamp.objects.select_for_update().get_or_create(pk=1, defaults={"fingerprint": ""})
        if last.fingerprint == stamp:
            counts = LoadedRecord.objects.values_list("kind").annotate(models.Count("pk"))
            return Report(is_unchanged=True, found=Counter(dict(counts)))
        report = _load_rows(read(paths))
        last.fingerprint = stamp
        last.save(update_fields=["fingerprint"])
    return report


def _load_rows(rows: list[Row]) -> Report:
    found = compare(rows)
    added, changed = build(found)
    _add(added)
    _change(changed, found.loaded)
    return Report(
        found=Counter(shape(row.model).label for row in rows),
        new=Counter(shape(draft.row.model).label for draft in added),
        changed=Counter(shape(draft.row.model).label for draft in changed),
        left_alone=found.left_alone,
    )


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
    Citation.objects.bulk_create(citations_of(everything))
    LoadedRecord.objects.bulk_create(_entry(draft) for draft in drafts)
    _announce(drafts, "added")


def _in_order(by_model: dict) -> Iterator[type[models.Model]]:
    """Yield models so that what a row refers to is stored before it."""
    waiting = set(by_model)
    while waiting:
        ready = {model for model in waiting if not (_targets(model) & (waiting - {model}))}
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
            _insert_in_steps(model, [draft.instance for draft in drafts])
    except IntegrityError as error:
        raise LoadingError(_faults(drafts) or [f"{model._meta.label_lower}: {error}"]) from error


def _insert_in_steps(model: type[models.Model], rows: list[models.Model]) -> None:
    """Store rows; a model with ``begin`` begins in one state, and goes through the others one by one."""
    steps = [(row, row.begin() if hasattr(row, "begin") else []) for row in rows]
    model._base_manager.bulk_create(rows)
    for number in range(max((len(each) for _row, each in steps), default=0)):
        moved = [(row, each[number]) for row, each in steps if number < len(each)]
        for row, values in moved:
            for name, value in values.items():
                setattr(row, name, value)
        model._base_manager.bulk_update([row for row, _values in moved], {*moved[0][1]})


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
                # What is not filled in, or falls outside the rule, is the same as nothing.
                if None in values or not _falls_under(constraint, draft.instance):
                    continue
                if values in seen:
                    problems.append(f"{draft.row.where}: staat er twee keer ({constraint.name})")
                seen.add(values)
    return problems


def _falls_under(constraint: models.UniqueConstraint, instance: models.Model) -> bool:
    values = {field.name: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
    return constraint.condition is None or constraint.condition.check(values)


def _link(drafts: Iterable[Draft]) -> None:
    """Store the many-to-many rows of new records."""
    rows = defaultdict(list)
    for draft in drafts:
        for name, targets in draft.links.items():
            column = type(draft.instance)._meta.get_field(name)
            here, there = f"{column.m2m_field_name()}_id", f"{column.m2m_reverse_field_name()}_id"
            through = column.remote_field.through
            keys = dict.fromkeys(target.pk for target in targets)
            rows[through] += [through(**{here: draft.instance.pk, there: key}) for key in keys]
    for through, links in rows.items():
        through._base_manager.bulk_create(links)


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
    """Store changed records one by one, with their parts and citations."""
    for draft in drafts:
        entry = loaded[draft.row.uuid]
        if entry.version:
            draft.instance.version += 1
            draft.instance.updated_at = timezone.now()
        _remove(set(entry.parts) - set(_part_uuids(draft)), draft)
        for each in draft.everything():
            each.instance.save()
            for name, targets in each.links.items():
                getattr(each.instance, name).set(targets)
        citations = citations_of(draft.everything())
        Citation.objects.bulk_create(each for each in citations if each.uuid not in entry.parts)
        renewed = _entry(draft)
        renewed.pk = entry.pk
        renewed.save()
    _find_sections([draft.instance for draft in drafts if isinstance(draft.instance, SourceDocument)])
    _announce(drafts, "changed")


def _remove(uuids: set, draft: Draft) -> None:
    """Take away the parts of a record, and its citations, that left the file."""
    Citation.objects.filter(section__uuid__in=uuids).update(section=None)
    for model in {model for model, _ in shape(draft.row.model).rows.values()} | {Citation}:
        model._base_manager.filter(uuid__in=uuids).delete()


def _find_sections(documents: list[SourceDocument]) -> None:
    """Put the citations of documents in the section of their line, after their sections changed."""
    sections = sections_by_document()
    for document in documents:
        for citation in document.citations.all():
            section = section_of(sections[document.slug], citation.line)
            if section and section.pk != citation.section_id:
                citation.section = section
                citation.save()


def _announce(drafts: list[Draft], verb: str) -> None:
    """Tell the change feed of records that came or changed."""
    records = [draft for draft in drafts if shape(draft.row.model).is_record]
    Event.objects.bulk_create(
        Event(kind=f"{d.row.model._meta.model_name}.{verb}", record=d.row.uuid, version=d.instance.version)
        for d in records
    )
