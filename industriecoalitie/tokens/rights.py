"""What somebody may put into a token: never more than what that person may do."""

from django.db.models import QuerySet

from industriecoalitie.access.predicates import holds_role, regions_held
from industriecoalitie.core.actors import memberships_of
from industriecoalitie.core.querysets import PeriodQuerySet
from regions.choices import Role
from regions.models import Region

from .choices import READING, WRITING, Scope

WRITERS = (Role.LEAD, Role.MEMBER, Role.NATIONAL)


def scopes_open_to(user) -> list[Scope]:
    """Return what a person may let a token do, in the order of the choices; nothing for who has no role.

    Who may write for a region or for the country chooses from all; other roles read, and hear of changes; the contact of
    one partnership reads.
    """
    if not user.is_authenticated or not user.is_active:
        return []
    if user.is_superuser or holds_role(user, *WRITERS):
        return list(Scope)
    if memberships_of(user):
        return [scope for scope in Scope if scope not in WRITING]
    if PeriodQuerySet.current(user.partnership_contacts.all()).exists():
        return list(READING)
    return []


def regions_open_to(user) -> QuerySet:
    """Return the regions that a person may bind a token to, by name: the own ones; all to administrators."""
    if not user.is_authenticated or not user.is_active:
        return Region.objects.none()
    rows = Region.objects.filter(hidden_at=None).order_by("name", "pk")
    return rows if user.is_superuser else rows.filter(pk__in=regions_held(user, Role.LEAD, Role.MEMBER))
