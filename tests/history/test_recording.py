"""One recorded change: locked, checked, validated, kept and announced."""

import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Conflict, recorded
from industriecoalitie.notifications.models import Event
from regions.models import Region
from tests.factories.regions import RegionFactory


def test_recorded_saves_counts_and_announces(lead):
    region = RegionFactory(name="Twente")

    with recorded("region.changed", region, by=Actor("page", lead), seen=1) as fresh:
        fresh.name = "Twente en omgeving"

    region.refresh_from_db()
    event = Event.objects.get()
    kept = Region.pgh_event_model.objects.filter(pgh_obj_id=region.pk, pgh_label="update").get()
    assert (region.name, region.version) == ("Twente en omgeving", 2)
    assert (event.kind, event.record, event.version) == ("region.changed", region.uuid, 2)
    assert kept.pgh_context.metadata == {"door": "page", "user": lead.pk, "event": "region.changed"}


@pytest.mark.django_db
def test_recorded_refuses_what_someone_else_changed():
    region = RegionFactory()
    with recorded("region.changed", region, by=Actor("page"), seen=1) as fresh:
        fresh.name = "Eerst"

    with (
        pytest.raises(Conflict) as refusal,
        recorded("region.changed", region, by=Actor("page"), seen=1) as fresh,
    ):
        fresh.name = "Daarna"

    region.refresh_from_db()
    assert refusal.value.current.version == 2
    assert region.name == "Eerst"
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_recorded_refuses_what_breaks_a_rule():
    region = RegionFactory(name="Twente")

    with (
        pytest.raises(ValidationError) as refusal,
        recorded("region.changed", region, by=Actor("page")) as fresh,
    ):
        fresh.name = ""

    region.refresh_from_db()
    assert set(refusal.value.message_dict) == {"name"}
    assert (region.name, region.version) == ("Twente", 1)
    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_recorded_adds_a_new_record():
    region = Region(slug="nieuw", name="Nieuw", kind="region")

    with recorded("region.added", region, by=Actor("page")) as fresh:
        fresh.visibility = "public"

    assert Region.objects.get(slug="nieuw").version == 1
    assert Event.objects.get().record == region.uuid
    assert isinstance(region.uuid, uuid.UUID)


@pytest.mark.django_db(transaction=True)
def test_two_editors_never_overwrite_each_other_unseen():
    region = RegionFactory(name="0")
    outcomes = []

    def edit(number: int) -> None:
        try:
            for _ in range(5):
                seen = Region.objects.get(pk=region.pk).version
                try:
                    with recorded("region.changed", region, by=Actor("page"), seen=seen) as fresh:
                        fresh.remark = f"{fresh.remark}{number}"
                    outcomes.append("saved")
                except Conflict:
                    outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    region.refresh_from_db()
    assert len(outcomes) == 40
    assert len(region.remark) == outcomes.count("saved") == region.version - 1 == Event.objects.count()
