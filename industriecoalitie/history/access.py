"""Who may read the history of a record: who may change it, and the editors and the national team who may see it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from industriecoalitie.access.predicates import holds_role
from industriecoalitie.core.kinds import model_of
from industriecoalitie.core.models import Record

READERS = ("curator", "national")
# Who may read a record and who keeps it: for those who may publish it.
GUARDED = ("visibility", "hidden_at", "owner")


def history_shown_to(model: type[Record], user) -> QuerySet:
    """Return the records of a kind whose history a person may read; of hidden ones those the person may change."""
    allowed = Q(pk__in=model.objects.kept_by(user).values("pk"))
    if holds_role(user, *READERS):
        allowed |= Q(pk__in=model.objects.visible_to(user).values("pk"))
    return model.objects.filter(allowed)


def get_with_history(user, kind: str, uuid: UUID) -> Record:
    """Return the one record, hidden ones included, when ``user`` may read its history; ``is_open``: and its page.

    Raises:
        Http404: there is none, or ``user`` may not see it; both look the same.
        PermissionDenied: ``user`` may see it, but not its history.
    """
    model = model_of(kind)
    # Who keeps a record may read its history also while it names what that person may not see.
    is_open = Exists(model.objects.visible_to(user).filter(pk=OuterRef("pk")))
    record = history_shown_to(model, user).filter(uuid=uuid).annotate(is_open=is_open).first()
    if record is not None:
        return record
    if model.objects.visible_to(user).filter(uuid=uuid).exists():
        raise PermissionDenied("history")
    raise Http404(_("Deze pagina bestaat niet, of je mag haar niet zien."))


def may_change(user, record: Record) -> bool:
    """Tell whether a person may change a record, hidden or not."""
    return type(record).objects.editable_by(user).filter(pk=record.pk).exists()


def left_alone(user, record: Record) -> set[str]:
    """Return the fields and relations that stay as they are when this person brings back an earlier version."""
    kept = set() if may_publish(user, record) else set(GUARDED)
    if record.settled and not type(record).objects.settled_by(user).filter(pk=record.pk).exists():
        kept |= set(record.settled)
    return kept | set(record.stepped)


def may_publish(user, record: Record) -> bool:
    """Tell whether a person may show and hide a record, hidden or not."""
    return type(record).objects.publishable_by(user).filter(pk=record.pk).exists()
