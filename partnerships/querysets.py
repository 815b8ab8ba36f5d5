"""Which ecosystems and partnerships there are for whom."""

from typing import Self

from django.db.models import Count, F, Q

from industriecoalitie.core.querysets import PartQuerySet, PeriodQuerySet
from regions.querysets import OwnedQuerySet


class EcosystemQuerySet(OwnedQuerySet, PeriodQuerySet):
    """Centres and networks in which schools and companies work together."""

    def for_list(self) -> Self:
        """Return ecosystems by name, with place and region."""
        return self.select_related("place", "region", "organisation", "part_of").order_by("name", "pk")

    def for_detail(self) -> Self:
        """Return ecosystems with the terms that describe them."""
        return self.for_list().prefetch_related("concepts")

    def for_page(self) -> Self:
        """Return ecosystems with the records they name."""
        return self.select_related("place", "region", "organisation", "lead_organisation", "part_of", "owner")


class PartnershipQuerySet(OwnedQuerySet, PeriodQuerySet):
    """Partnerships of schools, companies and governments."""

    def editable_by(self, user) -> Self:
        """Return those of the user's own regions, and those the user was invited to as contact."""
        own = super().editable_by(user)
        if not user.is_authenticated or not user.is_active or user.is_superuser:
            return own
        invited = PeriodQuerySet.current(user.partnership_contacts.all()).values("partnership")
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=invited))

    def for_list(self) -> Self:
        """Return partnerships by name, with terms and the records a list names."""
        return (
            self.select_related("form", "region", "place", "lead_organisation")
            .prefetch_related("concepts")
            .order_by("name", "pk")
        )

    def for_detail(self) -> Self:
        """Return partnerships with what their page shows of themselves."""
        return self.for_list().select_related("owner")

    def for_page(self) -> Self:
        """Return partnerships with the records they name; what hangs on them comes in one query of its own."""
        return self.select_related("form", "region", "place", "lead_organisation", "owner", "agenda")

    def with_partners_shown_to(self, user) -> Self:
        """Annotate ``shown_partners``: int, partner rows that the user may see, the unnamed ones included."""
        rows = self.model.partners.rel.related_model.objects.visible_to(user)
        return self.annotate(
            shown_partners=Count("partners", filter=Q(partners__in=rows.values("pk")), distinct=True)
        )


class PartnerQuerySet(PartQuerySet):
    """Who takes part in a partnership, and when."""

    def for_list(self) -> Self:
        """Return partner rows in the order of the record, with organisation and role."""
        return self.select_related("organisation__kind", "role", "kind").order_by("order", "pk")


class MilestoneQuerySet(PartQuerySet):
    """Moments of partnerships, agendas and schemes."""

    def visible_to(self, user) -> Self:
        """Return moments of what the user may see, and moments of nothing in particular."""
        rows = self
        for name in self.model.shows:
            related = self.model._meta.get_field(name).related_model
            rows = rows.filter(
                Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__in": related.objects.visible_to(user)})
            )
        return rows

    def for_list(self) -> Self:
        """Return moments from early to late; the undated last."""
        return self.select_related("partnership", "agenda", "instrument").order_by(
            F("due_on").asc(nulls_last=True), "pk"
        )


class ContactQuerySet(PeriodQuerySet):
    """People invited to one partnership."""

    def visible_to(self, user) -> Self:
        """Return the invitations of partnerships that the user may change; the person's own always."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(pk__in=self.editable_by(user).values("pk")) | Q(user=user))

    def editable_by(self, user) -> Self:
        """Return the invitations to partnerships of the regions whose team the user is in."""
        partnerships = self.model._meta.get_field("partnership").related_model
        return self.filter(partnership__in=OwnedQuerySet.editable_by(partnerships.objects.all(), user))


class InstrumentQuerySet(OwnedQuerySet, PeriodQuerySet):
    """Funds, subsidies, deals, motions and policies."""

    def for_list(self) -> Self:
        """Return instruments by name, with region and assessor."""
        return self.select_related("region", "organisation").order_by("name", "pk")

    def for_page(self) -> Self:
        """Return instruments with the records they name."""
        return self.select_related("region", "organisation", "owner")
