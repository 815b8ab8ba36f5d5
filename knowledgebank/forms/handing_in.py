"""What a team says when it hands a practice in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SubmitForm(forms.Form):
    """A message to the curators."""

    note = forms.CharField(
        label=_("Bericht aan de redactie"),
        help_text=_("Waar moeten zij op letten? Wat is er veranderd?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
