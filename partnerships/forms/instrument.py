"""The sheet of a fund, subsidy, deal or policy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.editing.fields import OptionField, PartialDateField, PickField
from industriecoalitie.editing.sheets import Fields, Rows
from partnerships.models import Instrument
from regions.forms.owned import OwnedForm, OwnedSheet, visibility_field

from .partnership import MilestoneForm


class InstrumentForm(OwnedForm):
    """Money or policy that partnerships use."""

    organisation = PickField("regions.Organisation", label=_("Van wie?"))
    region = OptionField("regions.Region", label=_("Regio"))
    from_on = PartialDateField(label=_("Vanaf"))
    until_on = PartialDateField(label=_("Tot en met"))
    visibility = visibility_field()

    class Meta:
        model = Instrument
        fields = (
            "name", "kind", "summary", "organisation", "region", "from_on", "until_on", "status_note",
            "visibility", "owner",
        )  # fmt: skip
        labels = {
            "name": _("Naam van de regeling"),
            "summary": _("In het kort"),
            "status_note": _("Toelichting op de stand"),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}


class InstrumentSheet(OwnedSheet):
    """A scheme with its moments."""

    model = Instrument
    form = InstrumentForm
    add_title = _("Nieuwe regeling")
    add_lead = _("Een fonds, subsidie, Regio Deal, motie of akkoord waar samenwerkingen gebruik van maken.")
    blocks = (
        Fields(
            "regeling", _("De regeling"),
            ("name", "owner", "kind", "organisation", "region", "from_on", "until_on", "status_note", "summary",
             "visibility"),
            wide=("name", "summary", "visibility"),
        ),
        Rows("mijlpalen", _("Mijlpalen"), "milestones", MilestoneForm, _("mijlpaal"),
             help=_("Zoals de opening en de sluiting van een ronde."), more=("reached_on", "due_note"), new=0),
    )  # fmt: skip
