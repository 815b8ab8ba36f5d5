"""Which ecosystems and partnerships there are for whom."""

import datetime
from typing import Self

from django.db.models import Count, F, Q
from django.utils import timezone

from industriecoalitie.core.querysets import PartQuerySet, PeriodQuerySet
from regions.choices import Role
from regions.querysets import OwnedQuerySet

from .choices import HELIX_KINDS, Gap, HelixSide, PartnershipStatus


def due_before(day: datetime.date) -> Q:
    """Return what moments answer to whose last day is before ``day``; of a month or a year that is its last day."""
    month, year = day.replace(day=1), day.replace(month=1, day=1)
    return (
        Q(due_precision="day", due_on__lt=day)
        | Q(due_precision="month", due_on__lt=month)
        | Q(due_precision="year", due_on__lt=year)
    )


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

    def without_stage(self) -> Self:
        """Return ecosystems of which nobody said how far they are: on the way from CIV to CIB, or in their life."""
        return self.filter(stage="", life_phase="")


class PartnershipQuerySet(OwnedQuerySet, PeriodQuerySet):
    """Partnerships of schools, companies and governments."""

    def editable_by(self, user) -> Self:
        """Return those of the user's own regions, and those the user was invited to as contact."""
        if not user.is_authenticated or not user.is_active or user.is_superuser:
            return super().editable_by(user)
        invited = PeriodQuerySet.current(user.partnership_contacts.all()).values("partnership")
        return self.filter(self._kept_by(user, Role.LEAD, Role.MEMBER) | Q(pk__in=invited))

    def staffed_by(self, user) -> Self:
        """Return those to which the user invites people of partners: of the own regions, not as a contact."""
        return super().editable_by(user)

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

    def ongoing(self) -> Self:
        """Return the partnerships that are not finished."""
        today = timezone.localdate()
        return self.filter(
            ~Q(status=PartnershipStatus.DONE), Q(until_on__isnull=True) | Q(until_on__gte=today)
        )

    def over(self, day: datetime.date) -> Self:
        """Return the partnerships whose last day is before ``day`` and that nobody called finished."""
        return self.filter(~Q(status=PartnershipStatus.DONE), until_on__lt=day)

    def with_gap(self, gap: str, user) -> Self:
        """Return the ongoing partnerships that lack something (``Gap``), as far as ``user`` can tell."""
        rows = self.ongoing()
        if gap == Gap.TARGET:
            return rows.without_target()
        if gap == Gap.MILESTONE:
            return rows.without_milestone_ahead()
        if gap == Gap.PARTNERS:
            return rows.without_partners(user)
        return rows.without_side(HelixSide(gap), user)

    def without_partners(self, user) -> Self:
        """Return the partnerships in which nobody takes part today whom ``user`` may know of."""
        return self.exclude(pk__in=self._partners_known_to(user).values("partnership"))

    def without_side(self, side: HelixSide, user) -> Self:
        """Return the partnerships in which no partner of today, known to ``user``, stands on a side of the triple helix."""
        kinds = HELIX_KINDS[side]
        on_side = Q(organisation__kind__notation__in=kinds) | Q(
            organisation__isnull=True, kind__notation__in=kinds
        )
        return self.exclude(pk__in=self._partners_known_to(user).filter(on_side).values("partnership"))

    def without_target(self) -> Self:
        """Return the partnerships that do not say what they want to reach."""
        targets = self.model.targets.rel.related_model.objects
        return self.exclude(pk__in=targets.values("partnership"))

    def without_milestone_ahead(self) -> Self:
        """Return the partnerships without a moment that is still to come and was not reached."""
        moments = self.model.milestones.rel.related_model.objects.filter(partnership__isnull=False)
        ahead = moments.exclude(due_before(timezone.localdate())).filter(
            is_reached=False, due_on__isnull=False
        )
        return self.exclude(pk__in=ahead.values("partnership"))

    def _partners_known_to(self, user):
        """Return the partner rows of today that are no one’s, or of an organisation that ``user`` may see."""
        rows = self.model.partners.rel.related_model.objects.current()
        organisations = rows.model._meta.get_field("organisation").related_model.objects.visible_to(user)
        return rows.filter(
            Q(organisation__isnull=True) | Q(organisation__in=organisations.values("pk"))
        ).order_by()

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

    def not_reached(self) -> Self:
        """Return the moments with a date that nobody called reached."""
        return self.filter(is_reached=False, reached_on__isnull=True, due_on__isnull=False)

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
        return self.filter(partnership__in=partnerships.objects.staffed_by(user))

    def not_ended(self) -> Self:
        """Return the invitations that hold today or are still to begin."""
        return self.exclude(until_on__lt=timezone.localdate())

    def ended(self) -> Self:
        """Return the invitations that hold no longer."""
        return self.filter(until_on__lt=timezone.localdate())


class InstrumentQuerySet(OwnedQuerySet, PeriodQuerySet):
    """Funds, subsidies, deals, motions and policies."""

    def for_list(self) -> Self:
        """Return instruments by name, with region and assessor."""
        return self.select_related("region", "organisation").order_by("name", "pk")

    def for_page(self) -> Self:
        """Return instruments with the records they name."""
        return self.select_related("region", "organisation", "owner")
