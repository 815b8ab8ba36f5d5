"""What a partner system shows to be let in."""

import copy
import datetime
import ipaddress
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from industriecoalitie.accounts.models import User
from industriecoalitie.api.callers import READ_NETWORK, READ_PUBLIC
from industriecoalitie.core.actors import Actor, memberships_of, somebody
from industriecoalitie.history.tracking import tracked
from regions.choices import Role
from regions.models import Membership, Region

from .choices import Scope, State
from .querysets import ApiTokenQuerySet

MOST = datetime.timedelta(days=365)


def check_network(value: str) -> None:
    """Refuse what is not a network, as 192.0.2.0/24 or 2001:db8::/32.

    Raises:
        ValidationError: it is not one.
    """
    try:
        ipaddress.ip_network(value)
    except ValueError as error:
        raise ValidationError(_("‘%(value)s’ is geen netwerk."), params={"value": value}) from error


@tracked(exclude=("digest", "pepper_id", "last_used_at"))
class ApiToken(models.Model):
    """A key of a partner system: whose it is, what it may, where it comes from, until when.

    Of the text itself only ``digest`` is kept, made with the pepper ``pepper_id``. ``regions`` narrows the rights of
    the owner, none leaves them as they are; ``networks`` is where it may come from, none is anywhere. ``replaces`` is
    the token that this one takes the place of. History keeps neither the digest nor each use.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    public_id = models.CharField(_("kenmerk"), max_length=8, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    pepper_id = models.CharField(max_length=8, editable=False)
    name = models.CharField(_("naam"), max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", verbose_name=_("eigenaar")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="created_api_tokens",
        verbose_name=_("gemaakt door"),
        editable=False,
    )
    scopes = ArrayField(
        models.CharField(max_length=20, choices=Scope.choices), verbose_name=_("wat de sleutel mag")
    )
    regions = models.ManyToManyField(
        Region, related_name="api_tokens", blank=True, verbose_name=_("alleen voor")
    )
    networks = ArrayField(
        models.CharField(max_length=43, validators=[check_network]),
        verbose_name=_("alleen vanaf"),
        default=list,
        blank=True,
    )
    created_at = models.DateTimeField(_("gemaakt op"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("geldig tot"))
    revoked_at = models.DateTimeField(_("beëindigd op"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("laatst gebruikt"), null=True, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("in plaats van"),
        editable=False,
    )

    objects = ApiTokenQuerySet.as_manager()

    # The number of the request that carries it, for history.
    request_id = ""

    class Meta:
        verbose_name = _("sleutel")
        verbose_name_plural = _("sleutels")
        indexes = [models.Index(fields=["expires_at"], name="tokens_expires_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("created_at") + MOST),
                name="tokens_at_most_a_year",
                violation_error_message=_("Een sleutel is hooguit een jaar geldig."),
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(Scope.values)) & Q(scopes__len__gte=1),
                name="tokens_known_scopes",
                violation_error_message=_("Kies wat de sleutel mag."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> State:
        if self.revoked_at is not None:
            return State.REVOKED
        return State.LIVE if self.expires_at > timezone.now() else State.EXPIRED

    @property
    def is_live(self) -> bool:
        return self.state == State.LIVE

    @property
    def abilities(self) -> list[str]:
        """What it may, in words that stand in a sentence, in the order of the choices."""
        words = [str(scope.label) for scope in Scope if scope in self.scopes]
        return [f"{each[:1].lower()}{each[1:]}" for each in words]

    def comes_from(self, address: str | None) -> bool:
        """Tell whether it may be used from a network address; an unknown address is nowhere."""
        if not self.networks:
            return True
        try:
            found = ipaddress.ip_address(address or "")
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in ipaddress.ip_network(network) for network in self.networks)

    def allows(self, scope: str) -> bool:
        """Tell whether it has this scope; what is public needs none."""
        return scope == READ_PUBLIC or scope in self.scopes

    def reader(self, scope: str) -> Any:
        """Return the user for ``visible_to``, in a collection that is written with ``scope`` (empty: with none)."""
        if scope in self.scopes:
            return self.writer(scope)
        return somebody() if self.allows(READ_NETWORK) else AnonymousUser()

    def writer(self, scope: str) -> Any:
        """Return the owner, with the rights in the regions of the token alone; nobody when the scope lacks."""
        if scope not in self.scopes or not self.owner.is_active:
            return AnonymousUser()
        keys = self.region_ids
        user = within(self.owner, keys) if keys else copy.copy(self.owner)
        user.read_through = self
        return user

    def actor(self) -> Actor:
        """Return who does it, as history keeps it."""
        return Actor(door="api", user=self.owner, token_id=str(self.uuid), request_id=self.request_id)

    @property
    def region_ids(self) -> list[int]:
        """The keys of the regions it is bound to; ``for_request`` brings them along as ``region_keys``."""
        if not hasattr(self, "region_keys"):
            self.region_keys = sorted(self.regions.values_list("pk", flat=True))
        return self.region_keys


def within(owner: User, regions: list[int]) -> User:
    """Return a copy of a person, with the roles in these regions alone: never to be saved.

    An administrator becomes lead of each; what someone may as contact of one partnership is in no region.
    """
    user = copy.copy(owner)
    if owner.is_superuser:
        roles = [Membership(user=user, region_id=key, role=Role.LEAD) for key in regions]
    else:
        roles = [held for held in memberships_of(owner) if held.region_id in regions]
    user.is_superuser = user.is_staff = False
    user._memberships_today = roles
    user._prefetched_objects_cache = {"partnership_contacts": owner.partnership_contacts.none()}
    return user
