"""The sheet of a collection: its introduction and its practices in order."""

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.editing.forms import RecordForm, RowForm
from industriecoalitie.editing.markdown import MarkdownField
from industriecoalitie.editing.sheets import Fields, Rows, Sheet
from knowledgebank.models import Collection, CollectionItem
from regions.forms.owned import visibility_field

from .examples import ExamplePickField


class CollectionForm(RecordForm):
    """Title, summary, introduction and who may read it."""

    introduction = MarkdownField(label=_("Inleiding"))
    visibility = visibility_field()

    class Meta:
        model = Collection
        fields = ("title", "summary", "introduction", "visibility")
        labels = {"title": _("Titel"), "summary": _("In het kort")}
        help_texts = {"summary": _("Eén of twee zinnen. Ze staan in de lijst van collecties.")}
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}


class CollectionItemForm(RowForm):
    """A practice in the collection."""

    practice = ExamplePickField(label=_("Voorbeeld"), required=True)

    class Meta:
        model = CollectionItem
        fields = ("practice", "note")
        labels = {"note": _("Waarom dit voorbeeld?")}
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}


class CollectionSheet(Sheet):
    """A collection with its practices in order."""

    model = Collection
    form = CollectionForm
    add_title = _("Nieuwe collectie")
    add_lead = _("Zet voorbeelden bij elkaar die samen een verhaal vertellen.")
    who_sees = _("Alleen de redactie ziet het, tot zij het openbaar maakt.")
    blocks = (
        Fields("collectie", _("De collectie"), ("title", "summary", "introduction", "visibility"),
               wide=("title", "summary", "introduction", "visibility")),
        Rows("voorbeelden", _("Voorbeelden"), "items", CollectionItemForm, _("voorbeeld"), is_ordered=True,
             help=_("Lezers zien alleen voorbeelden die zij mogen lezen.")),
    )  # fmt: skip
