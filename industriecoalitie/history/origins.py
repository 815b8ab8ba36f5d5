"""Where a change came from, in words: who, when, through which door, and what it was called."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.models import Context

DOORS = {
    "page": gettext_lazy("scherm"),
    "api": gettext_lazy("API"),
    "admin": gettext_lazy("beheer"),
    "command": gettext_lazy("opdracht van de beheerder"),
    "job": gettext_lazy("automatisch"),
}
VERBS = {
    "added": gettext_lazy("toegevoegd"),
    "brought_back": gettext_lazy("teruggehaald"),
    "bulk_changed": gettext_lazy("samen gewijzigd"),
    "bulk_curated": gettext_lazy("samen beheerd"),
    "bulk_hidden": gettext_lazy("samen verwijderd"),
    "confirmed": gettext_lazy("bevestigd"),
    "confirmation_asked": gettext_lazy("gevraagd of het nog klopt"),
    "corrected": gettext_lazy("verbeterd na een correctie van een lezer"),
    "curated": gettext_lazy("keurmerk of plaatsing veranderd"),
    "done": gettext_lazy("ingelezen"),
    "draft_started": gettext_lazy("als concept begonnen"),
    "ended": gettext_lazy("beëindigd"),
    "expired": gettext_lazy("verlopen"),
    "hidden": gettext_lazy("verwijderd"),
    "finished": gettext_lazy("afgerond"),
    "handed_over": gettext_lazy("overgedragen"),
    "imported": gettext_lazy("ingelezen"),
    "initial-data": gettext_lazy("ingelezen"),
    "load": gettext_lazy("ingelezen"),
    "loaded": gettext_lazy("ingelezen"),
    "merged": gettext_lazy("samengevoegd"),
    "ordered": gettext_lazy("in een andere volgorde gezet"),
    "published": gettext_lazy("gepubliceerd"),
    "restored": gettext_lazy("teruggehaald"),
    "retired": gettext_lazy("uit de keuzelijst gehaald"),
    "reverted": gettext_lazy("teruggezet naar een eerdere versie"),
    "scheduled": gettext_lazy("ingepland"),
    "sent_back": gettext_lazy("teruggestuurd"),
    "signed_off": gettext_lazy("akkoord gegeven"),
    "submitted": gettext_lazy("ingediend"),
    "succeeded": gettext_lazy("opgevolgd"),
    "taken_back": gettext_lazy("terug in de keuzelijst gezet"),
    "told_apart": gettext_lazy("uit elkaar gehouden"),
    "undone": gettext_lazy("ongedaan gemaakt"),
    "unscheduled": gettext_lazy("uit de planning gehaald"),
    "withdrawn": gettext_lazy("ingetrokken"),
}
# Where a practice goes on its path, the same step is called otherwise than of other records.
OWN_VERBS = {
    "practice.merged": gettext_lazy("opgenomen in wat gepubliceerd is"),
    "practice.retired": gettext_lazy("gearchiveerd"),
    "practice.withdrawn": gettext_lazy("teruggetrokken"),
}


@dataclass(frozen=True)
class Origin:
    """Who made a change, when, and how. ``user`` is a key; ``undoes`` the change set that this one took back."""

    key: UUID | None
    at: datetime.datetime | None
    who: str
    door: str
    event: str
    user: int | None = None
    undoes: UUID | None = None

    @property
    def verb(self) -> str:
        """Return what was done, in a word: ``gewijzigd``."""
        own = OWN_VERBS.get(self.event)
        return str(own or VERBS.get(self.event.rpartition(".")[2], _("gewijzigd")))


def origins_of(keys: Iterable[UUID | None]) -> Mapping[UUID | None, Origin]:
    """Return where change sets came from, by key, in one query; None is a change outside every change set."""
    person = Cast(KeyTextTransform("user", OuterRef("metadata")), BigIntegerField())
    names = get_user_model().objects.filter(pk=person).values("name")
    contexts = Context.objects.filter(pk__in={key for key in keys if key is not None})
    found: dict[UUID | None, Origin] = {None: Origin(None, None, _("onbekend"), _("niet vastgelegd"), "")}
    return found | {each.pk: _origin(each, each.who) for each in contexts.annotate(who=Subquery(names))}


def _origin(context: Context, name: str | None) -> Origin:
    data: Mapping[str, Any] = context.metadata
    user, door = data.get("user"), data.get("door", "")
    who = name or (_("het portaal") if user is None and door in ("command", "job") else _("onbekend"))
    undoes = UUID(data["undoes"]) if data.get("undoes") else None
    words = str(DOORS.get(door, _("niet vastgelegd")))
    return Origin(context.pk, context.created_at, who, words, str(data.get("event", "")), user, undoes)
