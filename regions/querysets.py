"""Which regions, organisations and agendas there are for whom, and on which day."""

from typing import Self

from django.db.models import Count, Exists, F, OuterRef, Q

from industriecoalitie.access.predicates import holds_role
from industriecoalitie.core.querysets import PartQuerySet, PeriodQuerySet, RecordQuerySet

from .choices import REGIONAL_ROLES, Role


class OwnedQuerySet(RecordQuerySet):
    """Records that one region keeps, or the national team when ``owner`` is empty."""

    def visible_to(self, user) -> Self:
        """Return as every record, and to curators and the national team all that is not hidden."""
        if user.is_authenticated and holds_role(user, Role.CURATOR, Role.NATIONAL):
            return self.filter(hidden_at=None)
        return super().visible_to(user)

    def editable_by(self, user) -> Self:
        """Return the records of the user's own regions; those without owner to the national team."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        mine = PeriodQuerySet.current(user.memberships.filter(role__in=(Role.LEAD, Role.MEMBER)))
        national = PeriodQuerySet.current(user.memberships.filter(role=Role.NATIONAL))
        return self.filter(Q(owner__in=mine.values("region")) | Q(Exists(national), owner__isnull=True))


class NationalQuerySet(RecordQuerySet):
    """Records that the national team keeps."""

    def editable_by(self, user) -> Self:
        """Return everything to the national team, nothing to others."""
        if user.is_authenticated and (user.is_superuser or holds_role(user, Role.NATIONAL)):
            return self.all()
        return self.none()


class RegionQuerySet(RecordQuerySet):
    """Regions of every kind."""

    def editable_by(self, user) -> Self:
        """Return the regions whose team the user is in; all to the national team."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser or holds_role(user, Role.NATIONAL):
            return self.all()
        mine = PeriodQuerySet.current(user.memberships.filter(role__in=(Role.LEAD, Role.MEMBER)))
        return self.filter(pk__in=mine.values("region"))

    def with_frontrunner(self) -> Self:
        """Return the regions that a koploper leads today."""
        leads = PeriodQuerySet.current(
            self.model.frontrunners.rel.related_model.objects.filter(region=OuterRef("pk"))
        )
        return self.filter(Exists(leads))

    def for_list(self) -> Self:
        """Return regions by name, with their koplopers."""
        return self.prefetch_related("frontrunners__organisation").order_by("name", "pk")

    def for_detail(self) -> Self:
        """Return regions with what their page shows of the area itself."""
        return self.for_list().select_related("province", "labour_market_region")


class LabourMarketRegionQuerySet(NationalQuerySet):
    """The labour market regions of Statistics Netherlands."""

    def for_list(self) -> Self:
        """Return labour market regions by code, with provinces and the regions that cover them."""
        return self.prefetch_related("provinces", "coverages__region").order_by("code")


class OrganisationQuerySet(OwnedQuerySet):
    """Organisations of every kind."""

    def for_list(self) -> Self:
        """Return organisations by name with kind, place and region."""
        return self.select_related("kind", "place", "region", "parent").order_by("name", "pk")

    def for_detail(self) -> Self:
        """Return organisations with their codes and history of names."""
        return self.for_list().prefetch_related(
            "codes",
            "children",
            "predecessor_links__predecessor",
            "successor_links__successor",
            "frontrunners__region",
        )

    def frontrunners(self) -> Self:
        """Return the organisations that are koploper today."""
        model = self.model.frontrunners.rel.related_model
        return self.filter(Exists(PeriodQuerySet.current(model.objects.filter(organisation=OuterRef("pk")))))


class MembershipQuerySet(PeriodQuerySet):
    """Roles of people, with the days they hold."""

    def visible_to(self, user) -> Self:
        """Return roles to those who may change the region's team; the person's own always."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(pk__in=self.editable_by(user).values("pk")) | Q(user=user))

    def editable_by(self, user) -> Self:
        """Return the roles of the regions that the user leads; all to an administrator."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        led = PeriodQuerySet.current(user.memberships.filter(role=Role.LEAD)).values("region")
        return self.filter(region__in=led, role__in=REGIONAL_ROLES)


class AgendaQuerySet(OwnedQuerySet):
    """National and regional agendas."""

    def for_list(self) -> Self:
        """Return agendas with ``line_count``: int, lines at every level."""
        return (
            self.select_related("organisation", "region", "document")
            .annotate(line_count=Count("items", filter=Q(items__hidden_at=None)))
            .order_by(F("dated_on").desc(nulls_last=True), "title", "pk")
        )


class AgendaItemQuerySet(RecordQuerySet):
    """Lines of agendas; the agenda decides who may change them."""

    def visible_to(self, user) -> Self:
        """Return the visible lines of agendas that the user may see."""
        agendas = self.model._meta.get_field("agenda").related_model
        return super().visible_to(user).filter(agenda__in=agendas.objects.visible_to(user))

    def editable_by(self, user) -> Self:
        """Return the lines of agendas that the user may change."""
        agendas = self.model._meta.get_field("agenda").related_model
        return self.filter(agenda__in=agendas.objects.editable_by(user))

    def for_list(self) -> Self:
        """Return lines agenda by agenda, in the order of the agenda."""
        return self.select_related("agenda", "parent", "status").order_by("agenda", "position", "pk")


class FrontrunnerQuerySet(PartQuerySet):
    """Which organisation is koploper where."""

    def for_list(self) -> Self:
        """Return koplopers in the order of the proposition."""
        return self.select_related("organisation", "region").order_by(
            "list_order", "organisation__name", "pk"
        )
