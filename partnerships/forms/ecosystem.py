"""The sheet of an ecosystem: what it is, how far it has come and on what evidence, and what stands in it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.editing.fields import (
    NamesField,
    OptionField,
    PartialDateField,
    PickField,
    PicksField,
    TermsField,
    WebsiteField,
)
from industriecoalitie.editing.forms import RowForm
from industriecoalitie.editing.sheets import Fields, Rows
from partnerships.models import Ecosystem, Facility
from regions.forms.owned import OwnedForm, OwnedSheet, visibility_field

TERM_LISTS = tuple(
    (scheme.value, scheme.label) for scheme in (Scheme.THEME, Scheme.SECTOR, Scheme.TARGET_GROUP)
)


class EcosystemForm(OwnedForm):
    """A centre, campus, lab or network."""

    aliases = NamesField(label=_("Andere namen"))
    stage_evidence_on = PartialDateField(label=_("Datum van het bewijs"))
    lead_organisation = PickField("regions.Organisation", label=_("Koploper"))
    organisation = PickField(
        "regions.Organisation",
        label=_("Is zelf ook een organisatie"),
        help_text=_("Als het centrum een eigen stichting of bedrijf is."),
    )
    part_of = PickField("partnerships.Ecosystem", label=_("Onderdeel van"))
    region = OptionField("regions.Region", label=_("Regio"))
    place = OptionField("regions.Place", label=_("Plaats"))
    from_on = PartialDateField(label=_("Begonnen"))
    until_on = PartialDateField(label=_("Gestopt"))
    website = WebsiteField()
    partners = PicksField("regions.Organisation", label=_("Partners"))
    concepts = TermsField(TERM_LISTS, label=_("Onderwerpen"))
    agenda_items = PicksField("regions.AgendaItem", label=_("Agendapunten"))
    visibility = visibility_field()

    class Meta:
        model = Ecosystem
        fields = (
            "name", "kind", "summary", "aliases", "stage", "stage_evidence", "stage_evidence_on", "life_phase",
            "status_note", "legal_form", "lead_organisation", "organisation", "part_of", "region", "place",
            "from_on", "until_on", "website", "partners", "concepts", "agenda_items", "visibility", "owner",
        )  # fmt: skip
        labels = {
            "name": _("Naam van het ecosysteem"),
            "summary": _("In het kort"),
            "stage": _("Hoe ver op weg van CIV naar CIB?"),
            "stage_evidence": _("Bewijs"),
            "life_phase": _("Levensfase"),
            "status_note": _("Toelichting op de stand"),
        }
        help_texts = {
            "stage": _(
                "CIV: centrum voor innovatief vakmanschap. CIB: centrum voor innovatief beroepsonderwijs."
            ),
            "stage_evidence": _(
                "Waaruit blijkt dat bedrijven er nieuwe technologie invoeren? Nodig voor de fase CIB."
            ),
            "life_phase": _("Start, ontwikkeling, validatie of verduurzaming: de vier fasen van een pps."),
        }
        widgets = dict.fromkeys(("summary", "stage_evidence"), forms.Textarea(attrs={"rows": 4}))


class FacilityForm(RowForm):
    """A place to learn: a workshop, a lab, a practice hall."""

    place = OptionField("regions.Place", label=_("Plaats"))

    class Meta:
        model = Facility
        fields = ("name", "place", "state", "description", "equipment")
        widgets = {"description": forms.TextInput}


class EcosystemSheet(OwnedSheet):
    """An ecosystem with its facilities."""

    model = Ecosystem
    form = EcosystemForm
    add_title = _("Nieuw ecosysteem")
    add_lead = _("Naam en soort zijn genoeg om te beginnen. De rest mag later.")
    blocks = (
        Fields(
            "ecosysteem", _("Het ecosysteem"),
            ("name", "owner", "kind", "region", "place", "from_on", "until_on", "lead_organisation", "organisation",
             "part_of", "legal_form", "website", "status_note", "summary", "aliases", "visibility"),
            wide=("name", "summary", "aliases", "visibility"),
        ),
        Fields("ontwikkeling", _("Hoe ver is het?"),
               ("stage", "life_phase", "stage_evidence", "stage_evidence_on"), wide=("stage_evidence",)),
        Rows("faciliteiten", _("Faciliteiten"), "facilities", FacilityForm, _("faciliteit"),
             help=_("De plekken waar leerlingen en bedrijven samen leren en werken."),
             more=("description", "equipment")),
        Fields("partners", _("Wie doen er mee?"), ("partners",), wide=("partners",)),
        Fields("onderwerpen", _("Waar gaat het over?"), ("concepts",), wide=("concepts",)),
        Fields("verbanden", _("Hoort bij"), ("agenda_items",), wide=("agenda_items",)),
    )  # fmt: skip
