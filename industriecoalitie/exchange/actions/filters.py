"""Filters under a name, and who follows them."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from industriecoalitie.accounts.models import User
from industriecoalitie.core.tables import Table
from industriecoalitie.exchange.lists import LONGEST_QUERY, canonical, chosen
from industriecoalitie.exchange.models import Follow, SavedFilter, hash_of
from regions.models import Region

MOST_FILTERS = 100
# More than this changes every week; a letter about it is no help.
MOST_FOLLOWED = 2_000


@transaction.atomic
def save_filter(
    table: Table, user: User, name: str, query: str, region: Region | None = None, *, follows: bool = False
) -> SavedFilter:
    """Keep the filters of a list under a name; with a region its team sees them too. ``follows``: and follow it.

    Raises:
        ValidationError: the filters make no sense, or there are too many of them.
    """
    query = canonical(table, query)
    if len(query) > LONGEST_QUERY:
        raise ValidationError(_("Dit zijn te veel filters om te bewaren. Haal er een paar weg."))
    if SavedFilter.objects.filter(owner=user).count() >= MOST_FILTERS:
        raise ValidationError(_("Je hebt al 100 filters. Haal er eerst een weg."))
    chosen(table, user, query)
    saved = SavedFilter(
        name=name.strip(), table_key=table.key, query=query, owner=user,
        region=region, is_shared=region is not None,
    )  # fmt: skip
    saved.slug = free_slug(saved.name)
    saved.full_clean(exclude=["slug"])
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError:
        # Someone took the key between looking and saving.
        saved.slug = f"{saved.slug}-{timezone.now():%H%M%S}"
        saved.save()
    if follows:
        follow(saved, user)
    return saved


def free_slug(name: str) -> str:
    base = slugify(name)[:60].strip("-") or "filter"
    taken = set(SavedFilter.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, 10_000) if (slug := f"{base}-{n}" if n > 1 else base) not in taken)


def remove_filter(saved: SavedFilter) -> None:
    """Forget a filter; who followed it gets no more letters."""
    saved.delete()


def follow(saved: SavedFilter, user: User) -> Follow:
    """Let a person get a letter each week; the first tells what is different from now.

    Raises:
        ValidationError: there is more behind this filter than a letter can tell.
    """
    snapshot = snapshot_of(saved, user)
    found = Follow(user=user, saved_filter=saved, snapshot=snapshot)
    found.token_hash = hash_of(found.token())
    stored, _is_new = Follow.objects.get_or_create(
        user=user,
        saved_filter=saved,
        defaults={"snapshot": snapshot, "nonce": found.nonce, "token_hash": found.token_hash},
    )
    return stored


def unfollow(found: Follow) -> None:
    """Stop the letters."""
    found.delete()


def snapshot_of(saved: SavedFilter, user: User) -> dict[str, int]:
    """Return the version of each record behind a filter that ``user`` sees today, by its identifier.

    Raises:
        ValidationError: the filter makes no sense any more, or there are too many.
    """
    if saved.table is None:
        raise ValidationError(_("Dit filter werkt niet meer."))
    rows = chosen(saved.table, user, saved.query)
    version = "version" if saved.table.has_versions else "pk"
    found = list(rows.values_list("uuid", version)[: MOST_FOLLOWED + 1])
    if len(found) > MOST_FOLLOWED:
        raise ValidationError(_("Dit zijn er te veel om te volgen. Kies een paar filters erbij."))
    return {str(uuid): number for uuid, number in found}
