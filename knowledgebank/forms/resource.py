"""The sheet of a teaching material: what it is, what others may do with it, and its versions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.editing.fields import PickField, TermsField, WebsiteField
from industriecoalitie.editing.files import FileField
from industriecoalitie.editing.forms import RowForm
from industriecoalitie.editing.sheets import Fields, Rows
from industriecoalitie.files.choices import FileKind
from knowledgebank.models import LearningResource, ResourceVersion
from regions.forms.owned import OwnedForm, OwnedSheet, visibility_field

from .examples import ExamplePickField


class ResourceVersionForm(RowForm):
    """One version. Its file stays; a newer one is another version."""

    file = FileField(
        kinds=(FileKind.DOCUMENT, FileKind.IMAGE),
        label=_("Bestand"),
        help_text=_("PDF, Word, Excel, PowerPoint, ODT of een afbeelding. Hooguit 10 MB."),
        required=False,
    )
    url = WebsiteField(label=_("Of een adres"))
    issued_on = forms.DateField(
        label=_("Van wanneer?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Vul een datum in, zoals 9-5-2026.")},
    )

    class Meta:
        model = ResourceVersion
        fields = ("label", "issued_on", "file", "url", "note")
        labels = {"label": _("Versie")}
        help_texts = {
            "label": _("Bijvoorbeeld: 1, 2.0 of voorjaar 2026."),
            "note": _("In één zin, voor wie de vorige versie heeft."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.file_id:
            field = self.fields["file"]
            field.required = field.widget.is_required = True
            field.help_text = _("Dit bestand blijft. Is er een nieuwer? Voeg een versie toe.")
        elif self.instance.pk:
            del self.fields["file"]


class LearningResourceForm(OwnedForm):
    """What a teaching material is and where it belongs."""

    practice = ExamplePickField(label=_("Praktijkvoorbeeld"))
    programme = PickField("programmes.Programme", label=_("Opleiding"))
    module = PickField("programmes.Module", label=_("Module"))
    url = WebsiteField(
        label=_("Adres"),
        help_text=_("De pagina waar het leermiddel staat. Een bestand voeg je hierboven toe."),
    )
    concepts = TermsField(
        tuple(
            (scheme.value, scheme.label)
            for scheme in (Scheme.LEVEL, Scheme.SECTOR, Scheme.THEME, Scheme.TARGET_GROUP)
        ),
        label=_("Onderwerpen"),
    )
    visibility = visibility_field()

    class Meta:
        model = LearningResource
        fields = (
            "title", "summary", "owner", "licence", "url", "practice", "programme", "module", "concepts", "visibility",
        )  # fmt: skip
        help_texts = {
            "summary": _("Wat leer je ermee, en voor wie is het? Twee zinnen."),
            "licence": _(
                "De maker kiest wat anderen ermee mogen. Zonder licentie kan het leermiddel wel genoemd worden, maar niet gedeeld."
            ),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["licence"].choices = [
            (key, label if key else _("Nog niet bekend")) for key, label in self.fields["licence"].choices
        ]


class LearningResourceSheet(OwnedSheet):
    """A teaching material with its versions, the oldest first."""

    model = LearningResource
    form = LearningResourceForm
    add_title = _("Nieuw leermiddel")
    add_lead = _("Deel lesmateriaal, zodat een andere school het niet opnieuw hoeft te maken.")
    blocks = (
        Fields("leermiddel", _("Het leermiddel"), ("title", "owner", "summary"), wide=("title", "summary")),
        Fields("licentie", _("Wat mogen anderen ermee?"), ("licence",), wide=("licence",)),
        Rows(
            "versies", _("Versies"), "versions", ResourceVersionForm, _("versie"),
            help=_("De onderste is de nieuwste. Oudere versies blijven bereikbaar voor wie ze gebruikt."),
            is_ordered=True, new=1,
        ),
        Fields("adres", _("Staat het ergens anders?"), ("url",), wide=("url",)),
        Fields("onderwerpen", _("Waar gaat het over?"), ("concepts",), wide=("concepts",)),
        Fields(
            "verbanden", _("Hoort bij"), ("practice", "programme", "module"), wide=("practice", "programme", "module")
        ),
        Fields("zien", _("Wie mag dit zien?"), ("visibility",), wide=("visibility",)),
    )  # fmt: skip
