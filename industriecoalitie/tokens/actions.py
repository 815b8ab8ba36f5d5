"""Everything that can happen to a token."""

import datetime
import uuid as uuids
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set
from industriecoalitie.notifications.outbox import write_letter
from regions.models import Region

from . import emails
from .keys import digest, new_token, present_pepper
from .models import MOST, ApiToken

NOTE_EVERY = datetime.timedelta(minutes=1)
WARN_BEFORE = datetime.timedelta(days=14)
# How many work at the same time for one person, and how long an old one stays beside the new.
MOST_LIVE = 25
LONGEST_OVERLAP = 7


def make_token(
    owner: User,
    name: str,
    scopes: Iterable[str],
    *,
    by: Actor,
    regions: Sequence[Region] = (),
    networks: Sequence[str] = (),
    days: int = MOST.days,
    uuid: uuids.UUID | None = None,
) -> tuple[ApiToken, str]:
    """Return a new token and its text, which is kept nowhere and is never to be had again; the owner gets a letter.

    Whether ``owner`` may use the scopes is for who asks: a token never opens more than its owner may.

    Raises:
        ValidationError: a value breaks a rule, there is a token with this ``uuid``, or the owner has very many.
    """
    token = ApiToken(owner=owner, name=name, scopes=sorted(set(scopes)), networks=list(networks))
    with change_set(by, "token.made"):
        _take_turns(owner)
        if ApiToken.objects.filter(owner=owner).live().count() >= MOST_LIVE:
            raise ValidationError(_("Je hebt al veel sleutels die werken. Beëindig er eerst een."))
        text = _add(token, days, regions, by, uuid)
        write_letter(f"token:{token.uuid}:made", owner.email, *emails.made(token))
    return token, text


def rotate_token(
    token: ApiToken,
    *,
    by: Actor,
    days: int = MOST.days,
    overlap: int = LONGEST_OVERLAP,
    uuid: uuids.UUID | None = None,
) -> tuple[ApiToken, str]:
    """Return a token that does what ``token`` does, and its text; the old one ends by itself after ``overlap`` days.

    Raises:
        ValidationError: the old one works no longer, or is being replaced already: two at a time is the most.
    """
    with change_set(by, "token.rotated"):
        _take_turns(token.owner)
        old = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
        fresh = ApiToken(
            owner=old.owner, name=old.name, scopes=old.scopes, networks=old.networks, replaces=old
        )
        text = _add(fresh, days, list(old.regions.all()), by, uuid)
        if not old.is_live:
            raise ValidationError(_("Deze sleutel werkt niet meer. Maak een nieuwe."))
        others = ApiToken.objects.live().exclude(pk=fresh.pk).filter(Q(replaces=old) | Q(successors=old))
        if others.exists():
            raise ValidationError(
                _("Deze sleutel wordt al vervangen. Beëindig eerst de oude, of wacht tot die verloopt.")
            )
        ends = fresh.created_at + datetime.timedelta(days=min(overlap, LONGEST_OVERLAP))
        old.expires_at = min(old.expires_at, ends)
        old.save(update_fields=["expires_at"])
        write_letter(f"token:{fresh.uuid}:rotated", old.owner.email, *emails.rotated(fresh))
    return fresh, text


def revoke_token(token: ApiToken, *, by: Actor) -> ApiToken:
    """End a token: it opens nothing from the next request on. When somebody else does it, the owner gets a letter."""
    with change_set(by, "token.revoked"):
        fresh = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
        if fresh.revoked_at is None:
            fresh.revoked_at = timezone.now()
            fresh.save(update_fields=["revoked_at"])
            if by.user is None or by.user.pk != fresh.owner_id:
                write_letter(f"token:{fresh.uuid}:revoked", fresh.owner.email, *emails.revoked(fresh))
    return fresh


def warn_of_expiry(now: datetime.datetime | None = None) -> int:
    """Write to the owners of tokens that end within 14 days, once for each; return how many there are.

    Who replaced a token knows it already.
    """
    now = now or timezone.now()
    rows = ApiToken.objects.live(now).filter(expires_at__lte=now + WARN_BEFORE, owner__is_active=True)
    ending = rows.exclude(successors__in=ApiToken.objects.live(now)).select_related("owner")
    for token in ending:
        write_letter(f"token:{token.uuid}:expiring", token.owner.email, *emails.expiring(token))
    return len(ending)


def note_use(token: ApiToken, text: str, *, now: datetime.datetime | None = None) -> None:
    """Keep when a token was last used, at most once a minute; store it under the present pepper, if it was not."""
    now = now or timezone.now()
    if token.last_used_at is not None and token.last_used_at > now - NOTE_EVERY:
        return
    values = {"last_used_at": now}
    if token.pepper_id != present_pepper():
        values |= {"pepper_id": present_pepper(), "digest": digest(text, present_pepper())}
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTE_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(**values)


def _take_turns(owner: User) -> None:
    """Let what happens to the tokens of one person happen one by one."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)


def _add(token: ApiToken, days: int, regions: Sequence[Region], by: Actor, uuid: uuids.UUID | None) -> str:
    """Save a new token, and return its text."""
    token.uuid = uuid or uuids.uuid4()
    token.public_id, text = new_token()
    token.pepper_id = present_pepper()
    token.digest = digest(text, token.pepper_id)
    token.created_by = by.user
    token.created_at = timezone.now()
    token.expires_at = token.created_at + datetime.timedelta(days=days)
    token.full_clean()
    token.save()
    token.regions.set(regions)
    return text
