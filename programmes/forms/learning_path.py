"""The sheet of a learning path: its steps in order."""

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.editing.fields import OptionField, PickField, TermsField
from industriecoalitie.editing.forms import RowForm
from industriecoalitie.editing.markdown import MarkdownField
from industriecoalitie.editing.sheets import Fields, Rows
from programmes.models import LearningPath, LearningPathStep
from regions.forms.owned import OwnedForm, OwnedSheet, visibility_field

from .terms import TERM_LISTS


class LearningPathForm(OwnedForm):
    """An ordered route past programmes and modules."""

    support = MarkdownField(label=_("Welke begeleiding is er?"))
    region = OptionField("regions.Region", label=_("Regio"))
    concepts = TermsField(TERM_LISTS, label=_("Niveau, vorm, doelgroep en onderwerp"))
    visibility = visibility_field()

    class Meta:
        model = LearningPath
        fields = ("name", "summary", "support", "duration_years", "region", "concepts", "visibility", "owner")
        labels = {
            "name": _("Naam van het leerpad"),
            "summary": _("In het kort"),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}


class StepForm(RowForm):
    """A step: a programme, a module, or a name when neither is there."""

    programme = PickField("programmes.Programme", label=_("Opleiding"))
    module = PickField("programmes.Module", label=_("Of: module"))
    organisation = PickField("regions.Organisation", label=_("Bij"))
    level = OptionField("concepts.Concept", where={"scheme": [Scheme.LEVEL]}, label=_("Niveau"))

    class Meta:
        model = LearningPathStep
        fields = ("programme", "level", "organisation", "title", "module", "remark")
        labels = {"title": _("Naam van de stap")}
        widgets = {"remark": forms.TextInput}


class LearningPathSheet(OwnedSheet):
    """A learning path with its steps in order."""

    model = LearningPath
    form = LearningPathForm
    add_title = _("Nieuw leerpad")
    add_lead = _("Een route langs opleidingen en modules, van laag naar hoog.")
    blocks = (
        Fields("leerpad", _("Het leerpad"),
               ("name", "owner", "region", "duration_years", "summary", "support", "visibility"),
               wide=("name", "summary", "support", "visibility")),
        Rows("stappen", _("De stappen, op volgorde"), "steps", StepForm, _("stap"),
             help=_("Kies een opleiding of module, of geef de stap een naam. Het niveau gaat nooit omlaag."),
             more=("title", "module", "remark"), is_ordered=True, new=2),
        Fields("onderwerpen", _("Voor wie, op welk niveau, waarover?"), ("concepts",), wide=("concepts",)),
    )  # fmt: skip
