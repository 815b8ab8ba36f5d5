"""What is searched and which results are opened, counted per day and without persons.

Showing a page writes nothing in the database: Redis counts, and every few minutes a task moves the counts. No count is
moved twice; a process that is killed at the one moment between Redis and the database loses those of some minutes.
"""

import datetime
import logging
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.utils import timezone
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from . import analysis, engine, query
from .models import LONGEST_QUERY, SearchDay, SearchDocument

PREFIX = "search:asked"
PATIENCE_S = 0.05
REST_AFTER_FAILURE_S = 5.0
REDIS_KEEPS_DAYS = 3
KEPT_DAYS = 90
# So many different things are counted between two moves, and so many different questions a day.
MOST_COUNTED, MOST_A_DAY = 10_000, 5_000
# One move at a time, whoever does it.
KEEPING = 7_305_503

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NUMBER = re.compile(r"\d(?:[\s.,()/+-]*\d){5}")
COUNT = """
if redis.call('HLEN', KEYS[1]) < tonumber(ARGV[2]) or redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
  redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
  redis.call('EXPIRE', KEYS[1], ARGV[3])
end
"""
ADD_DAYS = """
INSERT INTO search_searchday AS kept (day, query, asked, opened, found)
SELECT %s, * FROM unnest(%s::text[], %s::int[], %s::int[], %s::int[])
ON CONFLICT (day, query) DO UPDATE SET asked = kept.asked + EXCLUDED.asked, opened = kept.opened + EXCLUDED.opened
"""
ADD_OPENINGS = """
INSERT INTO search_searchopening AS kept (searched_id, record, opened)
SELECT day.id, new.record, new.opened FROM unnest(%s::text[], %s::uuid[], %s::int[]) AS new (query, record, opened)
JOIN search_searchday AS day ON day.day = %s AND day.query = new.query
ON CONFLICT (searched_id, record) DO UPDATE SET opened = kept.opened + EXCLUDED.opened
"""

logger = logging.getLogger(__name__)


def note_asked(text: str) -> None:
    """Count a question, whoever asks it; never an error, never slow. What may name a person is not counted."""
    _note("asked", normal(text))


def note_opened(text: str, record: UUID) -> None:
    """Count that a result of a question was opened; as ``note_asked``."""
    _note(f"opened {record}", normal(text))


def normal(text: str) -> str:
    """Return a question as it is counted; empty when it may name a person, or holds no word.

    An address of mail or six digits in a row (telephone, student, account) may name one. Years are no such digits.
    """
    text = " ".join(analysis.fold(text.replace("\x00", " ")[: 2 * LONGEST_QUERY]).split())[:LONGEST_QUERY]
    has_word = any(
        len(token.word) > 1 and token.word.strip("0123456789.,-'&") for token in analysis.tokens(text)
    )
    return "" if "@" in text or NUMBER.search(YEAR.sub(" ", text)) or not has_word else text.strip()


def _note(what: str, text: str) -> None:
    if text and settings.REDIS_URL:
        field = f"{what}\t{text}"
        _counter.tell(lambda: _count(_key(timezone.localdate()), field))


def _count(key: str, field: str) -> None:
    _redis(PATIENCE_S).eval(COUNT, 1, key, field, MOST_COUNTED, REDIS_KEEPS_DAYS * 24 * 3600)


class _Counter:
    """At most one call to Redis at a time, and a rest after one that failed."""

    def __init__(self) -> None:
        self.line = threading.Lock()
        self.rest_until = 0.0

    def tell(self, work: Callable[[], None]) -> None:
        if time.monotonic() < self.rest_until:
            return
        # The library's own time limits add up (connecting, greeting): a thread has one limit for all.
        thread = threading.Thread(target=self._do, args=(work,), daemon=True, name="counting")
        thread.start()
        thread.join(PATIENCE_S)
        if thread.is_alive():
            self._rest("no answer")

    def _do(self, work: Callable[[], None]) -> None:
        if not self.line.acquire(timeout=PATIENCE_S):
            return
        try:
            work()
        except Exception as error:
            self._rest(type(error).__name__)
        finally:
            self.line.release()

    def _rest(self, why: str) -> None:
        self.rest_until = time.monotonic() + REST_AFTER_FAILURE_S
        logger.warning("what is searched is not counted now (%s)", why)


_counter = _Counter()


@cache
def _redis(patience: float) -> Redis:
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=patience, socket_connect_timeout=patience,
        retry=Retry(NoBackoff(), 0), decode_responses=True,
    )  # fmt: skip


def _key(day: datetime.date) -> str:
    return f"{PREFIX}:{day.isoformat()}"


def keep_asked() -> int:
    """Move what was counted into the database; return how many different things that were. Twice running counts once.

    Raises:
        RedisError: Redis does not answer; nothing was moved.
    """
    if not settings.REDIS_URL:
        return 0
    today = timezone.localdate()
    days = [today - datetime.timedelta(days=ago) for ago in range(REDIS_KEEPS_DAYS, -1, -1)]
    return sum(_keep(_redis(10.0), day) for day in days)


def _keep(server: Redis, day: datetime.date) -> int:
    """Move the counts of a day.

    They are put aside under another name first, where nobody counts on. Those that a killed process left there go now, and the newer
    ones the next time. They go from Redis as the last thing before the database keeps them: counted twice is nothing.
    """
    aside = f"{_key(day)}:aside"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [KEEPING])
        if not cursor.fetchone()[0] or not _put_aside(server, _key(day), aside):
            return 0
        counts = {field: int(number) for field, number in server.hgetall(aside).items()}
        _add(day, counts)
        if not server.delete(aside):
            raise RedisError("what was put aside has gone")
    return len(counts)


def _put_aside(server: Redis, key: str, aside: str) -> bool:
    if not server.exists(aside):
        if not server.exists(key):
            return False
        server.renamenx(key, aside)
    server.persist(aside)
    return True


def _add(day: datetime.date, counts: Mapping[str, int]) -> None:
    asked, opened = Counter(), Counter()
    by_record: Counter[tuple[str, str]] = Counter()
    for field, number in counts.items():
        what, _, text = field.partition("\t")
        name, _, record = what.partition(" ")
        if name == "asked":
            asked[text] += number
        else:
            opened[text] += number
            by_record[text, record] += number
    texts = sorted(asked.keys() | opened.keys(), key=lambda text: (-asked[text], text))
    known = set(SearchDay.objects.filter(day=day, query__in=texts).values_list("query", flat=True))
    room = max(0, MOST_A_DAY - SearchDay.objects.filter(day=day).count())
    new = [text for text in texts if text not in known][:room]
    rows = [(text, asked[text], opened[text], found_by_visitor(text)) for text in new]
    rows += [(text, asked[text], opened[text], 0) for text in known]
    records = _existing(record for _, record in by_record)
    openings = [(text, record, number) for (text, record), number in by_record.items() if record in records]
    with connection.cursor() as cursor:
        if rows:
            cursor.execute(ADD_DAYS, [day, *map(list, zip(*rows, strict=True))])
        if openings:
            cursor.execute(ADD_OPENINGS, [*map(list, zip(*openings, strict=True)), day])


def _existing(records: Iterable[str]) -> set[str]:
    """Return the records that can be found, by whomever: an address may name anything."""
    rows = SearchDocument.objects.filter(record__in=set(records))
    return {str(record) for record in rows.values_list("record", flat=True)}


def found_by_visitor(text: str) -> int:
    """Return how many records a visitor finds that have all that is asked; it counts to a thousand.

    Whoever asked: a reader who is signed in finds more, which would tell of records that are not public.
    """
    question = query.read(text)
    steps = [] if question.is_empty else question.steps()
    rows = engine.searched(AnonymousUser())
    return min(engine.count(rows.matching(steps[0])), engine.MOST_COUNTED) if steps else 0


def forget_asked() -> int:
    """Delete what was counted more than ninety days ago; return how many rows that were."""
    first = timezone.localdate() - datetime.timedelta(days=KEPT_DAYS)
    return SearchDay.objects.filter(day__lt=first).delete()[0]
