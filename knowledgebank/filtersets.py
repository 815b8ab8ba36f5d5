"""What lists of practices, figures and reports can be narrowed by, on pages and in the API."""

import django_filters
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Lower
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.filtersets import ConceptFilter
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.filters import (
    BY_CHANGE,
    BY_TITLE,
    BooleanFilter,
    ChoicesFilter,
    FacetOption,
    Found,
    KeyFilter,
    KeysField,
    RecordFilterSet,
    SearchFilter,
    ValidOnFilter,
    YearFilter,
    counted,
    known_years,
)

from .choices import LICENCE_NAMES, AdoptionState, MeasurementKind, PracticeKind, PracticeState
from .models import (
    Adoption,
    Indicator,
    LearningResource,
    Measurement,
    Practice,
    PracticeFactor,
    ProgressReport,
    SuccessFactor,
)


class YesFilter(BooleanFilter):
    """A truth, of which a page offers only the yes, with its count."""

    def __init__(self, *, yes: str, **kwargs):
        self.yes = yes
        super().__init__(**kwargs)

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return the one value that a page offers, and how many records have it."""
        return [counted(rows.filter(**{self.field_name: True}), self.field_name, self.field_name)]

    def options(self, found: list[Found], chosen: bool | list) -> list[FacetOption]:
        """Return the yes; also without records when it is chosen."""
        total = sum(row.count for row in found)
        return [FacetOption("true", str(self.yes), total, chosen is True)] if total or chosen is True else []


class PracticeFilterSet(RecordFilterSet):
    """Filters of practices."""

    q = SearchFilter(label=_("Zoek"))
    kind = ChoicesFilter("kind", PracticeKind.choices, label=_("Soort"))
    proven = YesFilter(field_name="is_proven", yes=_("Bewezen"), label=_("Keurmerk"))
    region = KeyFilter("region__slug", "region__name", "regions.Region", label=_("Regio"))
    theme = ConceptFilter(Scheme.THEME)
    sector = ConceptFilter(Scheme.SECTOR)
    educationForm = ConceptFilter(Scheme.EDUCATION_FORM)  # noqa: N815
    targetGroup = ConceptFilter(Scheme.TARGET_GROUP)  # noqa: N815
    level = ConceptFilter(Scheme.LEVEL)
    successFactor = KeyFilter(  # noqa: N815
        "factor_links__factor__slug",
        "factor_links__factor__label",
        "knowledgebank.SuccessFactor",
        label=_("Succesfactor"),
    )
    organisation = KeyFilter(
        "organisations__slug", "organisations__name", "regions.Organisation", label=_("Organisatie")
    )
    partnership = KeyFilter(
        "partnership__slug", "partnership__name", "partnerships.Partnership", label=_("Samenwerking")
    )
    programme = KeyFilter("programme__slug", "programme__name", "programmes.Programme", label=_("Opleiding"))
    agenda = KeyFilter(
        "agenda_items__agenda__slug", "agenda_items__agenda__title", "regions.Agenda", label=_("Agenda")
    )
    state = ChoicesFilter("state", PracticeState.choices, label=_("Stand"))
    visibility = ChoicesFilter("visibility", Visibility.choices, label=_("Zichtbaarheid"))

    facets = ("kind", "proven", "region", "theme", "sector", "educationForm", "targetGroup")
    sorts = {
        "proven": (
            _("Bewezen eerst"),
            ("-is_proven", F("published_on").desc(nulls_last=True), "title", "pk"),
        ),
        "published": (_("Nieuwste eerst"), (F("published_on").desc(nulls_last=True), "title", "pk")),
        "title": BY_TITLE,
        "updated": BY_CHANGE,
    }

    class Meta:
        model = Practice
        fields: list[str] = []


class UsedInFilter(KeyFilter):
    """Success factors by something of the published practices that use them; paths start at the link to a practice."""

    def links(self) -> QuerySet:
        """Return how factors worked in practices that everybody may read."""
        return PracticeFactor.objects.filter(practice__in=Practice.objects.published())

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        relation, _dots, name = self.path.rpartition("__")
        targets = self.shown_targets().filter(**{f"{name}__in": value})
        return qs.filter(pk__in=self.links().filter(**{f"{relation}__in": targets}).values("factor"))

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return key, label and number of factors of what occurs in the practices."""
        relation = self.path.rpartition("__")[0]
        links = self.links().filter(
            factor__in=rows.order_by().values("pk"), **{f"{relation}__in": self.shown_targets()}
        )
        return [counted(links, self.path, self.label_path, of="factor")]


class UsedKindFilter(ChoicesFilter):
    """Success factors by the kind of the published practices that use them."""

    def links(self) -> QuerySet:
        """Return how factors worked in practices that everybody may read."""
        return PracticeFactor.objects.filter(practice__in=Practice.objects.published())

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return (
            qs.filter(pk__in=self.links().filter(practice__kind__in=value).values("factor")) if value else qs
        )

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return key and number of factors of each kind."""
        links = self.links().filter(factor__in=rows.order_by().values("pk"))
        return [counted(links, "practice__kind", "practice__kind", of="factor")]


class SuccessFactorFilterSet(RecordFilterSet):
    """Filters of success factors."""

    q = SearchFilter(label=_("Zoek"))
    practice = KeyFilter(
        "practice_links__practice__slug",
        "practice_links__practice__title",
        "knowledgebank.Practice",
        label=_("Voorbeeld"),
    )
    kind = UsedKindFilter("kind", PracticeKind.choices, label=_("Soort voorbeeld"))
    sector = UsedInFilter(
        "practice__concepts__notation",
        "practice__concepts__label",
        "concepts.Concept",
        limit={"scheme": Scheme.SECTOR},
        label=_("Sector"),
    )
    region = UsedInFilter(
        "practice__region__slug", "practice__region__name", "regions.Region", label=_("Regio")
    )

    facets = ("kind", "sector", "region")
    sorts = {
        "use": (_("Meest gebruikt"), ("-practice_count", "label", "pk")),
        "label": (_("Naam"), (Lower("label"), "pk")),
    }

    class Meta:
        model = SuccessFactor
        fields: list[str] = []


class AdoptionFilterSet(RecordFilterSet):
    """Filters of adoptions."""

    q = SearchFilter(label=_("Zoek"))
    practice = KeyFilter("practice__slug", "practice__title", "knowledgebank.Practice", label=_("Voorbeeld"))
    region = KeyFilter("region__slug", "region__name", "regions.Region", label=_("Regio"))
    partnership = KeyFilter(
        "partnership__slug", "partnership__name", "partnerships.Partnership", label=_("Samenwerking")
    )
    state = ChoicesFilter("state", AdoptionState.choices, label=_("Stand"))
    kind = ChoicesFilter("practice__kind", PracticeKind.choices, label=_("Soort voorbeeld"))
    successFactor = KeyFilter(  # noqa: N815
        "practice__factor_links__factor__slug",
        "practice__factor_links__factor__label",
        "knowledgebank.SuccessFactor",
        label=_("Succesfactor"),
    )
    origin = KeyFilter(
        "practice__region__slug", "practice__region__name", "regions.Region", label=_("Voorbeeld uit")
    )
    validOn = ValidOnFilter(label=_("Geldig op"))  # noqa: N815

    facets = ("region", "state", "kind", "practice")
    sorts = {"from": (_("Nieuwste eerst"), (F("from_on").desc(nulls_last=True), "pk"))}

    class Meta:
        model = Adoption
        fields: list[str] = []


class SharedFilter(ChoicesFilter):
    """Teaching materials that others may use, because the licence is known, or those that are only named."""

    SHARED = ("true", _("Gedeeld")), ("false", _("Alleen genoemd"))

    def __init__(self, **kwargs):
        super().__init__("licence", self.SHARED, **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if len(set(value)) != 1:
            return qs
        return qs.exclude(licence="") if value[0] == "true" else qs.filter(licence="")

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return how many are shared, and how many are not."""
        known = Case(When(licence="", then=Value("false")), default=Value("true"), output_field=TextField())
        return [counted(rows.annotate(is_known=known), "is_known", "is_known")]


class LearningResourceFilterSet(RecordFilterSet):
    """Filters of teaching materials."""

    q = SearchFilter(label=_("Zoek"))
    sector = ConceptFilter(Scheme.SECTOR)
    theme = ConceptFilter(Scheme.THEME)
    level = ConceptFilter(Scheme.LEVEL)
    targetGroup = ConceptFilter(Scheme.TARGET_GROUP)  # noqa: N815
    practice = KeyFilter("practice__slug", "practice__title", "knowledgebank.Practice", label=_("Voorbeeld"))
    programme = KeyFilter("programme__slug", "programme__name", "programmes.Programme", label=_("Opleiding"))
    module = KeyFilter("module__slug", "module__name", "programmes.Module", label=_("Module"))
    shared = SharedFilter(label=_("Delen"))
    licence = ChoicesFilter("licence", LICENCE_NAMES.items(), label=_("Licentie"))

    facets = ("shared", "licence", "level", "sector", "theme", "targetGroup")
    sorts = {
        "title": BY_TITLE,
        "updated": BY_CHANGE,
        "downloads": (_("Vaakst opgehaald"), ("-download_count", "title", "pk")),
    }

    class Meta:
        model = LearningResource
        fields: list[str] = []


def shown_values() -> QuerySet:
    return Measurement.objects.visible_rows().order_by()


class ValueFilter(django_filters.Filter):
    """Indicators by something of their shown values: the year or the kind.

    ``path`` leads from a measurement to the key; ``known`` tells which keys exist, ``labels`` puts them in words.
    """

    field_class = KeysField

    def __init__(self, path: str, *, known, labels: dict | None = None, **kwargs):
        self.path, self.labels = path, labels or {}
        super().__init__(known=known, **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        return qs.filter(pk__in=shown_values().filter(**{f"{self.path}__in": value}).values("indicator"))

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return key, label and number of indicators of the values that occur."""
        values = shown_values().filter(indicator__in=rows.values("pk"), **{f"{self.path}__isnull": False})
        return [counted(values, self.path, self.path, of="indicator")]

    def options(self, found: list[Found], chosen: list[str]) -> list[FacetOption]:
        """Return the values found, in the order of ``labels``; without labels the newest year first."""
        order = list(self.labels)
        if order:
            ordered = sorted(found, key=lambda row: order.index(row.key))
        else:
            ordered = sorted(found, key=lambda row: row.key, reverse=True)
        return [
            FacetOption(row.key, str(self.labels.get(row.key, row.label)), row.count, row.key in chosen)
            for row in ordered
        ]


class ValueRegionFilter(KeyFilter):
    """Indicators with a shown value of one of the given regions."""

    def __init__(self, **kwargs):
        super().__init__("region__slug", "region__name", "regions.Region", **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        return qs.filter(pk__in=shown_values().filter(region__slug__in=value).values("indicator"))

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return key, label and number of indicators of the regions that occur."""
        values = shown_values().filter(indicator__in=rows.values("pk"), region__in=self.shown_targets())
        return [counted(values, self.path, self.label_path, of="indicator")]


class AboutFilter(django_filters.Filter):
    """Indicators by the sort of thing they are about."""

    field_class = KeysField
    sorts_of_thing = {
        "agenda": (_("Een agenda"), Q(agenda__isnull=False) | Q(agenda_item__isnull=False)),
        "partnership": (_("Een samenwerking"), Q(partnership__isnull=False)),
        "organisation": (_("Een organisatie"), Q(organisation__isnull=False)),
        "programme": (_("Een opleiding"), Q(programme__isnull=False)),
        "instrument": (_("Een regeling"), Q(instrument__isnull=False)),
        "concept": (_("Een begrip"), Q(concept__isnull=False)),
    }

    def __init__(self, **kwargs):
        super().__init__(known=lambda keys: self.sorts_of_thing, **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        anything = Q()
        for key in value:
            anything |= self.sorts_of_thing[key][1]
        return qs.filter(anything)

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return how many indicators there are about each sort of thing."""
        cases = [When(condition, then=Value(key)) for key, (_label, condition) in self.sorts_of_thing.items()]
        about = rows.annotate(about=Case(*cases, output_field=TextField())).filter(about__isnull=False)
        return [counted(about, "about", "about")]

    def options(self, found: list[Found], chosen: list[str]) -> list[FacetOption]:
        """Return the sorts of thing that occur."""
        counts = {row.key: row.count for row in found}
        return [
            FacetOption(key, str(label), counts.get(key, 0), key in chosen)
            for key, (label, _condition) in self.sorts_of_thing.items()
            if counts.get(key) or key in chosen
        ]


class AgendaFilter(KeyFilter):
    """Indicators of an agenda, or of one of its lines."""

    def __init__(self, **kwargs):
        super().__init__("agenda__slug", "agenda__title", "regions.Agenda", **kwargs)

    def matching(self, keys: list[str]) -> Q:
        return super().matching(keys) | Q(agenda_item__agenda__slug__in=keys)


class IndicatorFilterSet(RecordFilterSet):
    """Filters of indicators; year, kind and region look at the shown values."""

    q = SearchFilter(label=_("Zoek"))
    year = ValueFilter("year", known=known_years, label=_("Jaar"))
    kind = ValueFilter(
        "kind",
        labels={key: capfirst(label) for key, label in MeasurementKind.choices},
        known=lambda keys: MeasurementKind.values,
        label=_("Soort waarde"),
    )
    about = AboutFilter(label=_("Waarover"))
    region = ValueRegionFilter(label=_("Regio"))
    organisation = KeyFilter(
        "organisation__slug", "organisation__name", "regions.Organisation", label=_("Organisatie")
    )
    partnership = KeyFilter(
        "partnership__slug", "partnership__name", "partnerships.Partnership", label=_("Samenwerking")
    )
    agenda = AgendaFilter(label=_("Agenda"))
    programme = KeyFilter("programme__slug", "programme__name", "programmes.Programme", label=_("Opleiding"))
    instrument = KeyFilter(
        "instrument__slug", "instrument__name", "partnerships.Instrument", label=_("Regeling")
    )

    facets = ("about", "kind", "year", "region")
    sorts = {
        "name": (_("Naam"), (Lower("name"), "pk")),
        "value": (_("Grootste waarde eerst"), (F("latest_value").desc(nulls_last=True), "name", "pk")),
        "year": (_("Nieuwste jaar eerst"), (F("latest_year").desc(nulls_last=True), "name", "pk")),
    }

    class Meta:
        model = Indicator
        fields: list[str] = []


class MeasurementFilterSet(RecordFilterSet):
    """Filters of measurements."""

    indicator = KeyFilter(
        "indicator__slug", "indicator__name", "knowledgebank.Indicator", label=_("Indicator")
    )
    year = YearFilter(field_name="year", label=_("Jaar"))
    kind = ChoicesFilter("kind", MeasurementKind.choices, label=_("Soort waarde"))
    region = KeyFilter("region__slug", "region__name", "regions.Region", label=_("Regio"))
    partnership = KeyFilter(
        "indicator__partnership__slug",
        "indicator__partnership__name",
        "partnerships.Partnership",
        label=_("Samenwerking"),
    )

    sorts = {"year": (_("Nieuwste eerst"), (F("year").desc(nulls_last=True), "pk"))}

    class Meta:
        model = Measurement
        fields: list[str] = []


class ProgressReportFilterSet(RecordFilterSet):
    """Filters of progress reports."""

    q = SearchFilter(label=_("Zoek"))
    agenda = KeyFilter("agenda__slug", "agenda__title", "regions.Agenda", label=_("Agenda"))
    year = YearFilter(field_name="reported_on__year", label=_("Jaar"))

    facets = ("agenda",)
    sorts = {"newest": (_("Nieuwste eerst"), ("-reported_on", "pk"))}

    class Meta:
        model = ProgressReport
        fields: list[str] = []
