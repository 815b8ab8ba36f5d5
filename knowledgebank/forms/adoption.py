"""The sheet of an adoption: how far a region is with a practice of another, what it changed and what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from industriecoalitie.access.predicates import regions_held
from industriecoalitie.editing.fields import OptionField, PartialDateField, PickField, Reader
from industriecoalitie.editing.sheets import Fields
from industriecoalitie.history.recording import Change
from knowledgebank.models import Adoption
from regions.choices import Role
from regions.forms.owned import OwnedForm, OwnedSheet, keeps_for_country, publishes_in, visibility_field
from regions.models import Region


class LearnedFromField(OptionField):
    """The adoption of another region that this one learned from, by the name of that region."""

    def read_by(self, reader: Reader) -> None:
        """Offer nothing yet: which practice it is about, the form tells."""

    def offer(self, records) -> None:
        """Fill the list with these adoptions, each by its region."""
        super().offer(records)
        self.choices = [("", self.empty), *((key, str(each.region)) for key, each in self.records.items())]


class AdoptionForm(OwnedForm):
    """What a region does with a practice of another."""

    region = OptionField("regions.Region", label=gettext_lazy("Welke regio?"), required=True)
    via = LearnedFromField(
        "knowledgebank.Adoption",
        label=gettext_lazy("Van welke regio leerden jullie het?"),
        empty=gettext_lazy("Van wie het voorbeeld maakte"),
    )
    partnership = PickField(
        "partnerships.Partnership",
        label=gettext_lazy("Jullie eigen samenwerking"),
        help_text=gettext_lazy("Met welke samenwerking in je regio doen jullie dit?"),
    )
    from_on = PartialDateField(label=gettext_lazy("Vanaf"))
    until_on = PartialDateField(label=gettext_lazy("Tot en met"))
    visibility = visibility_field()

    class Meta:
        model = Adoption
        fields = (
            "region",
            "state",
            "via",
            "partnership",
            "changes",
            "outcome",
            "from_on",
            "until_on",
            "visibility",
        )
        labels = {
            "state": gettext_lazy("Hoe ver zijn jullie?"),
            "changes": gettext_lazy("Wat doen jullie anders?"),
            "outcome": gettext_lazy("Wat leverde het op?"),
        }
        help_texts = {
            "changes": gettext_lazy("Wat paste in jullie regio niet, en wat doen jullie daarom anders?"),
            "outcome": gettext_lazy("Ook wat niet lukte is voor anderen de moeite waard."),
        }
        widgets = dict.fromkeys(("changes", "outcome"), forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("owner", None)  # the region that follows keeps it
        if self.instance.pk is not None:
            del self.fields["region"]
        else:
            self._offer_regions()

    def _prepare_one(self, name: str, field: Any) -> None:
        if name == "via":
            others = Adoption.objects.visible_to(self.reader.user).filter(practice=self.instance.practice_id)
            field.offer(
                list(others.exclude(pk=self.instance.pk).select_related("region").order_by("region__name"))
            )
        super()._prepare_one(name, field)

    def _offer_regions(self) -> None:
        """Offer the own regions, to the national team all; not the one whose practice it is, nor who has it already."""
        practice = self.instance.practice
        there = set(practice.adoptions.filter(hidden_at=None).values_list("region", flat=True))
        taken = there | {practice.region_id, practice.owner_id}
        user, field = self.reader.user, self.fields["region"]
        own = None if keeps_for_country(user) else regions_held(user, Role.LEAD, Role.MEMBER)
        field.offer([
            each for each in field.records.values() if each.pk not in taken and (own is None or each.pk in own)
        ])  # fmt: skip
        if self.initial.get("region") and str(self.initial["region"]) not in field.records:
            self.initial["region"] = next((each.pk for each in field.records.values()), None)

    def _may_publish_in(self, cleaned: dict[str, Any]) -> bool:
        region = cleaned.get("region")
        return region is None or publishes_in(self.reader.user, keeper_of(self.reader.user, region))


def keeper_of(user, region: Region) -> Region | None:
    """Return who keeps what ``user`` tells of a region: the region when the user works there, else the national team."""
    works_there = user.is_superuser or region.pk in regions_held(user, Role.LEAD, Role.MEMBER)
    return region if works_there else None


class AdoptionSheet(OwnedSheet):
    """An adoption, begun from the practice."""

    model = Adoption
    form = AdoptionForm
    add_title = gettext_lazy("Onze regio bouwt hierop voort")
    add_lead = gettext_lazy("Vertel hoe ver jullie zijn en wat jullie anders doen. Meer kan later.")
    blocks = (
        Fields("stand", gettext_lazy("Hoe ver zijn jullie?"), ("region", "state", "from_on", "until_on")),
        Fields("verhaal", gettext_lazy("Wat jullie ervan maken"), ("changes", "outcome"), wide=("changes", "outcome")),
        Fields("samenhang", gettext_lazy("Waar het bij hoort"), ("via", "partnership"), wide=("partnership",)),
        Fields("zien", gettext_lazy("Wie mag dit zien?"), ("visibility",), wide=("visibility",)),
    )  # fmt: skip

    def given(self, change: Change) -> dict[str, Any]:
        """Return the practice that the page is about, and who keeps the adoption from now on."""
        owner = keeper_of(self.user, change.values["region"])
        return {"practice": self.record.practice, "owner": owner}
