"""What the national team settles of a region: its name and kind, what it covers and who leads it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.changes import undo
from industriecoalitie.history.recording import Change, Row, change_record
from regions.models import Region
from regions.tables import REGIONS
from tests.factories.regions import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(region, national):
    """The region after the national team gave it another name and a second koploper."""
    row = Row(None, {"organisation": OrganisationFactory(name="Deltion")})
    change = Change({"name": "Twente en omgeving", "summary": "Nieuw"}, rows={"frontrunners": [row]})
    return change_record(region, change, by=Actor("page", national))


def leaders(region: Region) -> set[str]:
    return set(region.frontrunners.values_list("organisation__name", flat=True))


def test_the_columns_of_a_file_ask_the_same_right():
    asked = {column.field for column in REGIONS.columns if column.asks == "settled_by"}

    assert asked == {"name", "kind", "province", "labour_market_region"}


def test_a_lead_brings_back_an_earlier_version_without_it(client, lead, changed):
    client.force_login(lead)
    address = reverse("history:record_restore", args=["regio", changed.uuid, 1])

    client.post(address, {"seen": "2"})

    region = Region.objects.get(pk=changed.pk)
    assert (region.name, region.summary) == ("Twente en omgeving", "")
    assert leaders(region) == {"ROC van Twente", "Deltion"}


def test_the_national_team_brings_it_back_whole(client, national, changed):
    client.force_login(national)

    client.post(reverse("history:record_restore", args=["regio", changed.uuid, 1]), {"seen": "2"})

    region = Region.objects.get(pk=changed.pk)
    assert (region.name, leaders(region)) == ("Twente", {"ROC van Twente"})


def test_a_lead_does_not_undo_what_the_national_team_settled(lead, changed):
    with pytest.raises(PermissionDenied):
        undo(changed.change_set, Actor("page", lead))

    assert Region.objects.get(pk=changed.pk).name == "Twente en omgeving"
