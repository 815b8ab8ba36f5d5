"""Everything that can happen to a token."""

import datetime
import uuid as uuids
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set
from regions.models import Region

from .keys import digest, new_token, present_pepper
from .models import MOST, ApiToken

NOTE_EVERY = datetime.timedelta(minutes=1)


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
    """Return a new token and its text, which is kept nowhere and is never to be had again.

    Raises:
        ValidationError: a value breaks a rule, or there is a token with this ``uuid``.
    """
    with change_set(by, "token.made"):
        return _made(
            ApiToken(
                uuid=uuid or uuids.uuid4(),
                owner=owner,
                name=name,
                scopes=sorted(set(scopes)),
                networks=list(networks),
            ),
            days,
            regions,
            by,
        )


def _made(token: ApiToken, days: int, regions: Sequence[Region], by: Actor) -> tuple[ApiToken, str]:
    token.public_id, text = new_token()
    token.pepper_id = present_pepper()
    token.digest = digest(text, token.pepper_id)
    token.created_by = by.user
    token.created_at = timezone.now()
    token.expires_at = token.created_at + datetime.timedelta(days=days)
    token.full_clean()
    token.save()
    token.regions.set(regions)
    return token, text


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
