"""The forms of tokens: what a new one may, and how long an old one stays beside it."""

import ipaddress
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from industriecoalitie.core.filters import text_without_nul

from .actions import LONGEST_OVERLAP
from .choices import Scope
from .models import MOST
from .rights import regions_open_to, scopes_open_to

DAYS = ((30, gettext_lazy("30 dagen")), (90, gettext_lazy("90 dagen")), (MOST.days, gettext_lazy("een jaar")))
OVERLAPS = [
    (days, ngettext_lazy("%(n)d dag", "%(n)d dagen", days) % {"n": days}) for days in (1, LONGEST_OVERLAP)
]
MOST_NETWORKS = 20


class OnceForm(forms.Form):
    """A form that makes one token, however often it is sent: ``uuid`` is the name of what it makes."""

    use_required_attribute = False

    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    days = forms.TypedChoiceField(
        label=gettext_lazy("Hoe lang is de sleutel geldig?"),
        help_text=gettext_lazy("Twee weken van tevoren krijg je een mail."),
        choices=DAYS,
        initial=MOST.days,
        coerce=int,
    )


class TokenForm(OnceForm):
    """A new token, with what this person may let it do."""

    name = forms.CharField(
        label=gettext_lazy("Naam"),
        help_text=gettext_lazy("Welk systeem gebruikt de sleutel? Bijvoorbeeld ‘Website ROC’."),
        max_length=80,
        error_messages={"required": gettext_lazy("Geef de sleutel een naam.")},
    )
    scopes = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Wat mag het systeem met deze sleutel?"),
        help_text=gettext_lazy("Kies alleen wat nodig is."),
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ_PUBLIC],
        error_messages={"required": gettext_lazy("Kies wat de sleutel mag.")},
    )
    regions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Alleen voor deze regio’s"),
        help_text=gettext_lazy("Kies je niets, dan mag de sleutel bijwerken wat jij mag bijwerken."),
        widget=forms.CheckboxSelectMultiple,
        queryset=None,
        required=False,
    )
    networks = forms.CharField(
        label=gettext_lazy("Alleen vanaf deze netwerken"),
        help_text=gettext_lazy(
            "Elk op een eigen regel, zoals 192.0.2.10 of 192.0.2.0/24. De beheerder van het systeem weet ze."
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )

    field_order = ("name", "scopes", "regions", "networks", "days", "uuid")

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in scopes_open_to(user)]
        self.fields["regions"].queryset = regions_open_to(user)
        if not self.fields["regions"].queryset.exists():
            del self.fields["regions"]

    def clean_name(self) -> str:
        text_without_nul(self.cleaned_data["name"])
        return self.cleaned_data["name"]

    def clean_networks(self) -> list[str]:
        """Return the networks in their shortest form, each once."""
        lines = self.cleaned_data["networks"].replace(",", "\n").split()
        if len(lines) > MOST_NETWORKS:
            raise ValidationError(_("Vul hooguit %(most)d netwerken in.") % {"most": MOST_NETWORKS})
        return list(dict.fromkeys(_network(line) for line in lines))


def _network(text: str) -> str:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise ValidationError(
            _("‘%(text)s’ is geen netwerk. Schrijf het als 192.0.2.10 of 192.0.2.0/24.") % {"text": text}
        ) from error
    return str(network.network_address if network.num_addresses == 1 else network)


class RotateForm(OnceForm):
    """A new token in the place of one that works."""

    overlap = forms.TypedChoiceField(
        label=gettext_lazy("Hoe lang werkt de oude sleutel nog?"),
        help_text=gettext_lazy("In die tijd zet je de nieuwe sleutel in het systeem."),
        choices=OVERLAPS,
        initial=LONGEST_OVERLAP,
        coerce=int,
    )

    field_order = ("overlap", "days", "uuid")
