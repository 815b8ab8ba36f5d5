"""What lists of ecosystems, partnerships, schemes and moments can be narrowed by, on pages and in the API."""

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.filtersets import ConceptFilter
from industriecoalitie.core.filters import (
    BY_CHANGE,
    BY_NAME,
    ChoicesFilter,
    FacetOption,
    Found,
    KeyFilter,
    KeysField,
    RecordFilterSet,
    SearchFilter,
    StaleFilter,
    StrictDateField,
    ValidOnFilter,
    counted,
    known_years,
    reader_of,
)
from regions.choices import Scope

from .choices import (
    Collection,
    EcosystemKind,
    Gap,
    InstrumentKind,
    LifePhase,
    MilestoneKind,
    PartnershipStatus,
    Stage,
)
from .models import Ecosystem, Instrument, Milestone, Partnership

BY_BEGINNING = (_("Begin, nieuwste eerst"), (F("from_on").desc(nulls_last=True), "name", "pk"))


class DayForm(forms.Form):
    """The day for which a page shows who takes part."""

    validOn = StrictDateField(required=False, label=_("Geldig op"))  # noqa: N815


class ActiveRegionFilter(KeyFilter):
    """Partnerships of a region, and those that are also active there."""

    def __init__(self, **kwargs):
        super().__init__("region__slug", "region__name", "regions.Region", **kwargs)

    def matching(self, keys: list[str]) -> Q:
        return Q(region__slug__in=keys) | Q(regions__slug__in=keys)

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return counts by the region itself, and by each other region that is not the same one."""
        elsewhere = rows.filter(
            Q(region__isnull=True) | ~Q(region=F("regions")), regions__in=self.shown_targets()
        )
        return [*super().option_rows(rows), counted(elsewhere, "regions__slug", "regions__name")]


class GapFilter(ChoicesFilter):
    """Ongoing partnerships that lack at least one of the given things, as far as the reader can tell."""

    def __init__(self, **kwargs):
        super().__init__("gap", Gap.choices, **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        all_rows, reader = qs.model._default_manager.all(), reader_of(self)
        lacking = Q()
        for gap in value:
            lacking |= Q(pk__in=all_rows.with_gap(gap, reader).order_by().values("pk"))
        return qs.filter(lacking)


class YearsFilter(django_filters.Filter):
    """Moments of one or more calendar years."""

    field_class = KeysField

    def __init__(self, field_name: str, **kwargs):
        super().__init__(field_name=field_name, known=known_years, **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__year__in": [int(year) for year in value]}) if value else qs

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return each year with its number of moments."""
        dated = rows.filter(**{f"{self.field_name}__isnull": False})
        return [counted(dated.annotate(of_year=ExtractYear(self.field_name)), "of_year", "of_year")]

    def options(self, found: list[Found], chosen: list[str]) -> list[FacetOption]:
        """Return the years that occur, from early to late."""
        return [
            FacetOption(row.key, row.label, row.count, row.key in chosen)
            for row in sorted(found, key=lambda row: row.key)
        ]


class PartnershipFilterSet(RecordFilterSet):
    """Filters of partnerships."""

    q = SearchFilter(label=_("Zoek"))
    form = ConceptFilter(Scheme.PARTNERSHIP_FORM, path="form", label=_("Vorm van samenwerken"))
    region = ActiveRegionFilter(label=_("Regio"))
    sector = ConceptFilter(Scheme.SECTOR)
    theme = ConceptFilter(Scheme.THEME)
    targetGroup = ConceptFilter(Scheme.TARGET_GROUP)  # noqa: N815
    educationForm = ConceptFilter(Scheme.EDUCATION_FORM)  # noqa: N815
    level = ConceptFilter(Scheme.LEVEL)
    status = ChoicesFilter("status", PartnershipStatus.choices, label=_("Stand"))
    lifePhase = ChoicesFilter("life_phase", LifePhase.choices, label=_("Levensfase"))  # noqa: N815
    scope = ChoicesFilter("scope", Scope.choices, label=_("Bereik"))
    collection = ChoicesFilter("collection", Collection.choices, label=_("Lijst in de bron"))
    actionLine = KeyFilter(  # noqa: N815
        "action_lines__title", "action_lines__title", "partnerships.ActionLine", label=_("Actielijn")
    )
    koploper = KeyFilter(
        "lead_organisation__slug", "lead_organisation__name", "regions.Organisation", label=_("Koploper")
    )
    partner = KeyFilter(
        "partners__organisation__slug",
        "partners__organisation__name",
        "regions.Organisation",
        label=_("Partner"),
    )
    partnerKind = ConceptFilter(  # noqa: N815
        Scheme.ORGANISATION_KIND, path="partners__organisation__kind", label=_("Soort partner")
    )
    ecosystem = KeyFilter(
        "ecosystems__slug", "ecosystems__name", "partnerships.Ecosystem", label=_("Ecosysteem")
    )
    agenda = KeyFilter(
        "agenda_items__agenda__slug", "agenda_items__agenda__title", "regions.Agenda", label=_("Agenda")
    )
    owner = KeyFilter("owner__slug", "owner__name", "regions.Region", label=_("Bijgehouden door"))
    gap = GapFilter(label=_("Wat ontbreekt"))
    stale = StaleFilter(label=_("Een jaar niet bevestigd"))
    validOn = ValidOnFilter(label=_("Geldig op"))  # noqa: N815

    facets = (
        "region",
        "form",
        "theme",
        "sector",
        "targetGroup",
        "level",
        "status",
        "koploper",
        "scope",
        "collection",
    )
    sorts = {"name": BY_NAME, "start": BY_BEGINNING, "updatedAt": BY_CHANGE}

    class Meta:
        model = Partnership
        fields: list[str] = []


class EcosystemFilterSet(RecordFilterSet):
    """Filters of ecosystems."""

    q = SearchFilter(label=_("Zoek"))
    kind = ChoicesFilter("kind", EcosystemKind.choices, label=_("Soort"))
    stage = ChoicesFilter("stage", Stage.choices, label=_("Van CIV naar CIB"))
    lifePhase = ChoicesFilter("life_phase", LifePhase.choices, label=_("Levensfase"))  # noqa: N815
    region = KeyFilter("region__slug", "region__name", "regions.Region", label=_("Regio"))
    sector = ConceptFilter(Scheme.SECTOR)
    theme = ConceptFilter(Scheme.THEME)
    partner = KeyFilter("partners__slug", "partners__name", "regions.Organisation", label=_("Partner"))
    organisation = KeyFilter(
        "organisation__slug", "organisation__name", "regions.Organisation", label=_("Organisatie")
    )
    validOn = ValidOnFilter(label=_("Geldig op"))  # noqa: N815

    facets = ("kind", "stage", "lifePhase", "region", "sector", "theme")
    sorts = {"name": BY_NAME, "start": BY_BEGINNING, "updatedAt": BY_CHANGE}

    class Meta:
        model = Ecosystem
        fields: list[str] = []


class InstrumentFilterSet(RecordFilterSet):
    """Filters of funds, subsidies, deals, motions and policies."""

    q = SearchFilter(label=_("Zoek"))
    kind = ChoicesFilter("kind", InstrumentKind.choices, label=_("Soort"))
    region = KeyFilter("region__slug", "region__name", "regions.Region", label=_("Regio"))
    organisation = KeyFilter(
        "organisation__slug", "organisation__name", "regions.Organisation", label=_("Van")
    )
    validOn = ValidOnFilter(label=_("Geldig op"))  # noqa: N815

    facets = ("kind", "region", "organisation")
    sorts = {"name": BY_NAME, "start": BY_BEGINNING, "updatedAt": BY_CHANGE}

    class Meta:
        model = Instrument
        fields: list[str] = []


class MilestoneFilterSet(RecordFilterSet):
    """Filters of moments."""

    updatedSince = None  # noqa: N815 - a moment changes with what it belongs to

    year = YearsFilter("due_on", label=_("Jaar"))
    kind = ChoicesFilter("kind", MilestoneKind.choices, label=_("Soort moment"))
    partnership = KeyFilter(
        "partnership__slug", "partnership__name", "partnerships.Partnership", label=_("Samenwerking")
    )
    agenda = KeyFilter("agenda__slug", "agenda__title", "regions.Agenda", label=_("Agenda"))
    instrument = KeyFilter(
        "instrument__slug", "instrument__name", "partnerships.Instrument", label=_("Regeling")
    )

    facets = ("year", "kind", "agenda")
    sorts = {"due": (_("Tijd"), (F("due_on").asc(nulls_last=True), "-due_precision", "pk"))}

    class Meta:
        model = Milestone
        fields: list[str] = []
