"""Programmes, modules, learning paths, offerings and demands as tables."""

from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.choices import Qualifier
from industriecoalitie.core.columns import Choice, Flag, Link, Links, Names, Number, Text
from industriecoalitie.core.tables import Sheet, Table, declare
from partnerships.models import Ecosystem, Partnership
from regions.models import Organisation
from regions.tables import (
    AGENDA_ITEMS,
    CERTAINTY,
    OWNER,
    PERIOD,
    PLACE,
    RECORD,
    REGION,
    SLUG,
    TERMS,
    keeps_records,
    term,
)

from .choices import DemandDecision, DemandStage, ModuleOutcome, OfferingState, ProgrammeKind, ProviderRole
from .filtersets import (
    DemandFilterSet,
    LearningPathFilterSet,
    ModuleFilterSet,
    OfferingFilterSet,
    ProgrammeFilterSet,
)
from .models import Demand, LearningPath, Module, Offering, Programme

ORGANISATION = Link("organisation", _("Organisatie"), Organisation)

PROGRAMMES = Table(
    key="programmes",
    title=_("Opleidingen"),
    model=Programme,
    filterset_class=ProgrammeFilterSet,
    list_url="programmes:programme_list",
    columns=(
        SLUG,
        Text("name", _("Naam")),
        Names("aliases", _("Andere namen")),
        Text("code", _("Erkende opleidingscode")),
        Choice("kind", _("Soort"), ProgrammeKind.choices),
        Text("summary", _("Samenvatting")),
        Text("topics", _("Onderwerpen")),
        Text("structure", _("Opbouw")),
        Number("duration_years", _("Duur in jaren")),
        Number("work_days_per_week", _("Werkdagen per week")),
        Number("school_days_per_week", _("Schooldagen per week")),
        Flag("is_publicly_funded", _("Bekostigd")),
        Flag("validates_prior_learning", _("Erkent wat iemand al kan")),
        Text("status_note", _("Stand volgens de bron")),
        REGION,
        Text("website", _("Website")),
        *PERIOD,
        *TERMS,
        Links("partnerships", _("Samenwerkingen"), Partnership),
        Links("ecosystems", _("Ecosystemen"), Ecosystem),
        AGENDA_ITEMS,
        OWNER,
        *RECORD,
    ),
    sheets=(
        Sheet(
            key="providers",
            title=_("Aanbieders"),
            relation="providers",
            columns=(
                ORGANISATION,
                Choice("role", _("Rol"), ProviderRole.choices),
                Number("order", _("Volgorde"), is_whole=True),
                *PERIOD,
                *CERTAINTY,
            ),
            order=("order", "pk"),
        ),
    ),
    writers=keeps_records,
)

MODULES = Table(
    key="modules",
    title=_("Modules"),
    model=Module,
    filterset_class=ModuleFilterSet,
    list_url="programmes:module_list",
    columns=(
        SLUG,
        Text("name", _("Naam")),
        Text("code", _("Code")),
        Text("summary", _("Samenvatting")),
        Choice("outcome", _("Leidt tot"), ModuleOutcome.choices, is_bulk=True),
        Number("hours", _("Uren"), is_whole=True),
        *TERMS,
        OWNER,
        *RECORD,
    ),
    writers=keeps_records,
)

LEARNING_PATHS = Table(
    key="learning-paths",
    title=_("Leerpaden"),
    model=LearningPath,
    filterset_class=LearningPathFilterSet,
    list_url="programmes:learning_path_list",
    columns=(
        SLUG,
        Text("name", _("Naam")),
        Text("summary", _("Samenvatting")),
        Text("support", _("Begeleiding")),
        Number("duration_years", _("Duur in jaren")),
        REGION,
        *TERMS,
        OWNER,
        *RECORD,
    ),
    sheets=(
        Sheet(
            key="steps",
            title=_("Stappen"),
            relation="steps",
            columns=(
                Number("order", _("Volgorde"), is_whole=True),
                Text("title", _("Stap")),
                Link("programme", _("Opleiding"), Programme),
                Link("module", _("Module"), Module),
                Link("organisation", _("Bij"), Organisation),
                term("level", _("Niveau"), Scheme.LEVEL),
                *CERTAINTY,
            ),
            order=("order", "pk"),
        ),
    ),
    writers=keeps_records,
)

OFFERINGS = Table(
    key="offerings",
    title=_("Aanbod"),
    model=Offering,
    filterset_class=OfferingFilterSet,
    list_url="",
    columns=(
        SLUG,
        Link("programme", _("Opleiding"), Programme),
        Link("module", _("Module"), Module),
        Link("organisation", _("Aanbieder"), Organisation),
        PLACE,
        term("form", _("Onderwijsvorm"), Scheme.EDUCATION_FORM),
        term("level", _("Niveau"), Scheme.LEVEL),
        Number("capacity", _("Plaatsen"), is_whole=True),
        Choice("state", _("Stand"), OfferingState.choices),
        *PERIOD,
        OWNER,
        *RECORD,
    ),
    writers=keeps_records,
)

DEMANDS = Table(
    key="demands",
    title=_("Vragen"),
    model=Demand,
    filterset_class=DemandFilterSet,
    list_url="programmes:demand_list",
    columns=(
        SLUG,
        Text("title", _("Vraag")),
        Text("summary", _("Toelichting")),
        Text("skills", _("Vaardigheden")),
        Choice("stage", _("Fase"), DemandStage.choices, is_bulk=True),
        Choice("decision", _("Besluit"), DemandDecision.choices),
        Text("decision_reason", _("Reden")),
        Text("one_party_reason", _("Waarom verder met één vrager")),
        Number("value", _("Waarde")),
        Choice("qualifier", _("Aanduiding"), Qualifier.choices),
        Text("unit", _("Eenheid")),
        Text("quantity_note", _("Hoeveel, in woorden")),
        Flag("is_core_need", _("Kernbehoefte van meer bedrijven")),
        REGION,
        *TERMS,
        Links("partnerships", _("Beantwoord door samenwerkingen"), Partnership),
        Links("programmes", _("Beantwoord door opleidingen"), Programme),
        AGENDA_ITEMS,
        OWNER,
        *RECORD,
    ),
    sheets=(
        Sheet(
            key="parties",
            title=_("Vragers"),
            relation="parties",
            columns=(ORGANISATION, Number("order", _("Volgorde"), is_whole=True), *CERTAINTY),
            order=("order", "pk"),
        ),
    ),
    writers=keeps_records,
)

declare(PROGRAMMES, MODULES, LEARNING_PATHS, OFFERINGS, DEMANDS)
