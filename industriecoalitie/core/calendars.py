"""Moments as a calendar that a person's own agenda follows (iCalendar, RFC 5545)."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from icalendar import Calendar, Event

FRESH_FOR = datetime.timedelta(hours=12)
# The stamp of a moment of which nobody knows when it was written down: the same in every answer.
UNKNOWN_STAMP = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Moment:
    """An all-day moment: from and including ``first_day`` to and including ``last_day``. ``path`` leads to its page."""

    uuid: UUID
    title: str
    first_day: datetime.date
    last_day: datetime.date
    text: str
    path: str
    category: str = ""
    changed_at: datetime.datetime | None = None


def calendar_of(name: str, moments: Iterable[Moment]) -> bytes:
    """Return a calendar as iCalendar text. The same moments give the same bytes."""
    host = urlsplit(settings.BASE_URL).hostname
    calendar = Calendar()
    calendar.add("prodid", "-//Industriecoalitie//Mijlpalen//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FRESH_FOR, parameters={"value": "DURATION"})
    for moment in moments:
        event = Event()
        event.add("uid", f"{moment.uuid}@{host}")
        event.add("dtstamp", (moment.changed_at or UNKNOWN_STAMP).replace(microsecond=0))
        event.add("dtstart", moment.first_day)
        event.add("dtend", moment.last_day + datetime.timedelta(days=1))  # the first day after it
        event.add("summary", moment.title)
        event.add("description", moment.text)
        event.add("url", f"{settings.BASE_URL}{moment.path}")
        event.add("transp", "TRANSPARENT")  # a milestone keeps nobody from meeting
        if moment.category:
            event.add("categories", [moment.category])
        calendar.add_component(event)
    return calendar.to_ical()


def calendar_response(request, name: str, moments: Iterable[Moment], *, file_name: str) -> HttpResponse:
    """Answer with a calendar; 304 when the reader has this very one."""
    body = calendar_of(name, moments)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return get_conditional_response(request, etag=response["ETag"], response=response)
