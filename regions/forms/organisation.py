"""The sheet of an organisation: what it is, where it is, and its codes in registers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.editing.fields import (
    NamesField,
    OptionField,
    PartialDateField,
    PickField,
    WebsiteField,
)
from industriecoalitie.editing.forms import RowForm
from industriecoalitie.editing.sheets import Fields, Rows
from regions.models import Organisation, OrganisationCode

from .owned import OwnedForm, OwnedSheet, visibility_field


class OrganisationForm(OwnedForm):
    """A school, company, government or network."""

    kind = OptionField(
        "concepts.Concept", where={"scheme": [Scheme.ORGANISATION_KIND]}, label=_("Soort"), required=True
    )
    aliases = NamesField(
        label=_("Andere en oude namen"),
        help_text=_("Zet elke naam op een eigen regel. Op al deze namen vind je de organisatie terug."),
    )
    parent = PickField(
        "regions.Organisation",
        label=_("Onderdeel van"),
        help_text=_("De school, het concern of de koepel waar deze organisatie bij hoort."),
    )
    place = OptionField("regions.Place", label=_("Plaats"))
    province = OptionField("regions.Province", label=_("Provincie"))
    region = OptionField("regions.Region", label=_("Regio"))
    website = WebsiteField()
    visibility = visibility_field()

    class Meta:
        model = Organisation
        fields = (
            "name", "kind", "summary", "aliases", "parent", "place", "province", "region", "website", "status",
            "visibility", "owner",
        )  # fmt: skip
        labels = {"name": _("Naam van de organisatie"), "summary": _("In het kort"), "status": _("Stand")}
        help_texts = {"status": _("Alleen als er iets bijzonders is: in oprichting, gefuseerd, gestopt.")}
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}


class OrganisationCodeForm(RowForm):
    """A code of the organisation in a register."""

    from_on = PartialDateField(label=_("Vanaf"))
    until_on = PartialDateField(label=_("Tot en met"))

    class Meta:
        model = OrganisationCode
        fields = ("code_type", "code", "of_predecessor", "from_on", "until_on")
        labels = {"of_predecessor": _("Van een voorganger? Noem welke")}


class OrganisationSheet(OwnedSheet):
    """An organisation with its codes."""

    model = Organisation
    form = OrganisationForm
    add_title = _("Nieuwe organisatie")
    add_lead = _("Naam en soort zijn genoeg. Kijk eerst of zij er al is, ook onder een oude naam.")
    blocks = (
        Fields(
            "organisatie", _("De organisatie"),
            ("name", "owner", "kind", "parent", "place", "province", "region", "website", "status", "summary",
             "aliases", "visibility"),
            wide=("name", "summary", "aliases", "visibility"),
        ),
        Rows("codes", _("Codes in registers"), "codes", OrganisationCodeForm, _("code"),
             help=_("Zoals de instellingscode van een school of het KvK-nummer van een bedrijf."),
             more=("of_predecessor", "from_on", "until_on"), new=0),
    )  # fmt: skip
