"""Where curators begin: what waits, what is late, what asks to be looked at again."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, Window
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from industriecoalitie.access.predicates import holds_role
from industriecoalitie.corrections.content import kind_in_words, label_of
from industriecoalitie.corrections.listing import names_of
from industriecoalitie.corrections.models import Correction
from knowledgebank.actions.clock import CONFIRMED_FOR
from knowledgebank.models import Practice, Review
from knowledgebank.querysets import is_curator
from regions.choices import Role

SHOWN = 5


@dataclass
class Line:
    """One thing that waits."""

    title: str
    url: str
    meta: list[str] = field(default_factory=list)
    is_late: bool = False


@dataclass
class Block:
    """What waits of one sort: the first lines, how many there are in all, and where they all stand."""

    key: str
    title: str
    url: str
    lines: list[Line]
    total: int


@require_safe
@never_cache
def overview(request) -> HttpResponse:
    """Show curators what waits for them; the national team what lies with the curators.

    Raises:
        PermissionDenied: the person is neither.
    """
    user = request.user
    judges = is_curator(user)
    if not (judges or holds_role(user, Role.NATIONAL)):
        raise PermissionDenied
    today = timezone.localdate()
    blocks = _rounds(user, today, judges)
    if judges:
        blocks += [_corrections(user, today), _to_confirm(user, today), _unused(user, today)]
    context = {"blocks": blocks, "judges": judges, "crumbs": [(_("Redactie"), "")]}
    return TemplateResponse(request, "curation/overview.html", context)


def _block(key: str, title: str, url: str, rows: QuerySet, line: Callable[[Any], Line]) -> Block:
    """Return the first rows with the number of all, in one query."""
    found = list(rows.annotate(in_all=Window(Count("pk")))[:SHOWN])
    return Block(key, title, url, [line(row) for row in found], found[0].in_all if found else 0)


def _rounds(user, today: datetime.date, judges: bool) -> list[Block]:
    page = reverse("knowledgebank:review_list")
    rounds = Review.objects.visible_to(user)
    waiting = rounds.waiting().for_list()

    def line(review: Review) -> Line:
        due = _("klaar voor %(day)s") % {"day": in_words(review.due_on, "j F")}
        who = str(review.assignee) if review.assignee else _("nog niemand")
        address = reverse("knowledgebank:review_detail", args=[review.uuid])
        return Line(review.practice.title, address, [due, who], is_late=review.due_on < today)

    def planned_line(review: Review) -> Line:
        local = timezone.localtime(review.practice.publish_at)
        words = _("verschijnt %(at)s uur") % {"at": in_words(local, "j F, H.i")}
        return Line(
            review.practice.title, reverse("knowledgebank:review_detail", args=[review.uuid]), [words]
        )

    planned = rounds.planned().for_list().order_by("practice__publish_at", "pk")
    found = [
        _block("late", _("Te laat"), f"{page}?laat=on", waiting.filter(due_on__lt=today), line),
        _block("waiting", _("Wacht op een besluit"), page, waiting, line),
        _block("planned", _("Ingepland"), f"{page}#ingepland", planned, planned_line),
    ]
    if judges:
        mine = waiting.filter(assignee=user)
        found.insert(0, _block("mine", _("Bij mij"), f"{page}?wie=mij", mine, line))
    return found


def _corrections(user, today: datetime.date) -> Block:
    names: dict[UUID, str] = {}

    def line(correction: Correction) -> Line:
        kind = kind_in_words(correction.kind)
        title = f"{names.get(correction.record) or kind}: {label_of(correction.kind, correction.field)}"
        since = _("sinds %(day)s") % {"day": in_words(timezone.localtime(correction.created_at), "j F")}
        return Line(title, correction.get_absolute_url(), [kind, since], is_late=correction.due_on < today)

    rows = Correction.objects.decidable_by(user).open().for_list()
    found = list(rows.annotate(in_all=Window(Count("pk")))[:SHOWN])
    names |= names_of(found, user)
    total = found[0].in_all if found else 0
    lines = [line(each) for each in found]
    return Block("corrections", _("Correcties van lezers"), reverse("corrections:list"), lines, total)


def _practice_block(key: str, title: str, wanted: str, rows: QuerySet, day: str, words: str) -> Block:
    def line(practice: Practice) -> Line:
        since = words % {"day": in_words(getattr(practice, day), "j F Y")}
        return Line(practice.title, reverse("knowledgebank:curated_detail", args=[practice.slug]), [since])

    page = f"{reverse('knowledgebank:curated_list')}?{urlencode({'toon': wanted})}"
    return _block(key, title, page, rows, line)


def _to_confirm(user, today: datetime.date) -> Block:
    rows = Practice.objects.visible_to(user).originals().unconfirmed_since(None, today - CONFIRMED_FOR)
    return _practice_block(
        "confirm", _("Een jaar niet bevestigd"), "bevestigen", rows, "last_confirmed_on",
        _("voor het laatst op %(day)s"),
    )  # fmt: skip


def _unused(user, today: datetime.date) -> Block:
    rows = Practice.objects.visible_to(user).unused(today)
    return _practice_block(
        "unused", _("Nog door geen regio nagevolgd"), "ongebruikt", rows, "published_on",
        _("gepubliceerd op %(day)s"),
    )  # fmt: skip
