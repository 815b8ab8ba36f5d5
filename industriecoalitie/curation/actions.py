"""What curators do with the words that records are described with: merge, retire, take back, put in another order."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.models import Record
from industriecoalitie.history.merging import locked_pair, move_links, renew
from industriecoalitie.history.recording import Change, change_record, change_set, recorded
from industriecoalitie.sources.actions import move_citations
from knowledgebank.models import PracticeFactor, SuccessFactor


def merge_concepts(
    kept: Concept, gone: Concept, *, by: Actor, seen: int | None = None, seen_gone: int | None = None
) -> Concept:
    """Make two terms of a list one: all that names ``gone`` names ``kept`` from now on; return ``kept``.

    Narrower terms move along, and ``kept`` stands under the broader terms of both. ``gone`` is hidden, with
    ``merged_into``, and its key goes on as another key of ``kept``. Everything is one change set, ``kept.change_set``.

    Raises:
        Conflict: one of the two is no longer at the version that was seen.
        ValidationError: they are one, of different lists, gone already, or the portal goes by ``gone``.
    """
    _check_two(kept, gone)
    if kept.scheme != gone.scheme:
        raise ValidationError(_("Kies twee begrippen uit dezelfde lijst."))
    if gone.relied_on:
        raise ValidationError(gone.relied_on)
    with change_set(by, "concept.merged"):
        kept, gone = _fresh_pair(kept, gone, seen, seen_gone)
        above = _broader_of_both(kept, gone)
        touched = move_links(kept, gone, by=by)
        gone.broader.clear()
        kept.broader.set(above)
        return _finish(kept, gone, touched, by)


def _broader_of_both(kept: Concept, gone: Concept) -> list[Concept]:
    """Return the broader terms of both, without what would come to stand above and below at once."""
    both = [kept.pk, gone.pk]
    below = Concept.objects.filter(pk__in=both).with_narrower().values("pk")
    found = Concept.objects.filter(narrower__in=both).exclude(pk__in=below)
    return list(found.order_by("pk").distinct())


def merge_factors(
    kept: SuccessFactor,
    gone: SuccessFactor,
    *,
    by: Actor,
    seen: int | None = None,
    seen_gone: int | None = None,
) -> SuccessFactor:
    """Make two success factors one; return ``kept``. Of a practice that had both the texts are joined.

    The rest is as ``merge_concepts`` does it.

    Raises:
        Conflict: one of the two is no longer at the version that was seen.
        ValidationError: they are one, or gone already.
    """
    _check_two(kept, gone)
    with change_set(by, "successfactor.merged"):
        kept, gone = _fresh_pair(kept, gone, seen, seen_gone)
        touched = move_links(kept, gone, by=by, on_double=_join_texts)
        return _finish(kept, gone, touched, by)


def _join_texts(double: PracticeFactor, kept: SuccessFactor) -> None:
    """Put what a row says with the row that stays; its sources as well."""
    if not isinstance(double, PracticeFactor):
        return
    stays = PracticeFactor.objects.get(practice=double.practice_id, factor=kept)
    stays.how = _joined(stays.how, double.how)
    stays.remark = _joined(stays.remark, double.remark)
    if not stays.basis:
        stays.basis = double.basis
    elif double.basis != stays.basis:
        stays.remark = _joined(stays.remark, double.basis)
    stays.save()
    move_citations(stays.uuid, double.uuid)


def _joined(text: str, other: str) -> str:
    """Return two texts below each other, each once."""
    parts = [part.strip() for part in (text, other)]
    return "\n\n".join(dict.fromkeys(part for part in parts if part))


def _check_two(kept: Record, gone: Record) -> None:
    if kept.pk == gone.pk:
        raise ValidationError(_("Kies twee verschillende: dit is er één."))


def _fresh_pair(kept: Record, gone: Record, seen: int | None, seen_gone: int | None) -> Sequence[Record]:
    pair = locked_pair((kept, seen), (gone, seen_gone))
    if any(each.hidden_at for each in pair):
        raise ValidationError(_("Een van de twee is intussen verwijderd of samengevoegd."))
    return pair


def _finish(kept: Record, gone: Record, touched: set[Record], by: Actor) -> Record:
    """Hide ``gone`` behind ``kept``, and give all that changed a new version; return ``kept`` as it is now."""
    name = kept._meta.model_name
    move_citations(kept.uuid, gone.uuid)
    with recorded(f"{name}.merged", gone, by=by) as hidden:
        hidden.merged_into = kept
        hidden.hidden_at = timezone.now()
    with recorded(f"{name}.changed", kept, by=by) as whole:
        pass
    renew(touched - {kept, gone}, by=by)
    if hasattr(whole, "clean_whole"):
        whole.clean_whole()
    return whole


def retire(record: Record, *, by: Actor, seen: int | None = None) -> Record:
    """Let a term or factor no longer be chosen; it stays on what carries it. Doing so twice changes nothing.

    Raises:
        Conflict: it is no longer at the version that was seen.
        ValidationError: the portal itself goes by it.
    """
    today = record.retired_on or timezone.localdate()
    return change_record(record, Change({"retired_on": today}), by=by, seen=seen, verb="retired")


def take_back(record: Record, *, by: Actor, seen: int | None = None) -> Record:
    """Let a retired term or factor be chosen again.

    Raises:
        Conflict: it is no longer at the version that was seen.
    """
    return change_record(record, Change({"retired_on": None}), by=by, seen=seen, verb="taken_back")


def put_in_order(concepts: Sequence[Concept], *, by: Actor) -> int:
    """Number the terms of a list in the order given; return how many got another number. One change set.

    Raises:
        ValidationError: one of them breaks a rule.
    """
    wanted = {concept.pk: number for number, concept in enumerate(concepts, 1)}
    changed = sorted((each for each in concepts if each.order != wanted[each.pk]), key=lambda each: each.pk)
    if changed:
        with change_set(by, "concept.ordered"):
            for concept in changed:
                change_record(concept, Change({"order": wanted[concept.pk]}), by=by, verb="ordered")
    return len(changed)
