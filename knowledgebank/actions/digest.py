"""The weekly letters to teams about new practices: what a team follows, each practice once, each person one letter."""

import datetime
import logging
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from industriecoalitie.accounts.models import User
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.dates import last_monday
from industriecoalitie.core.querysets import PeriodQuerySet
from industriecoalitie.history.recording import change_set
from industriecoalitie.notifications.outbox import write_letter
from knowledgebank import emails
from knowledgebank.choices import PracticeState
from knowledgebank.models import Digest, DigestItem, DigestReader, Interest, Practice
from knowledgebank.models.sharing import hash_of
from regions.choices import Role
from regions.models import Membership, Region

BY_CLOCK = Actor("job")
SHARED = (Visibility.PUBLIC, Visibility.NETWORK)

logger = logging.getLogger(__name__)


def send_digests(now: datetime.datetime | None = None) -> int:
    """Write the letters of this week to each team that follows something; return how many letters.

    May run at any hour, twice, and by several workers at once; what is interrupted is found by the next run. Each team
    is one transaction: its letters, the list of what was in them and the count, or nothing.
    """
    week = last_monday(now or timezone.now()).date()
    waiting = Region.objects.filter(hidden_at=None, interests__isnull=False).exclude(digests__week=week)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True).distinct())
    return sum(_sent(key, week) for key in keys)


def _sent(key: int, week: datetime.date) -> int:
    try:
        return _send(key, week)
    except Exception:  # one team may not keep the others waiting
        logger.exception("the digest of region %s broke", key)
        return 0


def _send(key: int, week: datetime.date) -> int:
    with change_set(BY_CLOCK, "digest.sent"):
        # Who does the same team at this moment passes it by; what points at the region is not kept waiting.
        rows = Region.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        region = rows.filter(pk=key, hidden_at=None).first()
        if region is None or Digest.objects.filter(region=region, week=week).exists():
            return 0
        people = readers_of(region)
        found = matches_of(region, until=week) if people else {}
        if not found:
            return 0
        digest = Digest.objects.create(region=region, week=week, letters=len(people))
        DigestItem.objects.bulk_create(
            DigestItem(digest=digest, region=region, practice=practice, because=because_of(follows))
            for practice, follows in found.items()
        )
        for person in people:
            _write(digest, person, found)
    return len(people)


def _write(digest: Digest, person: User, found: dict[Practice, list[str]]) -> None:
    reader = reader_of(person, digest.region)
    subject, text = emails.digest(digest, found, reader)
    write_letter(
        f"digest:{digest.region.uuid}:{digest.week}:{person.pk}",
        person.email,
        subject,
        text,
        unsubscribe_url=emails.digest_stop_url(reader),
    )


def readers_of(region: Region) -> list[User]:
    """Return who gets the letters to a team: kartrekker and members of today with an account that works, who want them."""
    rows = PeriodQuerySet.current(
        Membership.objects.filter(region=region, role__in=(Role.LEAD, Role.MEMBER), user__is_active=True)
    )
    stopped = DigestReader.objects.filter(region=region, stopped_at__isnull=False)
    people = User.objects.filter(pk__in=rows.values("user")).exclude(pk__in=stopped.values("user"))
    return list(people.order_by("pk"))


def reader_of(person: User, region: Region) -> DigestReader:
    """Return the row with which a person stops the letters to a team."""
    made = DigestReader(user=person, region=region)
    token_hash = hash_of(made.token())
    reader, _is_new = DigestReader.objects.get_or_create(
        user=person, region=region, defaults={"nonce": made.nonce, "token_hash": token_hash}
    )
    if reader.token_hash != hash_of(reader.token()):
        # The secret of the portal was changed since: what the letter says has to work.
        reader.token_hash = hash_of(reader.token())
        reader.save(update_fields=["token_hash"])
    return reader


def matches_of(region: Region, *, until: datetime.date) -> dict[Practice, list[str]]:
    """Return the practices a team has not had yet, newest first, each with the names of what it follows of them.

    Published on or after the day that the team chose to follow something, and before the day ``until``.
    """
    interests = list(Interest.objects.filter(region=region).select_related("concept", "about").order_by("pk"))
    new = Practice.objects.originals().filter(
        state=PracticeState.PUBLISHED, visibility__in=SHARED, hidden_at=None, published_on__lt=until
    )
    new = new.exclude(owner=region)  # its own it knows
    new = new.exclude(pk__in=DigestItem.objects.filter(region=region).values("practice"))
    why: dict[int, list[str]] = {}
    for interest in interests:
        if not is_known(interest):
            continue
        since = timezone.localdate(interest.created_at)
        for key in about(new, interest).filter(published_on__gte=since).values_list("pk", flat=True):
            why.setdefault(key, []).append(str(interest))
    rows = new.filter(pk__in=why).select_related("region").order_by("-published_on", "title", "pk")
    return {practice: why[practice.pk] for practice in rows}


def is_known(interest: Interest) -> bool:
    """Tell whether what is followed can still be named: a term or a region may have been taken away."""
    named = interest.concept or interest.about
    return named is None or (named.hidden_at is None and named.visibility in SHARED)


def about(practices: QuerySet, interest: Interest) -> QuerySet:
    """Return the practices about what is followed: a term with all that is narrower, a region, or a kind."""
    if interest.concept_id is not None:
        terms = Concept.objects.filter(pk=interest.concept_id).with_narrower()
        return practices.filter(pk__in=Practice.objects.filter(concepts__in=terms).values("pk"))
    if interest.about_id is not None:
        is_there = Q(region=interest.about_id) | Q(region=None, owner=interest.about_id)
        return practices.filter(is_there)
    return practices.filter(kind=interest.kind)


def because_of(follows: Iterable[str]) -> str:
    """Return what a team follows as the list of letters keeps it."""
    return ", ".join(follows)[:200]


@transaction.atomic
def stop_digest(reader: DigestReader) -> None:
    """Write this person no more letters to this team."""
    _want(reader, stopped_at=timezone.now())


@transaction.atomic
def resume_digest(reader: DigestReader) -> None:
    """Write this person letters to this team again."""
    _want(reader, stopped_at=None)


def _want(reader: DigestReader, *, stopped_at: datetime.datetime | None) -> None:
    fresh = DigestReader.objects.select_for_update().get(pk=reader.pk)
    if (fresh.stopped_at is None) != (stopped_at is None):
        fresh.stopped_at = stopped_at
        fresh.save(update_fields=["stopped_at"])
