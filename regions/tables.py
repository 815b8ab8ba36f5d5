"""Regions, organisations and agendas as tables, and the columns that tables of every app share."""

from django.utils.translation import gettext_lazy as _

from industriecoalitie.access.predicates import keeps_records
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.columns import (
    Choice,
    Day,
    Flag,
    Link,
    Links,
    Names,
    Number,
    PartialDay,
    Text,
)
from industriecoalitie.core.tables import Sheet, Table, declare

from .choices import CodeType, RegionKind, Scope
from .filtersets import AgendaFilterSet, AgendaItemFilterSet, OrganisationFilterSet, RegionFilterSet
from .models import Agenda, AgendaItem, LabourMarketRegion, Organisation, Place, Province, Region


def term(field: str, label, scheme: Scheme, **kwargs) -> Link:
    """Return a column for one term of a code list."""
    return Link(field, label, Concept, limit={"scheme": scheme.value}, **kwargs)


def terms(scheme: Scheme, label) -> Links:
    """Return a column for the terms of one code list among all that describe a record."""
    key = f"concepts.{scheme.value}"
    return Links("concepts", label, Concept, limit={"scheme": scheme.value}, key=key, is_bulk=True)


SLUG = Text("slug", _("Sleutel"), is_fixed=True)
OWNER = Link("owner", _("Bijgehouden door"), Region, is_fixed=True)
PERIOD = (PartialDay("from_on", _("Vanaf")), PartialDay("until_on", _("Tot en met")))
CERTAINTY = (
    Text("remark", _("Opmerking")),
    Flag("is_inferred", _("Afgeleid")),
    Text("basis", _("Grondslag")),
)
STATE = (
    Choice("visibility", _("Zichtbaarheid"), Visibility.choices, is_bulk=True, asks="publishable_by"),
    Day("confirmed_on", _("Bevestigd op"), is_bulk=True),
)
RECORD = (*STATE, *CERTAINTY)
TERMS = (
    terms(Scheme.TARGET_GROUP, _("Doelgroepen")),
    terms(Scheme.SECTOR, _("Sectoren")),
    terms(Scheme.THEME, _("Thema’s")),
    terms(Scheme.EDUCATION_FORM, _("Onderwijsvormen")),
    terms(Scheme.LEVEL, _("Niveaus")),
)
REGION = Link("region", _("Regio"), Region, is_bulk=True)
PLACE = Link("place", _("Plaats"), Place)
AGENDA_ITEMS = Links("agenda_items", _("Agendapunten"), AgendaItem)


REGIONS = Table(
    key="regions",
    title=_("Regio’s"),
    model=Region,
    filterset_class=RegionFilterSet,
    list_url="regions:region_list",
    columns=(
        SLUG,
        Text("name", _("Naam"), asks="settled_by"),
        Names("aliases", _("Andere namen")),
        Choice("kind", _("Soort"), RegionKind.choices, asks="settled_by"),
        Text("summary", _("Samenvatting")),
        Link("province", _("Provincie"), Province, asks="settled_by"),
        Link("labour_market_region", _("Arbeidsmarktregio"), LabourMarketRegion, asks="settled_by"),
        Text("business_profile", _("Typering van het bedrijfsleven")),
        Text("growth_profile", _("Groei of krimp")),
        Text("demography", _("Bevolking")),
        *RECORD,
    ),
    writers=keeps_records,
)

ORGANISATIONS = Table(
    key="organisations",
    title=_("Organisaties"),
    model=Organisation,
    filterset_class=OrganisationFilterSet,
    list_url="regions:organisation_list",
    columns=(
        SLUG,
        Text("name", _("Naam")),
        Names("aliases", _("Andere en oude namen")),
        term("kind", _("Soort"), Scheme.ORGANISATION_KIND, is_bulk=True),
        Text("summary", _("Samenvatting")),
        Text("status", _("Stand")),
        Link("parent", _("Onderdeel van"), Organisation),
        PLACE,
        Link("province", _("Provincie"), Province),
        REGION,
        Text("website", _("Website")),
        OWNER,
        *RECORD,
    ),
    sheets=(
        Sheet(
            key="codes",
            title=_("Codes"),
            relation="codes",
            columns=(
                Choice("code_type", _("Register"), CodeType.choices),
                Text("code", _("Code")),
                Text("of_predecessor", _("Van de voorganger")),
                *PERIOD,
                *CERTAINTY,
            ),
            order=("code_type", "code", "pk"),
        ),
    ),
    writers=keeps_records,
)

AGENDAS = Table(
    key="agendas",
    title=_("Agenda’s"),
    model=Agenda,
    filterset_class=AgendaFilterSet,
    list_url="regions:agenda_list",
    columns=(
        SLUG,
        Text("title", _("Titel")),
        Text("edition", _("Versie van het document")),
        Text("summary", _("Samenvatting")),
        Text("main_goal", _("Hoofddoel")),
        Choice("scope", _("Bereik"), Scope.choices),
        Link("organisation", _("Eigenaar"), Organisation),
        Links("commissioners", _("Opdrachtgevers"), Organisation),
        REGION,
        PartialDay("dated_on", _("Datum")),
        Number("first_year", _("Eerste jaar"), is_whole=True),
        Number("last_year", _("Laatste jaar"), is_whole=True),
        OWNER,
        *RECORD,
    ),
)

AGENDA_LINES = Table(
    key="agenda-items",
    title=_("Agendapunten"),
    model=AgendaItem,
    filterset_class=AgendaItemFilterSet,
    list_url="",
    columns=(
        Link("agenda", _("Agenda"), Agenda),
        Text("code", _("Code")),
        Number("number", _("Nummer"), is_whole=True),
        Text("level", _("Niveau")),
        Link("parent", _("Onder"), AgendaItem),
        Text("title", _("Titel")),
        Text("summary", _("Samenvatting")),
        term("status", _("Stand"), Scheme.ACTION_STATUS),
        Text("status_note", _("Toelichting op de stand")),
        Flag("is_in_focus", _("Nu in beeld")),
        Number("duration_years", _("Looptijd in jaren"), is_whole=True),
        Links("organisations", _("Betrokken organisaties"), Organisation),
        Links("regions", _("Betrokken regio’s"), Region),
        *RECORD,
    ),
)

declare(REGIONS, ORGANISATIONS, AGENDAS, AGENDA_LINES)
