"""Forms of sign-offs: asking and answering."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import Answer

DAYS = [("7", gettext_lazy("7 dagen")), ("14", gettext_lazy("14 dagen")), ("30", gettext_lazy("30 dagen"))]


class QuestionForm(forms.Form):
    """Who is asked, and how long the link works."""

    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"),
        max_length=254,
        error_messages={"invalid": gettext_lazy("Vul een e-mailadres in zoals naam@school.nl.")},
    )
    position = forms.CharField(
        label=gettext_lazy("Functie"),
        max_length=120,
        help_text=gettext_lazy("Bijvoorbeeld: directeur Techniek."),
    )
    note = forms.CharField(
        label=gettext_lazy("Vraag of toelichting"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Hoe lang werkt de link?"), choices=DAYS, coerce=int, initial="14"
    )


class AnswerForm(forms.Form):
    """Agreed, or not yet and why."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Klopt de tekst?"),
        choices=[
            (Answer.APPROVED.value, gettext_lazy("Ik ga akkoord met deze tekst.")),
            (Answer.COMMENTED.value, gettext_lazy("Ik heb een opmerking.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies of je akkoord gaat.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("Opmerking"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("answer") == Answer.COMMENTED and not cleaned.get("comment"):
            self.add_error("comment", _("Schrijf je opmerking op."))
        return cleaned
