"""Inviting a person of a partner to keep one partnership current."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.forms.team import day_field, email_field


class ContactForm(forms.Form):
    """Who is invited, and until when."""

    email = email_field()
    name = forms.CharField(label=gettext_lazy("Naam"), max_length=150, required=False)
    until_on = day_field(gettext_lazy("Laatste dag"), help_text=gettext_lazy("Leeg: tot je het beëindigt."))

    def clean_until_on(self):
        day = self.cleaned_data["until_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een dag die nog komt."))
        return day
