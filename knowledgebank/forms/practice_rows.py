"""Rows of the form of a practice: what works and why, what shows it, figures, pictures, what people say."""

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.editing.fields import OptionField, PartialDateField, PickField, WebsiteField
from industriecoalitie.editing.files import FileField
from industriecoalitie.editing.forms import RowForm
from knowledgebank.models import Evidence, PracticeFactor, PracticeFigure, PracticeImage, Quote


def text_of(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FactorField(OptionField):
    """A success factor, to be found by its first letter."""

    def offer(self, records) -> None:
        super().offer(sorted(records, key=lambda each: each.label.casefold()))


class PracticeFactorForm(RowForm):
    """A success factor, and how it worked here."""

    factor = FactorField("knowledgebank.SuccessFactor", label=_("Succesfactor"), required=True)

    class Meta:
        model = PracticeFactor
        fields = ("factor", "how")
        labels = {"how": _("Hoe werkte het hier?")}
        help_texts = {"how": _("Wat deden jullie precies, en wat merkte je daarvan?")}
        widgets = {"how": text_of(3)}


class EvidenceForm(RowForm):
    """What shows that it works."""

    dated_on = PartialDateField(label=_("Van wanneer?"), help_text=_("Een jaar is genoeg: 2023 of mei 2023."))

    class Meta:
        model = Evidence
        fields = ("statement", "dated_on")
        labels = {"statement": _("Waaruit blijkt het?")}
        help_texts = {"statement": _("Een onderzoek, een telling, een prijs, een besluit om door te gaan.")}
        widgets = {"statement": text_of(2)}


class PracticeFigureForm(RowForm):
    """A figure with its source."""

    value = forms.DecimalField(label=_("Getal"), max_digits=18, decimal_places=3, min_value=-(10**12))
    source_url = WebsiteField(label=_("Adres van de bron"))

    class Meta:
        model = PracticeFigure
        fields = ("label", "value", "unit", "year", "qualifier", "source_text", "source_url")
        labels = {"source_text": _("Bron"), "qualifier": _("Hoe precies is het?")}


class PracticeImageForm(RowForm):
    """A picture, described for who does not see it."""

    file = FileField(label=_("Afbeelding"), required=True)

    class Meta:
        model = PracticeImage
        fields = ("file", "alt", "caption", "credit")
        help_texts = {
            "alt": _("Voor wie de foto niet ziet. Bijvoorbeeld: twee studenten stellen een robotarm af."),
            "credit": _("Wie maakte de foto? Noem een organisatie of fotograaf die dat goedvindt."),
        }


class QuoteForm(RowForm):
    """What someone says, without a name."""

    organisation = PickField("regions.Organisation", label=_("Organisatie"))

    class Meta:
        model = Quote
        fields = ("text", "function", "organisation", "has_consent")
        labels = {
            "text": _("Wat zegt iemand?"),
            "has_consent": _("Deze persoon vindt goed dat dit hier staat."),
        }
        help_texts = {
            "text": _("Kort en in eigen woorden."),
            "function": _("Een functie, geen naam. Bijvoorbeeld: docent mechatronica."),
        }
        widgets = {"text": text_of(3)}
