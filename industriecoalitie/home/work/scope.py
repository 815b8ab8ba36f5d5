"""Whose work it is: the person, the regions held, and the one region that the person looks at now."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import memberships_of
from industriecoalitie.core.querysets import PeriodQuerySet
from partnerships.models import Partnership
from regions.choices import Role
from regions.models import Membership, Owned, Region


@dataclass
class Scope:
    """A person and what is shown of that person’s work."""

    user: object
    memberships: list[Membership] = field(default_factory=list)
    chosen: Region | None = None

    @cached_property
    def today(self) -> datetime.date:
        return timezone.localdate()

    def holds(self, *roles: str) -> bool:
        return any(each.role in roles for each in self.memberships)

    @property
    def is_national(self) -> bool:
        return self.holds(Role.NATIONAL) and self.chosen is None

    @property
    def is_curator(self) -> bool:
        return self.holds(Role.CURATOR) and self.chosen is None

    @property
    def is_keeper(self) -> bool:
        """Tell whether there are records that this person keeps, by a role or as contact of a partner."""
        return self.holds(Role.LEAD, Role.MEMBER, Role.NATIONAL) or bool(self.invited)

    @cached_property
    def invited(self) -> list[Partnership]:
        """Return the partnerships that the person was invited to, when there is no role."""
        if self.memberships or self.user.is_superuser:
            return []
        contacts = PeriodQuerySet.current(self.user.partnership_contacts.all()).values("partnership")
        return list(Partnership.objects.filter(pk__in=contacts, hidden_at=None).order_by("name", "pk"))

    @cached_property
    def regions(self) -> list[Region]:
        """Return the regions that the person holds a role in, each once."""
        return list({each.region_id: each.region for each in self.memberships if each.region_id}.values())

    def regions_as(self, *roles: str) -> set[int]:
        held = {each.region_id for each in self.memberships if each.role in roles and each.region_id}
        return held & {self.chosen.pk} if self.chosen else held

    def own(self, model: type[Owned]) -> QuerySet:
        """Return the records of a kind that the person keeps; an administrator may change all, and keeps them by a role."""
        # Nothing at all is said as such: a union of one arm and empty ones is refused by the database.
        if not self.is_keeper or (self.invited and model is not Partnership):
            return model.objects.none()
        rows = model.objects.kept_by(self.user).filter(hidden_at=None)
        if self.user.is_superuser:
            rows = rows.filter(owner__in=self.regions_as(Role.LEAD, Role.MEMBER))
        return rows.filter(owner=self.chosen) if self.chosen else rows

    def own_regions(self) -> QuerySet:
        """Return the regions whose profile the person keeps."""
        held = self.regions_as(Role.LEAD, Role.MEMBER)
        return Region.objects.filter(pk__in=held, hidden_at=None) if held else Region.objects.none()


def scope_of(user, slug: str = "") -> Scope:
    """Return the work of a person, of all regions or of the one with ``slug``.

    Raises:
        Http404: the person holds no role in that region.
    """
    scope = Scope(user, memberships_of(user))
    if slug:
        scope.chosen = _of(scope.regions, slug)
    return scope


def _of(regions: Iterable[Model], slug: str) -> Model:
    for region in regions:
        if region.slug == slug:
            return region
    raise Http404(_("In deze regio heb je geen rol."))
