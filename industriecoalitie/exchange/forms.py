"""What people fill in: a file, the name of a filter, one value for many records."""

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.access.predicates import regions_held
from industriecoalitie.core.columns import Column, Links
from industriecoalitie.core.desk import Desk
from industriecoalitie.core.tables import Table
from regions.choices import REGIONAL_ROLES
from regions.models import Region

from .reading import LARGEST_FILE

KEEP, EMPTY = "", "-"
ADD, REMOVE = "erbij", "eraf"


class ImportForm(forms.Form):
    """The file to bring in."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("Een Excelbestand (.xlsx) of CSV, hooguit 10 MB en 5.000 regels."),
        error_messages={
            "required": _("Kies een bestand."),
            "empty": _("Dit bestand is leeg. Kies een ander bestand."),
            "missing": _("Kies een bestand."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.json"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("Dit bestand is te groot: hooguit 10 MB. Verdeel het over meer bestanden.")
            )
        return file


class SavedFilterForm(forms.Form):
    """The name of a filter, who may use it, and whether it is followed."""

    name = forms.CharField(
        label=_("Naam"), max_length=80, help_text=_("Bijvoorbeeld: Techniek in Twente, in voorbereiding.")
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("Delen met het team van"),
        required=False,
        empty_label=_("Niemand, alleen voor mij"),
    )
    follows = forms.BooleanField(
        label=_("Mail me elke maandag wat er in deze lijst veranderd is"), required=False
    )

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        teams = regions_held(user, *REGIONAL_ROLES)
        self.fields["region"].queryset = Region.objects.filter(pk__in=teams).order_by("name", "pk")
        if not teams:
            del self.fields["region"]


class BulkForm(forms.Form):
    """One value for many records; what is left at “niet veranderen” stays as it is."""

    def __init__(self, table: Table, desk: Desk, *args, can_publish: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.table = table
        for column in table.bulk_columns():
            if column.asks != "editable_by" and not can_publish:
                continue
            self._add_fields(column, desk)
        if can_publish:
            self.fields["verbergen"] = forms.BooleanField(
                label=_("Verbergen: haal deze regels uit alle lijsten en pagina’s"), required=False
            )

    def _add_fields(self, column: Column, desk: Desk) -> None:
        name, label = name_of(column), str(column.label)
        options = column.choices(desk)
        if isinstance(column, Links):
            self._add(f"{name}-{ADD}", _("%(label)s: erbij") % {"label": label}, options)
            self._add(f"{name}-{REMOVE}", _("%(label)s: eraf") % {"label": label}, options)
        elif column.widget == "date":
            self.fields[name] = forms.BooleanField(
                label=_("Bevestigen: dit klopt vandaag nog"), required=False
            )
        else:
            can_be_empty = self.table.model._meta.get_field(column.field).blank
            self._add(name, label, [*options, (EMPTY, _("(leegmaken)"))] if can_be_empty else options)

    def _add(self, name: str, label: str, options: list[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=[(KEEP, _("niet veranderen")), *options], required=False
        )

    def own_fields(self) -> list[forms.BoundField]:
        """Return the fields but those that add and take away terms."""
        return [bound for bound in self if not bound.name.endswith((f"-{ADD}", f"-{REMOVE}"))]

    def term_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name.endswith((f"-{ADD}", f"-{REMOVE}"))]

    def wanted(self) -> dict[str, str | bool]:
        """Return what is to change, by the name of the field."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (KEEP, False)}


def name_of(column: Column) -> str:
    """Return the name of the field for a column."""
    return column.key.replace(".", "-")
