"""The sheet of a programme: what it is, who gives it, and what it is made of."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
from industriecoalitie.editing.markdown import MarkdownField
from industriecoalitie.editing.sheets import Fields, Rows
from programmes.models import Programme, ProgrammeModule, Provider
from regions.forms.owned import OwnedForm, OwnedSheet, visibility_field

from .terms import TERM_LISTS


class ProgrammeForm(OwnedForm):
    """Education or an activity that people can follow."""

    aliases = NamesField(label=_("Andere namen"))
    topics = MarkdownField(label=_("Onderwerpen"))
    structure = MarkdownField(label=_("Opbouw"), help_text=_("Hoe is het opgebouwd?"))
    region = OptionField("regions.Region", label=_("Regio"))
    from_on = PartialDateField(label=_("Begonnen"))
    until_on = PartialDateField(label=_("Gestopt"))
    website = WebsiteField()
    concepts = TermsField(TERM_LISTS, label=_("Niveau, vorm, doelgroep en onderwerp"))
    partnerships = PicksField("partnerships.Partnership", label=_("Samenwerkingen"))
    ecosystems = PicksField("partnerships.Ecosystem", label=_("Ecosystemen"))
    agenda_items = PicksField("regions.AgendaItem", label=_("Agendapunten"))
    visibility = visibility_field()

    class Meta:
        model = Programme
        fields = (
            "name", "kind", "code", "summary", "aliases", "topics", "structure", "duration_years",
            "work_days_per_week", "school_days_per_week", "is_publicly_funded", "validates_prior_learning",
            "status_note", "region", "from_on", "until_on", "website", "concepts", "partnerships", "ecosystems",
            "agenda_items", "visibility", "owner",
        )  # fmt: skip
        labels = {
            "name": _("Naam van de opleiding"),
            "summary": _("In het kort"),
            "status_note": _("Toelichting op de stand"),
            "is_publicly_funded": _("Betaalt de overheid mee (bekostigd)?"),
            "validates_prior_learning": _("Telt mee wat iemand al kan?"),
        }
        help_texts = {
            "code": _("De code van de erkende opleiding of het keuzedeel, als die er is."),
            "work_days_per_week": _("Bijvoorbeeld 4 of 2,5."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}


class ProviderForm(RowForm):
    """Who gives the programme, or helps to."""

    organisation = PickField("regions.Organisation", label=_("Organisatie"), required=True)
    from_on = PartialDateField(label=_("Vanaf"))
    until_on = PartialDateField(label=_("Tot en met"))

    class Meta:
        model = Provider
        fields = ("organisation", "role", "from_on", "until_on", "remark")
        widgets = {"remark": forms.TextInput}


class ProgrammeModuleForm(RowForm):
    """A module of the programme."""

    module = PickField("programmes.Module", label=_("Module"), required=True)

    class Meta:
        model = ProgrammeModule
        fields = ("module",)


class ProgrammeSheet(OwnedSheet):
    """A programme with who gives it and its modules in order."""

    model = Programme
    form = ProgrammeForm
    add_title = _("Nieuwe opleiding")
    add_lead = _("Naam en soort zijn genoeg om te beginnen. De rest mag later.")
    blocks = (
        Fields(
            "opleiding", _("De opleiding"),
            ("name", "owner", "kind", "code", "region", "from_on", "until_on", "status_note", "website", "summary",
             "aliases", "visibility"),
            wide=("name", "summary", "aliases", "visibility"),
        ),
        Rows("aanbieders", _("Wie geeft de opleiding?"), "providers", ProviderForm, _("aanbieder"),
             more=("from_on", "until_on", "remark"), is_ordered=True),
        Fields(
            "opbouw", _("Hoe ziet het eruit?"),
            ("duration_years", "work_days_per_week", "school_days_per_week", "is_publicly_funded",
             "validates_prior_learning", "structure", "topics"),
            wide=("structure", "topics"),
        ),
        Rows("modules", _("Modules, op volgorde"), "module_links", ProgrammeModuleForm, _("module"),
             is_ordered=True, new=0),
        Fields("onderwerpen", _("Voor wie, op welk niveau, waarover?"), ("concepts",), wide=("concepts",)),
        Fields("verbanden", _("Hoort bij"), ("partnerships", "ecosystems", "agenda_items"),
               wide=("partnerships", "ecosystems", "agenda_items")),
    )  # fmt: skip
