"""Which programmes, modules and demands there are for whom."""

from typing import Self

from django.db.models import Case, Count, Prefetch, Value, When

from industriecoalitie.core.querysets import PartQuerySet, PeriodQuerySet
from partnerships.choices import HELIX_KINDS, HelixSide
from regions.querysets import OwnedQuerySet

from .choices import DemandDecision, DemandStage


class ProgrammeQuerySet(OwnedQuerySet, PeriodQuerySet):
    """Programmes of every kind."""

    def for_list(self) -> Self:
        """Return programmes by name, with region, terms and who offers them."""
        providers = self.model.providers.rel.related_model.objects.select_related("organisation").order_by(
            "order", "pk"
        )
        return (
            self.select_related("region")
            .prefetch_related("concepts", Prefetch("providers", queryset=providers))
            .order_by("name", "pk")
        )

    def for_page(self) -> Self:
        """Return programmes with the records they name."""
        return self.select_related("region", "owner")


class ModuleQuerySet(OwnedQuerySet):
    """Modules, which programmes are made of."""

    def for_list(self) -> Self:
        """Return modules by name, with terms and the programmes they are part of."""
        return self.prefetch_related("concepts", "programme_links__programme").order_by("name", "pk")

    def for_page(self) -> Self:
        """Return modules with the records they name."""
        return self.select_related("owner")


class LearningPathQuerySet(OwnedQuerySet):
    """Ordered routes past programmes and modules."""

    def for_list(self) -> Self:
        """Return learning paths by name, with region and terms, and ``step_count``: int."""
        return (
            self.select_related("region")
            .prefetch_related("concepts")
            .annotate(step_count=Count("steps", distinct=True))
            .order_by("name", "pk")
        )

    def for_page(self) -> Self:
        """Return learning paths with the records they name."""
        return self.select_related("region", "owner")


class OfferingQuerySet(OwnedQuerySet, PeriodQuerySet):
    """Programmes and modules at an organisation, in a form, at a level."""

    def for_list(self) -> Self:
        """Return offerings programme by programme."""
        return self.select_related("programme", "module", "organisation", "place", "form", "level").order_by(
            "programme__name", "module__name", "organisation__name", "pk"
        )


class DemandQuerySet(OwnedQuerySet):
    """What companies ask of education."""

    def open(self) -> Self:
        """Return the demands that were neither delivered nor turned down."""
        return self.exclude(stage=DemandStage.DELIVERED).exclude(decision=DemandDecision.DECLINED)

    def with_stage_rank(self) -> Self:
        """Annotate ``stage_rank``: int, 0 for a demand at the beginning of the funnel."""
        steps = [When(stage=stage, then=Value(number)) for number, stage in enumerate(DemandStage.values)]
        return self.annotate(stage_rank=Case(*steps, default=Value(0)))

    def without_company(self) -> Self:
        """Return the demands that no company, nor anyone who speaks for companies, asks."""
        parties = self.model.parties.rel.related_model.objects
        companies = parties.filter(organisation__kind__notation__in=HELIX_KINDS[HelixSide.BUSINESS])
        return self.exclude(pk__in=companies.values("demand"))

    def for_list(self) -> Self:
        """Return demands by title, with region, terms and who asks."""
        parties = self.model.parties.rel.related_model.objects.select_related("organisation").order_by(
            "order", "pk"
        )
        return (
            self.select_related("region")
            .prefetch_related("concepts", Prefetch("parties", queryset=parties))
            .order_by("title", "pk")
        )

    def for_page(self) -> Self:
        """Return demands with the records they name."""
        return self.select_related("region", "owner")


class StepQuerySet(PartQuerySet):
    """Steps of learning paths."""

    def for_list(self) -> Self:
        """Return steps in order, with what each is."""
        return self.select_related("programme", "module", "organisation", "level").order_by("order", "pk")
