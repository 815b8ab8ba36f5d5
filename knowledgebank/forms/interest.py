"""What a team wants to hear of: one term, one region or one kind of practice."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from knowledgebank.choices import PracticeKind
from knowledgebank.models import Interest
from regions.models import Region

# What practices are described with, in the order of a form.
SCHEMES = (Scheme.THEME, Scheme.SECTOR, Scheme.TARGET_GROUP, Scheme.EDUCATION_FORM, Scheme.LEVEL)


class InterestForm(forms.Form):
    """One thing to follow, for one team. ``teams`` are the regions that the person may choose for."""

    region = forms.ModelChoiceField(
        Region.objects.none(), to_field_name="uuid", label=gettext_lazy("Voor welk team?"), empty_label=None
    )
    concept = forms.ModelChoiceField(
        Concept.objects.none(), to_field_name="uuid", required=False, label=gettext_lazy("Onderwerp")
    )
    about = forms.ModelChoiceField(
        Region.objects.none(), to_field_name="uuid", required=False, label=gettext_lazy("Regio")
    )
    kind = forms.ChoiceField(
        choices=[("", gettext_lazy("Kies")), *PracticeKind.choices],
        required=False,
        label=gettext_lazy("Soort voorbeeld"),
    )

    def __init__(self, user, teams, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["region"].queryset = teams
        terms = Concept.objects.visible_to(user).filter(scheme__in=SCHEMES).order_by("scheme", "label", "pk")
        self.fields["concept"].queryset = terms
        self.fields["about"].queryset = Region.objects.visible_to(user).order_by("name", "pk")
        for field in self.fields.values():
            field.error_messages |= {"invalid_choice": _("Kies een van de mogelijkheden.")}
        self.fields["region"].error_messages["required"] = _("Kies voor welk team je dit volgt.")

    def clean(self) -> dict[str, Any]:
        """Refuse nothing at all and two things at once; a choice that is wrong has its own sentence."""
        cleaned = super().clean()
        chosen = [name for name in ("concept", "about", "kind") if cleaned.get(name)]
        if len(chosen) != 1 and not self.errors:
            raise ValidationError(_("Kies één onderwerp, één regio of één soort."))
        return cleaned

    def interest(self) -> Interest:
        """Return what was chosen, not yet stored; only of a valid form."""
        chosen = self.cleaned_data
        return Interest(concept=chosen["concept"], about=chosen["about"], kind=chosen["kind"])


def grouped(terms) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return terms for a list to choose from: name of the code list, with key and label of each term not retired."""
    found: dict[str, list[tuple[str, str]]] = {scheme: [] for scheme in SCHEMES}
    for term in terms.filter(retired_on=None):
        found[term.scheme].append((str(term.uuid), term.label))
    return [(str(Scheme(scheme).label), rows) for scheme, rows in found.items() if rows]
