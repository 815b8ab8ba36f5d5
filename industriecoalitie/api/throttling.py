"""How often a partner system or an address may ask: counted exactly, in Redis, and in PostgreSQL when Redis is away.

A window of a minute begins with the first request in it. The answers tell how many are left, in ``RateLimit`` and
``RateLimit-Policy``. Source: draft-ietf-httpapi-ratelimit-headers-10; docs/api-limits.md.
"""

import hashlib
import ipaddress
import logging
import math
import random
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from rest_framework.throttling import BaseThrottle

from .callers import token_of

READ, WRITE, SEARCH = "read", "write", "search"
WINDOW_S = 60
PATIENCE_S = 0.3
REST_AFTER_FAILURE_S = 5.0
# One in so many counts in PostgreSQL takes the rows of windows long past along.
TIDY_ONE_IN = 200

COUNT_IN_REDIS = """
local used = redis.call('INCR', KEYS[1])
if used == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {used, redis.call('PTTL', KEYS[1])}
"""
COUNT_IN_DATABASE = """
INSERT INTO api_limit AS kept (key, used, until) VALUES (%(key)s, 1, statement_timestamp() + %(window)s * interval '1 second')
ON CONFLICT (key) DO UPDATE SET
  used = CASE WHEN kept.until <= statement_timestamp() THEN 1 ELSE kept.used + 1 END,
  until = CASE WHEN kept.until <= statement_timestamp() THEN EXCLUDED.until ELSE kept.until END
RETURNING used, greatest(0, extract(epoch FROM until - clock_timestamp()))::float8
"""
TIDY = """
DELETE FROM api_limit WHERE key IN (
  SELECT key FROM api_limit WHERE until < statement_timestamp() - interval '1 hour' LIMIT 1000 FOR UPDATE SKIP LOCKED
)
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rate:
    """How often somebody asked in this window: ``used`` of ``most``, which ends in ``seconds``."""

    bucket: str
    most: int
    used: int
    seconds: float

    @property
    def is_over(self) -> bool:
        return self.used > self.most

    @property
    def wait(self) -> int:
        """Return after how many whole seconds the next window has begun, at least one."""
        return max(1, math.ceil(self.seconds))

    def written_on(self, response: HttpResponse) -> None:
        """Tell in the headers of an answer what is left."""
        response["RateLimit-Policy"] = f'"{self.bucket}";q={self.most};w={WINDOW_S}'
        response["RateLimit"] = f'"{self.bucket}";r={max(0, self.most - self.used)};t={self.wait}'


class ApiThrottle(BaseThrottle):
    """Counts a request for its token, else for its address. An endpoint that costs more has ``throttle_bucket``."""

    rate: Rate | None = None

    def allow_request(self, request, view) -> bool:
        # A page of our own that shows an answer asks from nowhere.
        if "REMOTE_ADDR" in request.META:
            self.rate = count(request._request, bucket_of(request, view))
        return self.rate is None or not self.rate.is_over

    def wait(self) -> int:
        return self.rate.wait


def bucket_of(request, view: Any) -> str:
    """Return what a request counts as: writing, searching (as an export does), or reading."""
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        return WRITE
    return getattr(view, "throttle_bucket", SEARCH if request.GET.get("q") else READ)


def count(request: HttpRequest, bucket: str = READ) -> Rate | None:
    """Count a request once, however often it is asked; return how it stands, None when there is no limit."""
    if not hasattr(request, "rate"):
        token = token_of(request)
        most = settings.API_LIMITS[bucket]["address" if token is None else "token"]
        request.rate = None
        if most:
            who = f"token {token.uuid}" if token is not None else f"address {address_of(request)}"
            request.rate = Rate(bucket, most, *_counter.add(key_of(bucket, who)))
    return request.rate


def address_of(request: HttpRequest) -> str:
    """Return the network address that is counted, as far as our own proxies tell; of IPv6 the network of one customer."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((int(address) >> 64 << 64, 64)))


def key_of(bucket: str, who: str) -> str:
    """Return the key of a count; nobody reads an address in it."""
    secret = settings.SECRET_KEY.encode()[:64]
    return f"api:limit:{bucket}:{hashlib.blake2b(who.encode(), key=secret, digest_size=16).hexdigest()}"


class _Counter:
    """Counts in Redis; in PostgreSQL while Redis is away, with a rest before it is tried again, by one at a time."""

    def __init__(self) -> None:
        self.is_away = False
        self.rest_until = 0.0

    def add(self, key: str) -> tuple[int, float]:
        """Count one for a key; return how many that makes in its window, and the seconds until it ends."""
        if settings.REDIS_URL and time.monotonic() >= self.rest_until:
            if self.is_away:
                self._rest()
            try:
                used, left = _redis(settings.REDIS_URL).eval(COUNT_IN_REDIS, 1, key, WINDOW_S * 1000)
            except (RedisError, OSError) as error:
                if not self.is_away:
                    logger.warning("requests are counted in the database (%s)", type(error).__name__)
                self.is_away = True
                self._rest()
            else:
                self.is_away, self.rest_until = False, 0.0
                return used, left / 1000
        return count_in_database(key)

    def _rest(self) -> None:
        self.rest_until = time.monotonic() + REST_AFTER_FAILURE_S


_counter = _Counter()


@cache
def _redis(url: str) -> Redis:
    return Redis.from_url(
        url,
        socket_timeout=PATIENCE_S,
        socket_connect_timeout=PATIENCE_S,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
    )


def count_in_database(key: str) -> tuple[int, float]:
    """Count one for a key; return how many that makes in its window, and the seconds until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_IN_DATABASE, {"key": key, "window": WINDOW_S})
        used, left = cursor.fetchone()
        if random.randrange(TIDY_ONE_IN) == 0:  # noqa: S311 - no secret
            cursor.execute(TIDY)
    return used, left
