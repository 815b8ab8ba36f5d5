"""The sheet of a partnership: the agreement, who takes part, and what it is meant to bring."""

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
from partnerships.models import (
    ActionLine,
    Contribution,
    Funding,
    Milestone,
    Partner,
    Partnership,
    Target,
)
from regions.forms.owned import OwnedForm, OwnedSheet, visibility_field

TERM_LISTS = tuple(
    (scheme.value, scheme.label) for scheme in (Scheme.THEME, Scheme.SECTOR, Scheme.TARGET_GROUP)
)


class PartnershipForm(OwnedForm):
    """What parties agreed on."""

    form = OptionField(
        "concepts.Concept", where={"scheme": [Scheme.PARTNERSHIP_FORM]}, label=_("Vorm"), required=True
    )
    aliases = NamesField(label=_("Andere namen"))
    region = OptionField("regions.Region", label=_("Regio"))
    regions = PicksField("regions.Region", label=_("Ook actief in"))
    place = OptionField("regions.Place", label=_("Plaats"))
    lead_organisation = PickField(
        "regions.Organisation",
        label=_("Koploper"),
        help_text=_("Typ een deel van de naam. Oude namen en afkortingen werken ook."),
    )
    from_on = PartialDateField(
        label=_("Begonnen"), help_text=_("Een jaar is genoeg: 2023, mei 2023 of 9 mei 2023.")
    )
    until_on = PartialDateField(label=_("Loopt tot en met"))
    concepts = TermsField(TERM_LISTS, label=_("Onderwerpen"))
    ecosystems = PicksField("partnerships.Ecosystem", label=_("Ecosystemen"))
    agenda_items = PicksField("regions.AgendaItem", label=_("Agendapunten"))
    website = WebsiteField()
    visibility = visibility_field()

    class Meta:
        model = Partnership
        fields = (
            "name", "form", "summary", "aliases", "region", "regions", "place", "scope", "status", "status_note",
            "life_phase", "lead_organisation", "from_on", "until_on", "website", "concepts", "ecosystems",
            "agenda_items", "visibility", "owner",
        )  # fmt: skip
        labels = {
            "name": _("Naam van de samenwerking"),
            "summary": _("In het kort"),
            "status": _("Hoe staat het ervoor?"),
            "status_note": _("Toelichting op de stand"),
            "scope": _("Bereik"),
            "life_phase": _("Levensfase"),
        }
        help_texts = {
            "name": _("Gebruik de naam die in de regio bekend is."),
            "summary": _("Wat vragen bedrijven, wat doen jullie samen, wat levert het op?"),
            "life_phase": _("Start, ontwikkeling, validatie of verduurzaming: de vier fasen van een pps."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}


class PartnerForm(RowForm):
    """Who takes part, as what, and when."""

    organisation = PickField("regions.Organisation", label=_("Organisatie"), may_add=True)
    role = OptionField("concepts.Concept", where={"scheme": [Scheme.PARTNER_ROLE]}, label=_("Rol"))
    kind = OptionField(
        "concepts.Concept",
        where={"scheme": [Scheme.ORGANISATION_KIND]},
        label=_("Soort, bij een nieuwe partij"),
    )
    from_on = PartialDateField(label=_("Vanaf"))
    until_on = PartialDateField(label=_("Tot en met"))

    class Meta:
        model = Partner
        fields = (
            "organisation",
            "role",
            "from_on",
            "until_on",
            "kind",
            "label",
            "count",
            "count_qualifier",
            "remark",
        )
        labels = {"label": _("Omschrijving, als er geen naam is"), "remark": _("Opmerking")}
        widgets = {"remark": forms.TextInput}


class ContributionForm(RowForm):
    """What a party brings in."""

    organisation = PickField("regions.Organisation", label=_("Organisatie"))
    kind = OptionField(
        "concepts.Concept", where={"scheme": [Scheme.CONTRIBUTION]}, label=_("Inbreng"), required=True
    )

    class Meta:
        model = Contribution
        fields = ("organisation", "kind", "description", "label")
        labels = {"label": _("Of: wie, in woorden")}


class MilestoneForm(RowForm):
    """A moment that matters."""

    due_on = PartialDateField(label=_("Wanneer"))

    class Meta:
        model = Milestone
        fields = ("title", "due_on", "kind", "is_reached", "reached_on", "due_note")
        labels = {"title": _("Wat"), "reached_on": _("Bereikt op"), "due_note": _("Wanneer, in woorden")}
        widgets = {"reached_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class TargetForm(RowForm):
    """What is meant to be reached, and what came of it."""

    due_on = PartialDateField(label=_("Uiterlijk"))

    class Meta:
        model = Target
        fields = ("name", "baseline", "value", "result", "unit", "due_on", "qualifier", "due_note")
        labels = {"name": _("Doel"), "value": _("Doelwaarde")}


class FundingForm(RowForm):
    """Where the money comes from."""

    instrument = OptionField("partnerships.Instrument", label=_("Regeling"))
    organisation = PickField("regions.Organisation", label=_("Betaler"))

    class Meta:
        model = Funding
        fields = (
            "instrument",
            "organisation",
            "amount_eur",
            "state",
            "first_year",
            "last_year",
            "label",
            "qualifier",
        )


class ActionLineForm(RowForm):
    """A line along which the parties work."""

    class Meta:
        model = ActionLine
        fields = ("title", "summary")


class PartnershipSheet(OwnedSheet):
    """A partnership with its partners, milestones, targets, money and lines."""

    model = Partnership
    form = PartnershipForm
    add_title = _("Nieuwe samenwerking")
    add_lead = _("Naam, vorm en regio zijn genoeg om te beginnen. De rest mag later.")
    blocks = (
        Fields(
            "samenwerking", _("De samenwerking"),
            ("name", "owner", "form", "region", "from_on", "until_on", "status", "place", "lead_organisation", "summary"),
            wide=("name", "lead_organisation", "summary"),
        ),
        Rows("partners", _("Partners"), "partners", PartnerForm, _("partner"),
             help=_("Noem alle scholen, bedrijven en overheden die meedoen."),
             more=("kind", "label", "count", "count_qualifier", "remark"), new=3),
        Rows("mijlpalen", _("Mijlpalen"), "milestones", MilestoneForm, _("mijlpaal"),
             help=_("De belangrijkste stappen, in elke volgorde; de pagina zet ze op datum."),
             more=("reached_on", "due_note"), new=2),
        Rows("doelen", _("Doelen en resultaat"), "targets", TargetForm, _("doel"), more=("qualifier", "due_note")),
        Rows("inbreng", _("Wat partijen inbrengen"), "contributions", ContributionForm, _("inbreng"),
             more=("label",), new=0),
        Rows("geld", _("Financiering"), "fundings", FundingForm, _("bijdrage"), more=("label", "qualifier"), new=0),
        Rows("lijnen", _("Actielijnen"), "action_lines", ActionLineForm, _("lijn"), is_ordered=True, new=0),
        Fields("onderwerpen", _("Waar gaat het over?"), ("concepts",), wide=("concepts",)),
        Fields("verbanden", _("Hoort bij"), ("regions", "ecosystems", "agenda_items"),
               wide=("regions", "ecosystems", "agenda_items")),
        Fields("meer", _("Meer gegevens"), ("life_phase", "scope", "status_note", "website", "aliases"),
               wide=("aliases",)),
        Fields("zichtbaarheid", _("Zichtbaarheid"), ("visibility",), wide=("visibility",)),
    )  # fmt: skip
