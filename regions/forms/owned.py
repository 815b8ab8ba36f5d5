"""What every record that a region keeps is edited with."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.access.predicates import holds_role, regions_held
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.models import Record
from industriecoalitie.editing.fields import NewRecord, OptionField
from industriecoalitie.editing.forms import RecordForm
from industriecoalitie.editing.sheets import Sheet, free_slug
from industriecoalitie.history.recording import Change, add_record
from regions.choices import Role
from regions.models import Organisation, Region


class OwnedForm(RecordForm):
    """A record of a region. Whoever works in more than one region says which one keeps a new record."""

    owner = OptionField("regions.Region", label=gettext_lazy("Wie houdt dit bij?"), required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        regions = owners_of(self.reader.user)
        self._put_first(regions)
        if "owner" not in self.fields:
            return
        if self.instance.pk is not None or keeps_for_country(self.reader.user) or len(regions) < 2:
            del self.fields["owner"]
        else:
            self.fields["owner"].offer(regions)
        if "visibility" in self.fields and self.instance.pk is None and not self._leads_somewhere():
            del self.fields["visibility"]

    def _put_first(self, own: list[Region]) -> None:
        """Begin the list of regions with the own ones; a new record begins in the first."""
        field = self.fields.get("region")
        if not isinstance(field, OptionField) or not own:
            return
        others = [region for region in field.records.values() if region not in own]
        field.offer([*(region for region in own if str(region.pk) in field.records), *others])
        if self.instance.pk is None:
            self.initial.setdefault("region", own[0].pk)
            self.initial["region"] = self.initial["region"] or own[0].pk

    def _leads_somewhere(self) -> bool:
        user = self.reader.user
        return keeps_for_country(user) or bool(regions_held(user, Role.LEAD))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        wanted = cleaned.get("visibility", Visibility.CONCEPT)
        if self.instance.pk is None and wanted != Visibility.CONCEPT and not self._may_publish_in(cleaned):
            text = _("Alleen de kartrekker van die regio maakt iets zichtbaar voor anderen.")
            self.add_error("visibility", text)
        return cleaned

    def _may_publish_in(self, cleaned: dict[str, Any]) -> bool:
        user = self.reader.user
        return publishes_in(user, cleaned.get("owner") or default_owner(user))


class OwnedSheet(Sheet):
    """The sheet of a record that a region keeps, or the national team."""

    def given(self, change: Change) -> dict[str, Any]:
        return {} if "owner" in change.values else {"owner": default_owner(self.user)}

    def make_record(self, new: NewRecord, beside: Mapping[str, Any], by: Actor) -> Record:
        """Add an organisation that was named in a row; the row says what kind it is."""
        if new.model is not Organisation:
            return super().make_record(new, beside, by)
        if not self.user.has_perm("regions.add_organisation"):
            text = _("Vraag de kartrekker om ‘%(name)s’ toe te voegen.") % {"name": new.name}
            raise ValidationError({"__all__": text})
        kind = beside.get("kind")
        if kind is None or getattr(kind, "scheme", "") != "organisation-kind":
            text = _("Kies bij ‘%(name)s’ ook wat voor partij het is.") % {"name": new.name}
            raise ValidationError({"__all__": text})
        owner = self.record.owner if self.record.pk else default_owner(self.user)
        organisation = Organisation(
            name=new.name,
            kind=kind,
            owner=owner,
            slug=free_slug(Organisation, new.name),
            visibility=Visibility.NETWORK if publishes_in(self.user, owner) else Visibility.CONCEPT,
        )
        return add_record(organisation, Change(), by=by)


def owners_of(user) -> list[Region]:
    """Return the regions for which a person may add records, by name."""
    held = regions_held(user, Role.LEAD, Role.MEMBER)
    return list(Region.objects.filter(pk__in=held, hidden_at=None).order_by("name"))


def keeps_for_country(user) -> bool:
    """Tell whether what a person adds belongs to no region in particular."""
    return user.is_superuser or holds_role(user, Role.NATIONAL)


def publishes_in(user, owner: Region | None) -> bool:
    """Tell whether a person may show to others what a region, or the country, keeps."""
    if owner is None:
        return keeps_for_country(user)
    return user.is_superuser or owner.pk in regions_held(user, Role.LEAD)


def default_owner(user) -> Region | None:
    """Return the region that keeps what a person adds, when that needs no asking."""
    regions = [] if keeps_for_country(user) else owners_of(user)
    return regions[0] if regions else None


VISIBILITY_HELP = gettext_lazy(
    "Concept: alleen je eigen team. Netwerk: iedereen met een account. Openbaar: iedereen, ook partnersystemen."
)


def visibility_field() -> forms.ChoiceField:
    """Return the field that says who may read a record."""
    return forms.ChoiceField(
        label=gettext_lazy("Wie mag dit zien?"),
        choices=Visibility.choices,
        initial=Visibility.CONCEPT,
        help_text=VISIBILITY_HELP,
    )
