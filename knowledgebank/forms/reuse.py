"""The form with which a region says that it uses a teaching material."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.filters import text_without_nul
from regions.models import Region


class ReuseForm(forms.Form):
    """Which of the own regions, and what for. ``region`` is asked of who works in more than one."""

    region = forms.ChoiceField(
        label=_("Welke regio?"),
        error_messages={
            "required": _("Kies een regio."),
            "invalid_choice": _("Kies een van je eigen regio’s."),
        },
    )
    note = forms.CharField(
        label=_("Waarvoor gebruiken jullie het?"),
        max_length=250,
        required=False,
        validators=[text_without_nul],
        help_text=_("Bijvoorbeeld: in het tweede jaar mechatronica."),
    )

    def __init__(self, data, regions: Sequence[Region]):
        self.by_key = {region.slug: region for region in regions}
        if data is not None and len(regions) == 1:
            data = {"note": data.get("note", ""), "region": regions[0].slug}
        super().__init__(data)
        self.fields["region"].choices = [(region.slug, region.name) for region in regions]
        if len(regions) == 1:
            self.fields["region"].widget = forms.HiddenInput()
            self.initial["region"] = regions[0].slug

    def clean_region(self) -> Region:
        return self.by_key[self.cleaned_data["region"]]
