"""Which practices, figures and reports there are for whom."""

from typing import Self

from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery

from industriecoalitie.access.predicates import holds_role
from industriecoalitie.core.querysets import PartQuerySet, RecordQuerySet
from regions.choices import Role
from regions.querysets import NationalQuerySet, OwnedQuerySet

from .choices import EntryKind, PracticeState


class PracticeQuerySet(OwnedQuerySet):
    """Practices of the databank."""

    def visible_to(self, user) -> Self:
        """Return published practices as every record; others to their team, to curators and the national team."""
        shown = super().visible_to(user)
        if not user.is_authenticated:
            return shown.filter(state=PracticeState.PUBLISHED)
        if holds_role(user, Role.CURATOR, Role.NATIONAL):
            return shown
        mine = self.model.objects.editable_by(user).values("pk")
        return shown.filter(Q(state=PracticeState.PUBLISHED) | Q(pk__in=mine))

    def for_list(self) -> Self:
        """Return practices, proven and newest first, with terms and the records a list names."""
        return (
            self.select_related("region", "place", "partnership", "programme")
            .prefetch_related("concepts")
            .order_by("-is_proven", F("published_on").desc(nulls_last=True), "title", "pk")
        )


class SuccessFactorQuerySet(RecordQuerySet):
    """What makes practices work."""

    def editable_by(self, user) -> Self:
        """Return everything to curators, nothing to others."""
        if user.is_authenticated and (user.is_superuser or holds_role(user, Role.CURATOR)):
            return self.all()
        return self.none()

    def for_list(self) -> Self:
        """Return factors with ``practice_count``: int, published public practices; the most used first."""
        published = Q(
            practice_links__practice__state=PracticeState.PUBLISHED,
            practice_links__practice__visibility="public",
            practice_links__practice__hidden_at=None,
        )
        return self.annotate(
            practice_count=Count("practice_links__practice", filter=published, distinct=True)
        ).order_by("-practice_count", "label", "pk")


class AdoptionQuerySet(OwnedQuerySet):
    """Where practices went."""

    def visible_to(self, user) -> Self:
        """Return the visible adoptions of practices that the user may see."""
        practices = self.model._meta.get_field("practice").related_model
        return super().visible_to(user).filter(practice__in=practices.objects.visible_to(user))

    def for_list(self) -> Self:
        """Return adoptions, newest first, with practice and region."""
        return self.select_related("practice", "region", "partnership").order_by(
            F("from_on").desc(nulls_last=True), "pk"
        )


class LearningResourceQuerySet(OwnedQuerySet):
    """Teaching materials."""

    def for_list(self) -> Self:
        """Return materials by title, with terms."""
        return (
            self.select_related("practice", "programme").prefetch_related("concepts").order_by("title", "pk")
        )


class IndicatorQuerySet(NationalQuerySet):
    """What is counted, and of what."""

    def for_list(self) -> Self:
        """Return indicators by name, with what they are about and their measurements, newest first."""
        measurements = self.model.measurements.rel.related_model.objects.visible_rows()
        return (
            self.select_related(
                "agenda_item__agenda",
                "agenda",
                "partnership",
                "organisation",
                "programme",
                "instrument",
                "concept",
                "part_of",
            )
            .prefetch_related(Prefetch("measurements", queryset=measurements))
            .order_by("name", "pk")
        )

    def with_value(self) -> Self:
        """Annotate ``latest_value`` (Decimal) and ``latest_year`` (int) of the newest shown value; None without."""
        values = self.model.measurements.rel.related_model.objects
        newest = values.visible_rows().filter(indicator=OuterRef("pk"))
        return self.annotate(
            latest_value=Subquery(newest.values("value")[:1]), latest_year=Subquery(newest.values("year")[:1])
        )


class MeasurementQuerySet(NationalQuerySet):
    """Values of indicators."""

    def visible_to(self, user) -> Self:
        """Return the visible values of indicators that the user may see."""
        indicators = self.model._meta.get_field("indicator").related_model
        return super().visible_to(user).filter(indicator__in=indicators.objects.visible_to(user))

    def visible_rows(self) -> Self:
        """Return values that are not hidden, newest first, with region."""
        return (
            self.filter(hidden_at=None, visibility="public")
            .select_related("region", "level")
            .order_by(F("year").desc(nulls_last=True), "pk")
        )

    def for_list(self) -> Self:
        """Return values indicator by indicator, newest first."""
        return self.select_related("indicator", "region", "level").order_by(
            "indicator__name", F("year").desc(nulls_last=True), "pk"
        )


class ProgressReportQuerySet(OwnedQuerySet):
    """Yearly reports on agendas."""

    def for_list(self) -> Self:
        """Return reports, newest first, with ``entry_count`` and ``example_count``: int."""
        return (
            self.select_related("agenda", "document")
            .annotate(
                entry_count=Count("entries", filter=Q(entries__kind=EntryKind.PROGRESS)),
                example_count=Count("entries", filter=Q(entries__kind=EntryKind.EXAMPLE)),
            )
            .order_by("-reported_on", "pk")
        )


class ProgressEntryQuerySet(PartQuerySet):
    """Texts of progress reports."""

    def for_list(self) -> Self:
        """Return entries theme by theme, in the order of the report."""
        return self.select_related("theme__agenda", "partnership", "region").order_by(
            "theme__position", "kind", "order", "pk"
        )
