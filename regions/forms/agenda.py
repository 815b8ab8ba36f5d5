"""The sheets of an agenda and of one line of it."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.editing.fields import OptionField, PartialDateField, PickField, PicksField
from industriecoalitie.editing.forms import RecordForm
from industriecoalitie.editing.sheets import TAKEN_SLUGS, Fields, Sheet
from industriecoalitie.history.recording import Change
from regions.choices import Scope
from regions.models import Agenda, AgendaItem
from regions.models.agenda import LEVELS_MOST

from .owned import OwnedForm, OwnedSheet, default_owner, keeps_for_country, visibility_field

FIRST_YEAR, LAST_YEAR = 1990, 2100
# Of the address of a line; these are addresses of their own in the same place.
TAKEN_CODES = TAKEN_SLUGS | {"punten", "bewerken"}


class AgendaForm(OwnedForm):
    """A plan that parties work on together; only the national team makes a national one."""

    organisation = PickField("regions.Organisation", label=gettext_lazy("Eigenaar"))
    commissioners = PicksField("regions.Organisation", label=gettext_lazy("Opdrachtgevers"))
    region = OptionField("regions.Region", label=gettext_lazy("Regio"))
    dated_on = PartialDateField(label=gettext_lazy("Datum van de agenda"))
    first_year = forms.IntegerField(
        label=gettext_lazy("Eerste jaar"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    last_year = forms.IntegerField(
        label=gettext_lazy("Laatste jaar"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    visibility = visibility_field()

    class Meta:
        model = Agenda
        fields = (
            "title", "edition", "summary", "main_goal", "scope", "organisation", "commissioners", "region",
            "dated_on", "first_year", "last_year", "visibility", "owner",
        )  # fmt: skip
        labels = {
            "title": gettext_lazy("Naam van de agenda"),
            "summary": gettext_lazy("In het kort"),
            "scope": gettext_lazy("Voor wie?"),
        }
        widgets = dict.fromkeys(("summary", "main_goal"), forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not keeps_for_country(self.reader.user):
            del self.fields["scope"]


class AgendaSheet(OwnedSheet):
    """An agenda; its lines have pages of their own."""

    model = Agenda
    form = AgendaForm
    add_title = gettext_lazy("Nieuwe agenda")
    add_lead = gettext_lazy("Geef eerst de agenda een naam. Daarna voeg je de punten een voor een toe.")
    blocks = (
        Fields(
            "agenda", gettext_lazy("De agenda"),
            ("title", "owner", "scope", "region", "edition", "dated_on", "first_year", "last_year", "organisation",
             "summary", "main_goal", "commissioners", "visibility"),
            wide=("title", "summary", "main_goal", "commissioners", "visibility"),
        ),
    )  # fmt: skip

    def change(self) -> Change:
        """Return the change; a new agenda is of the region that keeps it, unless another was chosen."""
        change = super().change()
        if not self.is_new or change.values.get("region"):
            return change
        owner = change.values.get("owner") or default_owner(self.user)
        return replace(change, values={**change.values, "region": owner})

    def given(self, change: Change) -> dict[str, Any]:
        """Return the owner, and that the agenda of a region is regional."""
        given = super().given(change)
        return given if "scope" in change.values else given | {"scope": Scope.REGIONAL}


class AgendaItemForm(RecordForm):
    """One line of an agenda. Its depth follows from the line above it."""

    parent = OptionField(
        "regions.AgendaItem",
        label=gettext_lazy("Valt onder"),
        empty=gettext_lazy("Niets: dit is de bovenste laag"),
    )
    status = OptionField(
        "concepts.Concept", where={"scheme": [Scheme.ACTION_STATUS]}, label=gettext_lazy("Stand")
    )
    organisations = PicksField("regions.Organisation", label=gettext_lazy("Betrokken organisaties"))
    regions = PicksField("regions.Region", label=gettext_lazy("Betrokken regio’s"))
    visibility = visibility_field()

    class Meta:
        model = AgendaItem
        fields = (
            "title", "level", "number", "parent", "summary", "status", "status_note", "is_in_focus",
            "duration_years", "organisations", "regions", "visibility",
        )  # fmt: skip
        labels = {
            "title": gettext_lazy("Naam van het punt"),
            "level": gettext_lazy("Wat is het?"),
            "summary": gettext_lazy("In het kort"),
        }
        help_texts = {
            "level": gettext_lazy(
                "Het woord van jullie eigen agenda: pijler, thema, actielijn, project, fase."
            ),
            "number": gettext_lazy("Alleen als de agenda de punten nummert."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            lines = self.fields["parent"].records.values()
            self.fields["parent"].offer([line for line in lines if self._may_stand_above(line)])

    def _may_stand_above(self, line: AgendaItem) -> bool:
        is_own = line.agenda_id == self.instance.agenda_id
        return is_own and line.depth < LEVELS_MOST and line.pk != self.instance.pk

    def may_publish(self) -> bool:
        return self.reader.user.has_perm("regions.publish_agenda", self.instance.agenda)


class AgendaItemSheet(Sheet):
    """One line of an agenda."""

    model = AgendaItem
    form = AgendaItemForm
    add_title = gettext_lazy("Nieuw agendapunt")
    blocks = (
        Fields(
            "punt", gettext_lazy("Het punt"),
            ("title", "level", "number", "parent", "status", "status_note", "is_in_focus", "duration_years",
             "summary", "visibility"),
            wide=("title", "parent", "summary", "visibility"),
        ),
        Fields("wie", gettext_lazy("Wie eraan werken"), ("organisations", "regions"),
               wide=("organisations", "regions")),
    )  # fmt: skip

    def change(self) -> Change:
        """Return the change with the depth that follows from the line above."""
        change = super().change()
        if "parent" not in change.values:
            return change
        above = change.values["parent"]
        return replace(change, values={**change.values, "depth": above.depth + 1 if above else 1})

    def prepared(self, change: Change) -> AgendaItem:
        """Return a new line at the end of its agenda, with a code of its own."""
        agenda = self.record.agenda
        last = agenda.items.aggregate(last=Max("position"))["last"]
        code = free_code(agenda, change.values.get("parent"))
        return AgendaItem(agenda=agenda, code=code, position=(last or 0) + 1)


def free_code(agenda: Agenda, above: AgendaItem | None) -> str:
    """Return a short code that no line of the agenda has: ``4``, or ``4.2`` under ``4``.

    Raises:
        ValidationError: no such code fits.
    """
    taken = set(agenda.items.values_list("code", flat=True)) | TAKEN_CODES
    begin = f"{above.code}." if above else ""
    codes = (f"{begin}{number}" for number in range(1, len(taken) + 2))
    code = next(code for code in codes if code not in taken)
    if len(code) > AgendaItem._meta.get_field("code").max_length:
        raise ValidationError({"parent": _("Onder dit punt past geen punt meer.")})
    return code
