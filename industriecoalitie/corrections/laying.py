"""From a text that someone proposed to a change of the record: read by its column, checked, and laid."""

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from industriecoalitie.access.predicates import holds_role
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.columns import Column, Draft
from industriecoalitie.core.desk import Desk
from industriecoalitie.core.models import Record
from industriecoalitie.history.recording import Change, change_record
from knowledgebank.actions.drafting import correct_published
from knowledgebank.models import Practice
from regions.choices import Role

from .content import columns_of, text_of

VERB = "corrected"


def may_lay(user, record: Record, column: Column) -> bool:
    """Tell whether a person may change this field: a curator any, others as when they edit the record themselves."""
    if user.is_superuser or holds_role(user, Role.CURATOR):
        return True
    return getattr(type(record).objects, column.asks)(user).filter(pk=record.pk).exists()


def change_for(record: Record, column: Column, text: str, user) -> Change:
    """Return the change of one field that a text means to ``user``.

    Raises:
        ValidationError: the text cannot be read, in a sentence that says what to do.
    """
    desk, draft = Desk(user), Draft()
    text_of(record, column, desk)  # looks up what the field names now: what the person cannot see stays
    column.write(text, record, desk, draft)
    return Change(values=draft.values, links=draft.links)


def lay(record: Record, change: Change, *, by: Actor, seen: int) -> Record:
    """Change the record as the deciding person; return the fresh row.

    Raises:
        Conflict: the record is no longer at ``seen``.
        ValidationError: the record refuses the value, in sentences.
    """
    try:
        with transaction.atomic():
            return _write(record, change, by=by, seen=seen)
    except ValidationError as error:
        raise ValidationError(sentences(error, record)) from error
    except DatabaseError as error:
        raise ValidationError(
            _("Deze waarde past niet bij de rest van het gegeven. Pas haar aan, of bewerk het gegeven zelf.")
        ) from error


def _write(record: Record, change: Change, *, by: Actor, seen: int) -> Record:
    """Write through the one door of this kind; a practice has a door of its own, because of the draft beside it."""
    if isinstance(record, Practice):
        return correct_published(record, change, by=by, seen=seen, verb=VERB)
    return change_record(record, change, by=by, seen=seen, verb=VERB)


def sentences(error: ValidationError, record: Record) -> list[str]:
    """Return what a record refuses, each with the name of the field that it is about."""
    if not hasattr(error, "error_dict"):
        return error.messages
    labels = {column.field: str(column.label) for column in columns_of(type(record))}
    return [
        f"{labels[name]}: {message}" if name in labels else message
        for name, messages in error.message_dict.items()
        for message in messages
    ]
