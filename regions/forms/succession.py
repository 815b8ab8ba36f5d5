"""How one organisation came from others, or went on as others."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.editing.fields import PartialDateField, PicksField, Reader
from regions.choices import SuccessionKind
from regions.models import Organisation

BEFORE, AFTER = "before", "after"


class SuccessionForm(forms.Form):
    """What happened, to which other organisations, and when as far as that is known."""

    direction = forms.ChoiceField(
        label=gettext_lazy("Wat is er gebeurd?"),
        choices=[
            (BEFORE, gettext_lazy("Deze organisatie komt voort uit een of meer andere")),
            (AFTER, gettext_lazy("Deze organisatie ging verder als een of meer andere")),
        ],
        initial=BEFORE,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Hoe?"), choices=SuccessionKind.choices)
    others = PicksField(
        "regions.Organisation",
        label=gettext_lazy("Welke andere organisaties?"),
        help_text=gettext_lazy(
            "Bij een fusie of splitsing kunnen het er meer zijn; voeg ze een voor een toe."
        ),
        required=True,
        error_messages={"required": gettext_lazy("Noem minstens één andere organisatie.")},
    )
    happened = PartialDateField(
        label=gettext_lazy("Wanneer?"), help_text=gettext_lazy("Een jaar, een maand of een dag.")
    )

    def __init__(self, *args, reader: Reader, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.reader = reader
        self.fields["others"].read_by(reader)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        others = cleaned.get("others") or []
        if cleaned.get("direction") == AFTER and others:
            keys = [each.pk for each in others]
            mine = Organisation.objects.editable_by(self.reader.user).filter(pk__in=keys)
            strange = [each for each in others if each not in set(mine)]
            if strange:
                names = ", ".join(f"‘{each}’" for each in strange)
                text = _("%(names)s houd je niet bij. Vraag wie dat doet om de opvolging vast te leggen.")
                self.add_error("others", ValidationError(text % {"names": names}))
        return cleaned

    @property
    def sides(self) -> tuple[list[Organisation], list[Organisation]]:
        """Return who came before and who came after."""
        mine, others = [self.organisation], self.cleaned_data["others"]
        return (others, mine) if self.cleaned_data["direction"] == BEFORE else (mine, others)
