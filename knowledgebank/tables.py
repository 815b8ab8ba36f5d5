"""Practices and figures as tables, to take along; they are changed on their own pages."""

from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.choices import Qualifier
from industriecoalitie.core.columns import Choice, Day, Flag, Link, Links, Number, Text, Told
from industriecoalitie.core.tables import Table, declare
from partnerships.models import Instrument, Partnership
from programmes.models import Module, Programme
from regions.models import Agenda, AgendaItem, Organisation
from regions.tables import AGENDA_ITEMS, OWNER, PERIOD, PLACE, RECORD, REGION, SLUG, TERMS, term

from .choices import AdoptionState, Licence, MeasurementKind, PracticeKind, PracticeState
from .filtersets import (
    AdoptionFilterSet,
    IndicatorFilterSet,
    LearningResourceFilterSet,
    MeasurementFilterSet,
    PracticeFilterSet,
)
from .models import Adoption, Indicator, LearningResource, Measurement, Practice

PRACTICES = Table(
    key="practices",
    title=_("Praktijkvoorbeelden"),
    model=Practice,
    filterset_class=PracticeFilterSet,
    list_url="knowledgebank:practice_list",
    columns=(
        SLUG,
        Text("title", _("Titel")),
        Choice("kind", _("Soort"), PracticeKind.choices),
        Told(Choice("state", _("Stand"), PracticeState.choices)),
        Text("summary", _("In het kort")),
        Text("context", _("Aanleiding")),
        Text("approach", _("Aanpak")),
        Text("results", _("Resultaat")),
        Text("lessons", _("Lessen")),
        Text("costs", _("Kosten")),
        Text("contact_function", _("Contact (functie)")),
        Told(Flag("is_proven", _("Bewezen"))),
        Told(Day("review_on", _("Opnieuw bekijken op"))),
        Told(Day("published_on", _("Gepubliceerd op"))),
        Link("partnership", _("Samenwerking"), Partnership),
        Link("programme", _("Opleiding"), Programme),
        REGION,
        PLACE,
        *TERMS,
        Links("organisations", _("Organisaties"), Organisation),
        AGENDA_ITEMS,
        OWNER,
        *RECORD,
    ),
    # As the page: a draft beside an example has the same title, and is no example yet.
    rows=lambda user: Practice.objects.visible_to(user).originals(),
)

ADOPTIONS = Table(
    key="adoptions",
    title=_("Navolging"),
    model=Adoption,
    filterset_class=AdoptionFilterSet,
    list_url="knowledgebank:adoption_list",
    columns=(
        Link("practice", _("Voorbeeld"), Practice),
        REGION,
        Choice("state", _("Stand"), AdoptionState.choices),
        Link("partnership", _("Samenwerking"), Partnership),
        Text("changes", _("Wat is aangepast")),
        Text("outcome", _("Wat het opleverde")),
        *PERIOD,
        OWNER,
        *RECORD,
    ),
)

LEARNING_RESOURCES = Table(
    key="learning-resources",
    title=_("Leermiddelen"),
    model=LearningResource,
    filterset_class=LearningResourceFilterSet,
    list_url="knowledgebank:learning_resource_list",
    # Links and files are left out: they are shared on the page, where the licence stands beside them.
    columns=(
        SLUG,
        Text("title", _("Titel")),
        Text("summary", _("Samenvatting")),
        Choice("licence", _("Licentie"), Licence.choices),
        Link("practice", _("Voorbeeld"), Practice),
        Link("programme", _("Opleiding"), Programme),
        Link("module", _("Module"), Module),
        *TERMS,
        OWNER,
        *RECORD,
    ),
)

INDICATORS = Table(
    key="indicators",
    title=_("Cijfers"),
    model=Indicator,
    filterset_class=IndicatorFilterSet,
    list_url="knowledgebank:indicator_list",
    columns=(
        SLUG,
        Text("name", _("Naam")),
        Text("unit", _("Eenheid")),
        Text("definition", _("Omschrijving")),
        Link("part_of", _("Deel van"), Indicator),
        Link("agenda", _("Agenda"), Agenda),
        Link("agenda_item", _("Agendapunt"), AgendaItem),
        Link("partnership", _("Samenwerking"), Partnership),
        Link("organisation", _("Organisatie"), Organisation),
        Link("programme", _("Opleiding"), Programme),
        Link("instrument", _("Regeling"), Instrument),
        Link("concept", _("Begrip"), Concept),
        *RECORD,
    ),
    rows=lambda user: Indicator.objects.visible_to(user).with_value(),
)

MEASUREMENTS = Table(
    key="measurements",
    title=_("Metingen"),
    model=Measurement,
    filterset_class=MeasurementFilterSet,
    list_url="",
    columns=(
        Link("indicator", _("Indicator"), Indicator),
        Choice("kind", _("Soort"), MeasurementKind.choices),
        Number("year", _("Jaar"), is_whole=True),
        Number("until_year", _("Tot en met jaar"), is_whole=True),
        Day("measured_on", _("Peildatum")),
        Number("relative_year", _("Jaar na de start"), is_whole=True),
        Number("value", _("Waarde")),
        Choice("qualifier", _("Aanduiding"), Qualifier.choices),
        Text("unit", _("Eenheid")),
        Number("out_of", _("Van in totaal")),
        Flag("is_cumulative", _("Opgeteld sinds de start")),
        Flag("is_counted", _("Door de redactie geteld")),
        REGION,
        term("level", _("Niveau"), Scheme.LEVEL),
        *RECORD,
    ),
)

declare(PRACTICES, ADOPTIONS, LEARNING_RESOURCES, INDICATORS, MEASUREMENTS)
