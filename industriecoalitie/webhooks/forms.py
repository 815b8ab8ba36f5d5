"""The forms of webhooks: what one is asked for, and from which moment to send again."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.api.addresses import ROOT, collections
from industriecoalitie.core.filters import text_without_nul
from regions.models import Region

from .choices import Form
from .cleaning import clean_values
from .messages import VERBS
from .models import Endpoint

WORDS = {
    "created": gettext_lazy("Er komt iets bij"),
    "changed": gettext_lazy("Er verandert iets"),
    "published": gettext_lazy("Iets is voor meer mensen te zien"),
    "restored": gettext_lazy("Iets is teruggezet"),
    "deleted": gettext_lazy("Iets gaat weg"),
    "merged": gettext_lazy("Twee worden één"),
}


class EndpointForm(forms.Form):
    """What a webhook is asked for."""

    use_required_attribute = False

    url = forms.CharField(
        label=gettext_lazy("Adres"),
        help_text=gettext_lazy(
            "Waar je systeem de berichten krijgt. Het begint met https://. Een beheerder van het portaal keurt het eerst goed."
        ),
        max_length=500,
    )
    description = forms.CharField(
        label=gettext_lazy("Omschrijving"),
        help_text=gettext_lazy("Waarvoor is het? Bijvoorbeeld ‘Website van de school’."),
        max_length=200,
        required=False,
    )
    verbs = forms.MultipleChoiceField(
        label=gettext_lazy("Wanneer wil je een bericht?"),
        help_text=gettext_lazy("Kies je niets, dan krijg je ze allemaal."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    collections = forms.MultipleChoiceField(
        label=gettext_lazy("Waarover?"),
        help_text=gettext_lazy("Kies je niets, dan gaat het over alles."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("Alleen van deze regio’s"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    filters = forms.CharField(
        label=gettext_lazy("Alleen wat hieraan voldoet"),
        help_text=gettext_lazy(
            "Zet op elke regel het adres van een lijst in de API met filters, zoals /api/v1/partnerships?owner=twente."
        ),
        widget=forms.Textarea({"rows": 2}),
        max_length=5_000,
        required=False,
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Vorm van de berichten"),
        help_text=gettext_lazy("Weet je het niet? Laat het dan staan."),
        choices=Form.choices,
        initial=Form.STANDARD,
    )

    def __init__(self, *args, reader: Any, endpoint: Endpoint | None = None, **kwargs):
        if endpoint is not None:
            kwargs["initial"] = _initial(endpoint)
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["verbs"].choices = [(str(verb), WORDS[verb]) for verb in VERBS]
        named = [(name, many_of(name)) for name in collections()]
        self.fields["collections"].choices = sorted(named, key=lambda each: each[1])
        rows = Region.objects.filter(hidden_at=None).order_by("name")
        self.fields["regions"].choices = list(rows.values_list("slug", "name"))

    def clean_filters(self) -> dict[str, str]:
        """Return a query string for each collection that a line names."""
        text_without_nul(self.cleaned_data["filters"])
        found: dict[str, str] = {}
        for line in self.cleaned_data["filters"].split():
            parts = urlsplit(line)
            name = parts.path.rpartition("/")[2]
            if not parts.query or name not in collections():
                raise ValidationError(
                    _("‘%(line)s’ is geen adres van een lijst met filters."), params={"line": line[:200]}
                )
            found[name] = parts.query
        return found

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}
        try:
            self.cleaned_data = clean_values(given, self.reader)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name, messages)
        return self.cleaned_data


def _initial(endpoint: Endpoint) -> dict[str, Any]:
    names = ("url", "description", "verbs", "collections", "regions", "form")
    lines = [f"{ROOT}/{name}?{query}" for name, query in endpoint.filters.items()]
    return {name: getattr(endpoint, name) for name in names} | {"filters": "\n".join(lines)}


def many_of(name: str) -> str:
    """Return what a collection holds, in Dutch."""
    plural = str(collections()[name].queryset.model._meta.verbose_name_plural)
    return plural[:1].upper() + plural[1:]


class AgainForm(forms.Form):
    """From which day on everything is sent again."""

    use_required_attribute = False

    since = forms.DateField(
        label=gettext_lazy("Vanaf"),
        help_text=gettext_lazy("Hooguit 30 dagen terug. Berichten die al aankwamen, komen dan nog een keer."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
