"""The sheet of a demand: what companies ask, who asks it, and how far the answer is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.editing.fields import OptionField, PickField, PicksField, TermsField
from industriecoalitie.editing.forms import RowForm
from industriecoalitie.editing.markdown import MarkdownField
from industriecoalitie.editing.sheets import Fields, Rows
from programmes.models import Demand, DemandParty
from regions.forms.owned import OwnedForm, OwnedSheet, visibility_field

from .terms import TERM_LISTS


class DemandForm(OwnedForm):
    """What companies ask of education."""

    skills = MarkdownField(label=_("Wat moeten mensen kunnen?"))
    region = OptionField("regions.Region", label=_("Regio"))
    concepts = TermsField(TERM_LISTS, label=_("Niveau, vorm, doelgroep en onderwerp"))
    partnerships = PicksField("partnerships.Partnership", label=_("Samenwerkingen die antwoord geven"))
    programmes = PicksField("programmes.Programme", label=_("Opleidingen die antwoord geven"))
    agenda_items = PicksField("regions.AgendaItem", label=_("Agendapunten"))
    visibility = visibility_field()

    class Meta:
        model = Demand
        fields = (
            "title", "summary", "skills", "stage", "one_party_reason", "decision", "decision_reason",
            "is_core_need", "qualifier", "value", "unit", "quantity_note", "region", "concepts", "partnerships",
            "programmes", "agenda_items", "visibility", "owner",
        )  # fmt: skip
        labels = {
            "title": _("Wat wordt er gevraagd?"),
            "summary": _("Toelichting"),
            "stage": _("Hoe ver is de vraag?"),
            "one_party_reason": _("Waarom verder met één vrager?"),
            "decision_reason": _("Waarom dit besluit?"),
            "is_core_need": _("Meer bedrijven in de regio hebben dit nodig (kernbehoefte)"),
            "value": _("Hoeveel?"),
            "quantity_note": _("Hoeveel, in woorden"),
        }
        help_texts = {
            "unit": _("Waarvan: vakmensen, plaatsen, cursisten."),
            "stage": _("Een vraag van één bedrijf blijft bij bundelen, tot er een tweede vrager is."),
        }
        widgets = dict.fromkeys(
            ("summary", "one_party_reason", "decision_reason"), forms.Textarea(attrs={"rows": 3})
        )


class DemandPartyForm(RowForm):
    """An organisation that asks."""

    organisation = PickField("regions.Organisation", label=_("Organisatie"), required=True)

    class Meta:
        model = DemandParty
        fields = ("organisation", "remark")
        widgets = {"remark": forms.TextInput}


class DemandSheet(OwnedSheet):
    """A demand with who asks it, on its way through the funnel."""

    model = Demand
    form = DemandForm
    add_title = _("Nieuwe vraag")
    add_lead = _("Wat vraagt een bedrijf van het onderwijs? Eén zin is genoeg om te beginnen.")
    blocks = (
        Fields("vraag", _("De vraag"),
               ("title", "owner", "region", "is_core_need", "summary", "skills", "qualifier", "value", "unit",
                "quantity_note", "visibility"),
               wide=("title", "summary", "skills", "visibility")),
        Rows("vragers", _("Wie vraagt dit?"), "parties", DemandPartyForm, _("vrager"),
             help=_("Een vraag wordt sterker als meer bedrijven haar stellen.")),
        Fields("trechter", _("Van signaal naar antwoord"),
               ("stage", "decision", "one_party_reason", "decision_reason"),
               wide=("one_party_reason", "decision_reason")),
        Fields("antwoord", _("Wie geeft antwoord?"), ("programmes", "partnerships", "agenda_items"),
               wide=("programmes", "partnerships", "agenda_items")),
        Fields("onderwerpen", _("Waar gaat het over?"), ("concepts",), wide=("concepts",)),
    )  # fmt: skip
