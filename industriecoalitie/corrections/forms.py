"""Forms of corrections: what a reader proposes, and what is decided."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.core.columns import Choice, Column, Draft, Flag, Link, Links, PartialDay
from industriecoalitie.core.desk import Desk
from industriecoalitie.core.filters import text_without_nul
from industriecoalitie.core.models import Record

from .choices import State
from .content import from_lines, has_lines, to_lines

LONGEST = 10_000


class ValueField(forms.CharField):
    """What a field of a record should say; cleaned to the text of its column.

    Nothing is an answer too: it takes away what stands there. Only what is about no field at all needs words.
    """

    def __init__(self, column: Column | None, record: Record, desk: Desk, **kwargs):
        self.column = column
        more = {"widget": _widget(column, record, desk), "help_text": _help(column, desk)}
        super().__init__(max_length=LONGEST, **more, **kwargs)
        self.error_messages["required"] = _("Schrijf op wat er beter kan.")

    def validate(self, value: str) -> None:
        if self.column is None:
            super().validate(value)

    def clean(self, value: str) -> str:
        return from_lines(self.column, super().clean(value))


def _widget(column: Column | None, record: Record, desk: Desk) -> forms.Widget:
    if column is None:
        return forms.Textarea({"rows": 4})
    if isinstance(column, Choice | Flag) or (isinstance(column, Link) and column.limit):
        return forms.Select(choices=[("", _("leeg")), *column.choices(desk)])
    if has_lines(column):
        return forms.Textarea({"rows": 5})
    is_long = isinstance(record._meta.get_field(column.field), TextField)
    return forms.Textarea({"rows": 6}) if is_long else forms.TextInput()


def _help(column: Column | None, desk: Desk) -> str:
    if column is None or isinstance(column, Choice | Flag) or (isinstance(column, Link) and column.limit):
        return ""
    return " ".join([*_format(column, desk), _("Moet het weg? Maak het dan leeg.")])


def _format(column: Column, desk: Desk) -> list[str]:
    if isinstance(column, Links) and column.limit:
        words = ", ".join(word for word, _word in column.choices(desk))
        return [_("Zet elk op een eigen regel. Kies uit: %(words)s.") % {"words": words}]
    if has_lines(column):
        return [_("Zet elke naam op een eigen regel.")]
    if isinstance(column, PartialDay):
        return [_("Schrijf een jaar, een maand of een dag: 2024, 2024-02 of 2024-02-09.")]
    return [_("Schrijf een dag als 2024-02-09.")] if column.widget == "date" else []


class ProposalForm(forms.Form):
    """What a reader thinks that a field should say, and how the reader knows."""

    use_required_attribute = False

    def __init__(self, *args, record: Record, column: Column | None, desk: Desk, was: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.record, self.column, self.desk = record, column, desk
        label = _("Wat klopt er niet, en wat moet het zijn?") if column is None else _("Zo moet het zijn")
        self.fields["proposed"] = ValueField(column, record, desk, label=label, initial=to_lines(column, was))
        self.fields["reason"] = forms.CharField(
            label=gettext_lazy("Hoe weet je dit?"),
            help_text=gettext_lazy(
                "Noem een bron: een webpagina, een document of je eigen organisatie. Schrijf geen namen van personen."
            ),
            max_length=1000,
            widget=forms.Textarea({"rows": 3}),
            error_messages={"required": gettext_lazy("Schrijf op hoe je dit weet.")},
        )
        if not desk.user.is_authenticated:
            self.fields["email"] = forms.EmailField(
                label=gettext_lazy("E-mailadres"),
                help_text=gettext_lazy(
                    "Alleen als je een mail met het antwoord wilt. Daarna halen we je adres weg."
                ),
                required=False,
                max_length=254,
                error_messages={"invalid": gettext_lazy("Vul een e-mailadres in zoals naam@school.nl.")},
                widget=forms.EmailInput({"autocomplete": "email"}),
            )
        # For programs that fill in everything; people do not come here.
        self.fields["onderwerp"] = forms.CharField(
            label=gettext_lazy("Laat dit veld leeg"),
            required=False,
            widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
        )

    def clean_onderwerp(self) -> str:
        if self.cleaned_data["onderwerp"]:
            raise ValidationError(_("Maak het veld ‘Laat dit veld leeg’ leeg en verstuur het nog een keer."))
        return ""

    def clean_reason(self) -> str:
        text_without_nul(self.cleaned_data["reason"])
        return self.cleaned_data["reason"]

    def clean_proposed(self) -> str:
        """Refuse at once what can never be read; a name that is not known here yet is for who decides."""
        text = self.cleaned_data["proposed"]
        text_without_nul(text)
        if self.column is not None and not isinstance(self.column, Link | Links):
            self.column.write(text, self.record, self.desk, Draft())
        return text


class AcceptForm(forms.Form):
    """The value that is laid, and a word to the reader."""

    use_required_attribute = False

    def __init__(self, *args, record: Record, column: Column | None, desk: Desk, text: str, **kwargs):
        super().__init__(*args, **kwargs)
        if column is not None:
            self.fields["value"] = ValueField(
                column, record, desk, label=_("Zo komt het er te staan"), initial=to_lines(column, text)
            )
        self.fields["answer"] = forms.CharField(
            label=gettext_lazy("Antwoord aan de lezer"),
            required=False,
            max_length=2000,
            widget=forms.Textarea({"rows": 2}),
        )
        self.fields["seen"] = forms.IntegerField(
            initial=record.version, widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000
        )


class DeclineForm(forms.Form):
    """Why a proposal is not taken over."""

    answer = forms.CharField(
        label=gettext_lazy("Waarom neem je het niet over?"),
        help_text=gettext_lazy("De lezer krijgt deze tekst te lezen."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Schrijf op waarom je het voorstel niet overneemt.")},
    )


class FilterForm(forms.Form):
    """Which proposals a list shows."""

    stand = forms.ChoiceField(label=gettext_lazy("Stand"), required=False)
    soort = forms.ChoiceField(label=gettext_lazy("Soort"), required=False)
    regio = forms.ChoiceField(label=gettext_lazy("Regio"), required=False)
    van = forms.ChoiceField(
        label=gettext_lazy("Opgepakt door"),
        required=False,
        choices=[
            ("", gettext_lazy("Iedereen")),
            ("mij", gettext_lazy("Mij")),
            ("niemand", gettext_lazy("Niemand")),
        ],
    )
    laat = forms.BooleanField(label=gettext_lazy("Alleen wat te laat is"), required=False)

    def __init__(self, *args, kinds: list[tuple[str, str]], regions: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stand"].choices = [
            ("", State.OPEN.label),
            *State.choices[1:],
            ("alle", _("Alle standen")),
        ]
        self.fields["soort"].choices = [("", _("Alle soorten")), *kinds]
        self.fields["regio"].choices = [("", _("Alle regio’s")), ("geen", _("Zonder regio")), *regions]
