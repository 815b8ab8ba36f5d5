"""The sheet of a module."""

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.editing.fields import TermsField
from industriecoalitie.editing.sheets import Fields
from programmes.models import Module
from regions.forms.owned import OwnedForm, OwnedSheet, visibility_field

from .terms import TERM_LISTS


class ModuleForm(OwnedForm):
    """A part of a programme that can be followed by itself."""

    concepts = TermsField(TERM_LISTS, label=_("Niveau, vorm, doelgroep en onderwerp"))
    visibility = visibility_field()

    class Meta:
        model = Module
        fields = ("name", "code", "summary", "outcome", "hours", "concepts", "visibility", "owner")
        labels = {
            "name": _("Naam van de module"),
            "summary": _("In het kort"),
            "outcome": _("Wat krijg je aan het eind?"),
            "hours": _("Aantal uren"),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}


class ModuleSheet(OwnedSheet):
    """A module with the terms that describe it."""

    model = Module
    form = ModuleForm
    add_title = _("Nieuwe module")
    add_lead = _("Een onderdeel dat je ook los kunt volgen. Bij een opleiding kies je daarna uit de modules.")
    blocks = (
        Fields("module", _("De module"),
               ("name", "owner", "outcome", "code", "hours", "summary", "visibility"),
               wide=("name", "summary", "visibility")),
        Fields("onderwerpen", _("Voor wie, op welk niveau, waarover?"), ("concepts",), wide=("concepts",)),
    )  # fmt: skip
