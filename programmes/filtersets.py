"""What lists of programmes, modules, learning paths, offerings and demands can be narrowed by."""

from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.filtersets import ConceptFilter
from industriecoalitie.core.filters import (
    BY_CHANGE,
    BY_NAME,
    BooleanFilter,
    ChoicesFilter,
    KeyFilter,
    RecordFilterSet,
    SearchFilter,
    ValidOnFilter,
)

from .choices import DemandDecision, DemandStage, ModuleOutcome, OfferingState, ProgrammeKind
from .models import Demand, LearningPath, Module, Offering, Programme


class FlagFilter(ChoicesFilter):
    """Records for which something is true, or false; what is not known is neither."""

    def __init__(self, field_name: str, yes: str, no: str, **kwargs):
        super().__init__(field_name, (("true", yes), ("false", no)), **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return super().filter(qs, [key == "true" for key in value])


class ProgrammeFilterSet(RecordFilterSet):
    """Filters of programmes."""

    q = SearchFilter(label=_("Zoek"))
    kind = ChoicesFilter("kind", ProgrammeKind.choices, label=_("Soort"))
    educationForm = ConceptFilter(Scheme.EDUCATION_FORM)  # noqa: N815
    level = ConceptFilter(Scheme.LEVEL)
    targetGroup = ConceptFilter(Scheme.TARGET_GROUP)  # noqa: N815
    theme = ConceptFilter(Scheme.THEME)
    sector = ConceptFilter(Scheme.SECTOR)
    region = KeyFilter("region__slug", "region__name", "regions.Region", label=_("Regio"))
    isPubliclyFunded = FlagFilter(  # noqa: N815
        "is_publicly_funded", _("Bekostigd"), _("Niet bekostigd"), label=_("Bekostiging")
    )
    validatesPriorLearning = FlagFilter(  # noqa: N815
        "validates_prior_learning", _("Ja"), _("Nee"), label=_("Erkent wat je al kunt")
    )
    organisation = KeyFilter(
        "providers__organisation__slug",
        "providers__organisation__name",
        "regions.Organisation",
        label=_("Aanbieder of partner"),
    )
    partnership = KeyFilter(
        "partnerships__slug", "partnerships__name", "partnerships.Partnership", label=_("Samenwerking")
    )
    ecosystem = KeyFilter(
        "ecosystems__slug", "ecosystems__name", "partnerships.Ecosystem", label=_("Ecosysteem")
    )
    agenda = KeyFilter(
        "agenda_items__agenda__slug", "agenda_items__agenda__title", "regions.Agenda", label=_("Agenda")
    )
    validOn = ValidOnFilter(label=_("Geldig op"))  # noqa: N815

    facets = (
        "kind",
        "educationForm",
        "level",
        "targetGroup",
        "theme",
        "sector",
        "region",
        "isPubliclyFunded",
    )
    sorts = {
        "name": BY_NAME,
        "duration": (_("Duur, kortste eerst"), (F("duration_years").asc(nulls_last=True), "name", "pk")),
        "updatedAt": BY_CHANGE,
    }

    class Meta:
        model = Programme
        fields: list[str] = []


class ModuleFilterSet(RecordFilterSet):
    """Filters of modules."""

    q = SearchFilter(label=_("Zoek"))
    outcome = ChoicesFilter("outcome", ModuleOutcome.choices, label=_("Leidt tot"))
    level = ConceptFilter(Scheme.LEVEL)
    sector = ConceptFilter(Scheme.SECTOR)
    theme = ConceptFilter(Scheme.THEME)
    programme = KeyFilter(
        "programme_links__programme__slug",
        "programme_links__programme__name",
        "programmes.Programme",
        label=_("Opleiding"),
    )

    facets = ("outcome", "programme", "level", "sector", "theme")
    sorts = {"name": BY_NAME, "updatedAt": BY_CHANGE}

    class Meta:
        model = Module
        fields: list[str] = []


class LearningPathFilterSet(RecordFilterSet):
    """Filters of learning paths."""

    q = SearchFilter(label=_("Zoek"))
    region = KeyFilter("region__slug", "region__name", "regions.Region", label=_("Regio"))
    targetGroup = ConceptFilter(Scheme.TARGET_GROUP)  # noqa: N815
    sector = ConceptFilter(Scheme.SECTOR)
    theme = ConceptFilter(Scheme.THEME)
    level = ConceptFilter(Scheme.LEVEL, path="steps__level")
    programme = KeyFilter(
        "steps__programme__slug", "steps__programme__name", "programmes.Programme", label=_("Opleiding")
    )

    facets = ("region", "targetGroup", "level", "sector", "theme")
    sorts = {"name": BY_NAME, "updatedAt": BY_CHANGE}

    class Meta:
        model = LearningPath
        fields: list[str] = []


class OfferingFilterSet(RecordFilterSet):
    """Filters of offerings; these have no page of their own."""

    programme = KeyFilter("programme__slug", "programme__name", "programmes.Programme", label=_("Opleiding"))
    module = KeyFilter("module__slug", "module__name", "programmes.Module", label=_("Module"))
    organisation = KeyFilter(
        "organisation__slug", "organisation__name", "regions.Organisation", label=_("Aanbieder")
    )
    educationForm = ConceptFilter(Scheme.EDUCATION_FORM, path="form")  # noqa: N815
    level = ConceptFilter(Scheme.LEVEL, path="level")
    state = ChoicesFilter("state", OfferingState.choices, label=_("Stand"))
    validOn = ValidOnFilter(label=_("Geldig op"))  # noqa: N815

    facets = ("programme", "organisation", "educationForm", "level", "state")
    sorts = {
        "programme": (_("Opleiding"), ("programme__name", "module__name", "organisation__name", "pk")),
        "updatedAt": BY_CHANGE,
    }

    class Meta:
        model = Offering
        fields: list[str] = []


class DemandFilterSet(RecordFilterSet):
    """Filters of demands."""

    q = SearchFilter(label=_("Zoek"))
    stage = ChoicesFilter("stage", DemandStage.choices, label=_("Fase"))
    decision = ChoicesFilter("decision", DemandDecision.choices, label=_("Besluit"))
    region = KeyFilter("region__slug", "region__name", "regions.Region", label=_("Regio"))
    sector = ConceptFilter(Scheme.SECTOR)
    theme = ConceptFilter(Scheme.THEME)
    organisation = KeyFilter(
        "parties__organisation__slug",
        "parties__organisation__name",
        "regions.Organisation",
        label=_("Vrager"),
    )
    partnership = KeyFilter(
        "partnerships__slug", "partnerships__name", "partnerships.Partnership", label=_("Samenwerking")
    )
    programme = KeyFilter(
        "programmes__slug", "programmes__name", "programmes.Programme", label=_("Opleiding")
    )
    isCoreNeed = BooleanFilter(field_name="is_core_need", label=_("Kernbehoefte"))  # noqa: N815

    facets = ("stage", "region", "sector", "theme", "decision")
    sorts = {
        "title": (_("Vraag"), (Lower("title"), "pk")),
        "value": (_("Grootte, grootste eerst"), (F("value").desc(nulls_last=True), "title", "pk")),
        "updatedAt": BY_CHANGE,
    }

    class Meta:
        model = Demand
        fields: list[str] = []
