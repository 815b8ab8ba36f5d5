"""What is there already, while somebody types the title of a new record: so that nobody makes a second one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from industriecoalitie.core.models import Record
from industriecoalitie.search.feeds import Feed, all_feeds, exact
from industriecoalitie.search.kin import Kin, like_text
from industriecoalitie.search.lists import found_by_name
from industriecoalitie.search.terms import lexemes_in

from .asking import clean
from .likeness import shared_words

# Letters; what is shorter is the beginning of too much.
SHORTEST, LONGEST = 4, 200
MOST = 4
# What the field is called in which a title is typed, by kind of record.
FIELDS = ("title", "name", "label")


@dataclass(frozen=True)
class Similar:
    """A record that may be the same, and why."""

    title: str
    address: str
    reasons: Sequence[str]


@require_safe
@never_cache
def similar(request: HttpRequest):
    """List what looks like the title that is being typed; nothing of a kind that is not searched."""
    feed = next((each for each in all_feeds() if each.kind == request.GET.get("kind")), None)
    typed = next((request.GET[name] for name in FIELDS if request.GET.get(name)), "")
    title = clean(typed)[:LONGEST]
    rows = similar_to(title, feed, request.user) if feed and len(title) >= SHORTEST else []
    return TemplateResponse(request, "finding/similar.html", {"rows": rows})


def similar_to(title: str, feed: Feed, reader) -> list[Similar]:
    """Return at most four records of a kind: those whose names look like a title, then those that tell of the same."""
    rows = feed.model.objects.visible_to(reader)
    rows = feed.rows(rows) if feed.rows else rows
    named = found_by_name(rows, title, reader, MOST, with_likely_doubles=True)
    found = [Similar(str(each), _address_of(each), [_why(each, title)]) for each in named]
    if len(found) == MOST:
        return found
    known = [each.uuid for each in named]
    kin = [each for each in like_text(title, reader, kinds=[feed.kind], but=known) if _is_enough(each, title)]
    kin = kin[: MOST - len(found)]
    told = [(each.hit, shared_words(each)) for each in kin]
    about = _("Gaat ook over: %(words)s")
    return found + [
        Similar(hit.title, hit.address, [about % {"words": ", ".join(words)}]) for hit, words in told if words
    ]


def _address_of(record: Record) -> str:
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""


def _why(record: Record, title: str) -> str:
    if exact(str(record)) == exact(title):
        return _("Heet precies zo.")
    other = getattr(record, "found_by", "")
    return _("Ook bekend als %(name)s.") % {"name": other} if other else _("De naam lijkt erop.")


def _is_enough(kin: Kin, title: str) -> bool:
    """Tell whether a record has as good as all that a title says: one word in common is no second one."""
    wanted = set(lexemes_in(title))
    return len(wanted & set(kin.lexemes)) >= max(min(2, len(wanted)), len(wanted) / 2)
