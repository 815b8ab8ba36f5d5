"""The newest practices as an Atom feed, page by page. Source: RFC 4287; RFC 5005, section 3."""

import datetime
import html
import re
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.core.dates import AMSTERDAM
from industriecoalitie.core.pages import errors_of
from knowledgebank.filtersets import PracticeFilterSet
from knowledgebank.models import Practice

from .answers import checked_again
from .preview import NAME, VISITOR, absolute, author_of, one_line, open_practices

MOST_ENTRIES = 50
# What says in the address which page of the feed it is.
PAGE, LAST_PAGE = "page", 10_000
# As in the address of the list; the Dutch words may be typed too.
NAMES = {"soort": "kind", "thema": "theme", "regio": "region"}
# What XML cannot hold.
CONTROLS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feed(Atom1Feed):
    """A feed of which the date says when a practice changed, not when somebody asked; it leads to its other pages."""

    def add_root_elements(self, handler) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["pages"].items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def latest_post_date(self) -> datetime.datetime:
        return (
            super().latest_post_date() if self.items else datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
        )


@login_not_required
@require_safe
def practice_feed(request: HttpRequest) -> HttpResponse:
    """Give the newest practices that everybody may read, narrowed as the list; the same answer for everybody."""
    asked = _asked(request)
    page = _page(asked)
    filterset = PracticeFilterSet(asked, queryset=open_practices())
    errors = errors_of(filterset)
    if errors:
        return HttpResponseBadRequest("\n".join(errors), content_type="text/plain; charset=utf-8")
    newest_first = filterset.qs.order_by(F("published_on").desc(nulls_last=True), "-pk")
    begin = (page - 1) * MOST_ENTRIES
    # One more than are shown, to know whether there is a next page.
    rows = list(newest_first[begin : begin + MOST_ENTRIES + 1])
    address = _address(asked)
    numbers = {"first": 1, "previous": page - 1} if page > 1 else {}
    numbers |= {"next": page + 1} if len(rows) > MOST_ENTRIES else {}
    pages = {relation: _numbered(address, number) for relation, number in numbers.items()}
    feed = feed_of(rows[:MOST_ENTRIES], _numbered(address, page), address, pages)
    answer = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    return checked_again(request, answer)


def feed_of(practices: Iterable[Practice], address: str, name: str, pages: dict[str, str]) -> Feed:
    """Return a page of a feed, with an entry for each practice.

    ``address`` is that of the page, ``name`` that of the feed, ``pages`` those of others by their relation to it.
    """
    feed = Feed(
        title=_("Kennisbank van de Industriecoalitie"),
        link=absolute(reverse("knowledgebank:practice_list")),
        description="",
        subtitle=_("Voorbeelden die werken, van mbo en bedrijfsleven"),
        language="nl",
        author_name=NAME,
        feed_url=address,
        feed_guid=uuid.uuid5(uuid.NAMESPACE_URL, name).urn,
        pages=pages,
    )
    for practice in practices:
        terms = [term.label for term in practice.concepts.all() if term.is_shown_to(VISITOR)]
        feed.add_item(
            title=clean(practice.title),
            link=absolute(practice.get_absolute_url()),
            # Readers take a summary for HTML.
            description=html.escape(clean(one_line(practice.summary))),
            unique_id=practice.uuid.urn,
            pubdate=moment_of(practice),
            updateddate=practice.updated_at,
            author_name=clean(author_of(practice)),
            categories=[clean(label) for label in (str(practice.get_kind_display()), *terms)],
        )
    return feed


def moment_of(practice: Practice) -> datetime.datetime:
    """Return when a practice appeared: its day begins, in the Netherlands; when no day is known, when it was stored."""
    if practice.published_on is None:
        return practice.created_at
    return datetime.datetime.combine(practice.published_on, datetime.time.min, AMSTERDAM)


def clean(text: str) -> str:
    """Return text without what XML cannot hold."""
    return CONTROLS.sub("", text)


def _asked(request: HttpRequest) -> QueryDict:
    asked = QueryDict(mutable=True)
    for name, values in request.GET.lists():
        for value in values:
            asked.appendlist(NAMES.get(name, name), value)
    return asked


def _page(asked: QueryDict) -> int:
    """Return which page is asked for, and take it out of what is asked; the first when it makes no sense."""
    (text,) = asked.pop(PAGE, ["1"])[-1:]
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_PAGE))
    return min(max(int(text), 1), LAST_PAGE) if is_number else 1


def _numbered(address: str, number: int) -> str:
    """Return the address of a page of a feed; the first has that of the feed."""
    return address if number == 1 else f"{address}{'&' if '?' in address else '?'}{PAGE}={number}"


def _address(asked: QueryDict) -> str:
    """Return the address of the feed with its filters in a fixed order."""
    known = sorted((name, value) for name, values in asked.lists() for value in values if value)
    query = QueryDict(mutable=True)
    for name, value in known:
        if name in PracticeFilterSet.base_filters:
            query.appendlist(name, value)
    path = reverse("knowledgebank:practice_feed")
    return f"{settings.BASE_URL}{path}{'?' if query else ''}{query.urlencode()}"
