"""Roles of people in a region or for the country."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.models import Period
from industriecoalitie.history.tracking import tracked
from regions.choices import (
    REGIONAL_ROLES,
    Role,
)
from regions.querysets import (
    MembershipQuerySet,
)

from .area import Region


@tracked()
class Membership(Period):
    """A person holds a role in a region, or for the country, from a day until a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("persoon")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="memberships", null=True, blank=True, verbose_name=_("regio")
    )
    role = models.CharField(_("rol"), max_length=10, choices=Role.choices)

    objects = MembershipQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("rol van een persoon")
        verbose_name_plural = _("rollen van personen")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(role__in=REGIONAL_ROLES, region__isnull=False)
                | (~models.Q(role__in=REGIONAL_ROLES) & models.Q(region__isnull=True)),
                name="regions_membership_region_fits_role",
                violation_error_message=_(
                    "Kies een regio bij een regionale rol, en geen regio bij een landelijke."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.region or ''}".strip()
