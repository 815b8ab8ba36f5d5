"""Partnerships, ecosystems, schemes and moments as tables."""

from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.choices import Qualifier
from industriecoalitie.core.columns import Choice, Day, Flag, Link, Links, Names, Number, PartialDay, Text
from industriecoalitie.core.tables import Sheet, Table, declare
from regions.choices import Scope
from regions.models import Agenda, Organisation, Place, Region
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

from .choices import (
    Collection,
    EcosystemKind,
    FacilityState,
    FundingState,
    InstrumentKind,
    LifePhase,
    MilestoneKind,
    PartnershipStatus,
    Stage,
)
from .filtersets import EcosystemFilterSet, InstrumentFilterSet, MilestoneFilterSet, PartnershipFilterSet
from .models import Ecosystem, Instrument, Milestone, Partnership

ORGANISATION = Link("organisation", _("Organisatie"), Organisation)
MOMENT = (
    Text("title", _("Wat")),
    Choice("kind", _("Soort"), MilestoneKind.choices),
    PartialDay("due_on", _("Wanneer")),
    Text("due_note", _("Wanneer in woorden")),
    Flag("is_reached", _("Bereikt")),
    Day("reached_on", _("Bereikt op")),
)

PARTNERS = Sheet(
    key="partners",
    title=_("Partners"),
    relation="partners",
    columns=(
        ORGANISATION,
        Text("label", _("Omschrijving")),
        term("kind", _("Soort partij"), Scheme.ORGANISATION_KIND),
        Number("count", _("Aantal"), is_whole=True),
        Choice("count_qualifier", _("Aanduiding"), Qualifier.choices),
        term("role", _("Rol"), Scheme.PARTNER_ROLE),
        Number("order", _("Volgorde"), is_whole=True),
        *PERIOD,
        *CERTAINTY,
    ),
    order=("order", "pk"),
)
MILESTONES = Sheet(
    key="milestones",
    title=_("Mijlpalen"),
    relation="milestones",
    columns=(*MOMENT, *CERTAINTY),
    order=("due_on", "pk"),
)
TARGETS = Sheet(
    key="targets",
    title=_("Doelen"),
    relation="targets",
    columns=(
        Text("name", _("Doel")),
        Text("unit", _("Eenheid")),
        Number("baseline", _("Nulmeting")),
        Number("value", _("Doelwaarde")),
        Choice("qualifier", _("Aanduiding"), Qualifier.choices),
        Number("result", _("Resultaat")),
        PartialDay("due_on", _("Uiterlijk")),
        Text("due_note", _("Termijn in woorden")),
        *CERTAINTY,
    ),
)
CONTRIBUTIONS = Sheet(
    key="contributions",
    title=_("Inbreng"),
    relation="contributions",
    columns=(
        ORGANISATION,
        Text("label", _("Wie")),
        term("kind", _("Inbreng"), Scheme.CONTRIBUTION),
        Text("description", _("Omschrijving")),
        *CERTAINTY,
    ),
)
FUNDINGS = Sheet(
    key="fundings",
    title=_("Financiering"),
    relation="fundings",
    columns=(
        Link("instrument", _("Regeling"), Instrument),
        Link("organisation", _("Betaler"), Organisation),
        Text("label", _("Omschrijving")),
        Number("amount_eur", _("Bedrag in euro"), is_whole=True),
        Choice("qualifier", _("Aanduiding"), Qualifier.choices),
        Choice("state", _("Stand"), FundingState.choices),
        Number("first_year", _("Eerste jaar"), is_whole=True),
        Number("last_year", _("Laatste jaar"), is_whole=True),
        *CERTAINTY,
    ),
)
FACILITIES = Sheet(
    key="facilities",
    title=_("Faciliteiten"),
    relation="facilities",
    columns=(
        Text("name", _("Naam")),
        Text("description", _("Omschrijving")),
        Text("equipment", _("Apparatuur en vakgebieden")),
        PLACE,
        Choice("state", _("Stand"), FacilityState.choices),
        *CERTAINTY,
    ),
    order=("name", "pk"),
)

PARTNERSHIPS = Table(
    key="partnerships",
    title=_("Samenwerkingen"),
    model=Partnership,
    filterset_class=PartnershipFilterSet,
    list_url="partnerships:partnership_list",
    columns=(
        SLUG,
        Text("name", _("Naam")),
        Names("aliases", _("Andere namen")),
        term("form", _("Vorm"), Scheme.PARTNERSHIP_FORM),
        Text("summary", _("Samenvatting")),
        Choice("status", _("Stand"), PartnershipStatus.choices, is_bulk=True),
        Text("status_note", _("Stand volgens de bron")),
        Day("status_on", _("Peildatum")),
        Choice("life_phase", _("Levensfase"), LifePhase.choices, is_bulk=True),
        Choice("scope", _("Bereik"), Scope.choices),
        Choice("collection", _("Lijst in de bron"), Collection.choices),
        Number("number", _("Nummer in die lijst"), is_whole=True),
        Link("lead_organisation", _("Koploper"), Organisation),
        REGION,
        Links("regions", _("Ook actief in"), Region),
        PLACE,
        Links("places", _("Plaatsen"), Place),
        Text("website", _("Website")),
        *PERIOD,
        *TERMS,
        Links("ecosystems", _("Ecosystemen"), Ecosystem),
        Link("agenda", _("Agenda"), Agenda),
        AGENDA_ITEMS,
        OWNER,
        *RECORD,
    ),
    sheets=(PARTNERS, MILESTONES, TARGETS, CONTRIBUTIONS, FUNDINGS),
    writers=keeps_records,
)

ECOSYSTEMS = Table(
    key="ecosystems",
    title=_("Ecosystemen"),
    model=Ecosystem,
    filterset_class=EcosystemFilterSet,
    list_url="partnerships:ecosystem_list",
    columns=(
        SLUG,
        Text("name", _("Naam")),
        Names("aliases", _("Andere namen")),
        Choice("kind", _("Soort"), EcosystemKind.choices),
        Choice("stage", _("Van CIV naar CIB"), Stage.choices, is_bulk=True),
        Text("stage_evidence", _("Bewijs voor de fase")),
        PartialDay("stage_evidence_on", _("Bewijs van")),
        Choice("life_phase", _("Levensfase"), LifePhase.choices, is_bulk=True),
        Text("summary", _("Samenvatting")),
        Text("status_note", _("Stand volgens de bron")),
        Text("legal_form", _("Rechtsvorm")),
        ORGANISATION,
        Link("lead_organisation", _("Koploper"), Organisation),
        Link("part_of", _("Onderdeel van"), Ecosystem),
        REGION,
        PLACE,
        Text("website", _("Website")),
        *PERIOD,
        Links("partners", _("Partners"), Organisation),
        *TERMS,
        AGENDA_ITEMS,
        OWNER,
        *RECORD,
    ),
    sheets=(FACILITIES,),
    writers=keeps_records,
)

INSTRUMENTS = Table(
    key="instruments",
    title=_("Regelingen"),
    model=Instrument,
    filterset_class=InstrumentFilterSet,
    list_url="partnerships:instrument_list",
    columns=(
        SLUG,
        Text("name", _("Naam")),
        Choice("kind", _("Soort"), InstrumentKind.choices),
        Text("summary", _("Samenvatting")),
        Text("status_note", _("Stand volgens de bron")),
        Link("organisation", _("Van"), Organisation),
        REGION,
        *PERIOD,
        OWNER,
        *RECORD,
    ),
    writers=keeps_records,
)

TIMELINE = Table(
    key="milestones",
    title=_("Tijdlijn"),
    model=Milestone,
    filterset_class=MilestoneFilterSet,
    list_url="partnerships:timeline",
    columns=(
        *MOMENT,
        Link("partnership", _("Samenwerking"), Partnership),
        Link("agenda", _("Agenda"), Agenda),
        Link("instrument", _("Regeling"), Instrument),
        *CERTAINTY,
    ),
)

declare(PARTNERSHIPS, ECOSYSTEMS, INSTRUMENTS, TIMELINE)
