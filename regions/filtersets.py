"""What lists of regions, organisations and agendas can be narrowed by, on pages and in the API."""

from django.db.models import Case, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Lower
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.filtersets import ConceptFilter
from industriecoalitie.core.filters import (
    BY_CHANGE,
    BY_NAME,
    ChoicesFilter,
    KeyFilter,
    RecordFilterSet,
    SearchFilter,
    reader_of,
)

from .choices import RegionKind, Scope
from .models import Agenda, AgendaItem, LabourMarketRegion, Organisation, Province, Region
from .querysets import lying_in, number_of


class FrontrunnerFilter(ChoicesFilter):
    """Regions that a koploper leads today, or organisations that are one; ``method`` names the queryset method."""

    def __init__(self, method: str, yes: str, no: str, **kwargs):
        self.found_by = method
        super().__init__("is_frontrunner", (("true", yes), ("false", no)), **kwargs)

    def leading(self, rows: QuerySet) -> QuerySet:
        return getattr(rows.model._default_manager, self.found_by)().order_by().values("pk")

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if len(set(value)) != 1:
            return qs
        leading = Q(pk__in=self.leading(qs))
        return qs.filter(leading if value[0] == "true" else ~leading)

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return how many are led by, or are, a koploper, and how many not."""
        flag = Case(
            When(pk__in=self.leading(rows), then=Value("true")),
            default=Value("false"),
            output_field=TextField(),
        )
        return super().option_rows(rows.annotate(is_frontrunner=flag))


class ProvinceFilter(KeyFilter):
    """Regions that are a province, or lie in one as a part, by their labour market region or by what they cover."""

    def __init__(self, **kwargs):
        super().__init__("province__slug", "province__name", "regions.Province", **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        chosen = Province.objects.filter(slug__in=value).values("pk")
        return qs.filter(pk__in=Region.objects.filter(lying_in(chosen)).values("pk"))

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return each province with the number of regions in it."""
        found = number_of(rows.filter(lying_in(OuterRef("pk"))))
        provinces = self.shown_targets().order_by().annotate(found=found).filter(found__gt=0)
        return [provinces.values_list(Cast(F("slug"), TextField()), Cast(F("name"), TextField()), "found")]


class NamesFilter(SearchFilter):
    """Organisations by any of their names and codes, and by the names of those they came from, as a person types."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        named = Organisation.objects.named(value, reader=reader_of(self)).order_by()
        return qs.filter(Q(pk__in=super().filter(qs, value).values("pk")) | Q(pk__in=named.values("pk")))


class RegionFilterSet(RecordFilterSet):
    """Filters of regions."""

    q = SearchFilter(label=_("Zoek"))
    kind = ChoicesFilter("kind", RegionKind.choices, label=_("Soort gebied"))
    koploper = FrontrunnerFilter(
        "with_frontrunner", _("Met koploper"), _("Zonder koploper"), label=_("Koploper")
    )
    province = ProvinceFilter(label=_("Provincie"))

    facets = ("koploper", "kind", "province")
    sorts = {"name": BY_NAME, "updatedAt": BY_CHANGE}

    class Meta:
        model = Region
        fields: list[str] = []


class LabourMarketRegionFilterSet(RecordFilterSet):
    """Filters of labour market regions."""

    q = SearchFilter(label=_("Zoek"))
    province = KeyFilter("provinces__slug", "provinces__name", "regions.Province", label=_("Provincie"))
    region = KeyFilter(
        "coverages__region__slug", "coverages__region__name", "regions.Region", label=_("Gedekt door")
    )

    facets = ("province", "region")
    sorts = {"code": (_("Code"), ("code", "pk")), "name": BY_NAME, "updatedAt": BY_CHANGE}

    class Meta:
        model = LabourMarketRegion
        fields: list[str] = []


class OrganisationFilterSet(RecordFilterSet):
    """Filters of organisations."""

    q = NamesFilter(label=_("Zoek"))
    kind = ConceptFilter(Scheme.ORGANISATION_KIND, path="kind", label=_("Soort organisatie"))
    region = KeyFilter("region__slug", "region__name", "regions.Region", label=_("Regio"))
    koploper = FrontrunnerFilter("frontrunners", _("Is koploper"), _("Is geen koploper"), label=_("Koploper"))
    province = KeyFilter("province__slug", "province__name", "regions.Province", label=_("Provincie"))
    agenda = KeyFilter(
        "agenda_items__agenda__slug", "agenda_items__agenda__title", "regions.Agenda", label=_("Agenda")
    )

    facets = ("koploper", "kind", "region", "province")
    sorts = {"name": BY_NAME, "updatedAt": BY_CHANGE}

    class Meta:
        model = Organisation
        fields: list[str] = []


class AgendaFilterSet(RecordFilterSet):
    """Filters of agendas."""

    q = SearchFilter(label=_("Zoek"))
    scope = ChoicesFilter("scope", Scope.choices, label=_("Bereik"))
    region = KeyFilter("region__slug", "region__name", "regions.Region", label=_("Regio"))
    organisation = KeyFilter(
        "organisation__slug", "organisation__name", "regions.Organisation", label=_("Eigenaar")
    )

    facets = ("scope", "region", "organisation")
    sorts = {
        "dated": (_("Nieuwste eerst"), (F("dated_on").desc(nulls_last=True), "title", "pk")),
        "title": (_("Titel"), (Lower("title"), "pk")),
        "updatedAt": BY_CHANGE,
    }

    class Meta:
        model = Agenda
        fields: list[str] = []


class AgendaItemFilterSet(RecordFilterSet):
    """Filters of the lines of agendas."""

    q = SearchFilter(label=_("Zoek"))
    agenda = KeyFilter("agenda__slug", "agenda__title", "regions.Agenda", label=_("Agenda"))
    status = ConceptFilter(Scheme.ACTION_STATUS, path="status", label=_("Stand"))
    region = KeyFilter("regions__slug", "regions__name", "regions.Region", label=_("Regio"))
    organisation = KeyFilter(
        "organisations__slug", "organisations__name", "regions.Organisation", label=_("Organisatie")
    )

    facets = ("agenda", "status")
    sorts = {
        "position": (_("Volgorde van de agenda"), ("agenda", "position", "pk")),
        "updatedAt": BY_CHANGE,
    }

    class Meta:
        model = AgendaItem
        fields: list[str] = []
