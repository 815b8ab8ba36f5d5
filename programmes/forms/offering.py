"""The sheet of an offering: one programme or module at one organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.editing.fields import OptionField, PartialDateField, PickField
from industriecoalitie.editing.sheets import Fields, free_slug
from industriecoalitie.history.recording import Change
from programmes.models import Offering
from regions.forms.owned import OwnedForm, OwnedSheet, visibility_field


class OfferingForm(OwnedForm):
    """Where, how and at what level a programme can be followed."""

    organisation = PickField("regions.Organisation", label=_("School of aanbieder"), required=True)
    place = OptionField("regions.Place", label=_("Plaats"))
    form = OptionField(
        "concepts.Concept", where={"scheme": [Scheme.EDUCATION_FORM]}, label=_("Onderwijsvorm")
    )
    level = OptionField("concepts.Concept", where={"scheme": [Scheme.LEVEL]}, label=_("Niveau"))
    from_on = PartialDateField(label=_("Vanaf"))
    until_on = PartialDateField(label=_("Tot en met"))
    visibility = visibility_field()

    class Meta:
        model = Offering
        fields = (
            "organisation", "place", "form", "level", "capacity", "state", "from_on", "until_on", "remark",
            "visibility", "owner",
        )  # fmt: skip
        labels = {"capacity": _("Aantal plaatsen"), "state": _("Kun je instromen?")}
        widgets = {"remark": forms.Textarea(attrs={"rows": 3})}


class OfferingSheet(OwnedSheet):
    """An offering of the programme or module that its address tells."""

    model = Offering
    form = OfferingForm
    add_title = _("Nieuw aanbod")
    add_lead = _("Bij welke school kun je dit volgen, in welke vorm en op welk niveau?")
    blocks = (
        Fields("aanbod", _("Het aanbod"),
               ("organisation", "owner", "place", "form", "level", "capacity", "state", "from_on", "until_on",
                "remark", "visibility"),
               wide=("organisation", "remark", "visibility")),
    )  # fmt: skip

    @classmethod
    def address_of(cls, record: Offering) -> str:
        """Return the place on the page of the programme or module where it is shown."""
        return f"{(record.programme or record.module).get_absolute_url()}#aanbod"

    def prepared(self, change: Change) -> Offering:
        """Return a new offering of the programme or module in the address."""
        what = self.record.programme or self.record.module
        slug = free_slug(Offering, f"{what} {change.values['organisation']}")
        of = {"programme": self.record.programme, "module": self.record.module}
        return Offering(slug=slug, **of, **self.given(change))
