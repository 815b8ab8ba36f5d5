"""The check that history and tables agree: silent when they do, and each way of disagreeing is found."""

from io import StringIO

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from pghistory.core import event_models

from industriecoalitie.history.invariant import check_history
from regions.models import Place, Region
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import PlaceFactory, RegionFactory

from .conftest import written_tables


def faults_of(table: str) -> tuple[int, int, int, int]:
    faults = next(each for each in check_history() if each.table == table)
    return faults.unknown, faults.different, faults.vanished, faults.risen


@pytest.mark.django_db
def test_every_table_with_history_is_checked():
    assert len(check_history()) == len(event_models(include_missing_pgh_obj=True))


@pytest.mark.django_db
def test_what_agrees_is_silent():
    partnership = PartnershipFactory()
    partnership.concepts.add(ConceptFactory())
    partnership.delete()
    out = StringIO()

    call_command("check_history", stdout=out)

    assert out.getvalue().count("\n") == 1
    assert "0 fouten" in out.getvalue()


@pytest.mark.usefixtures("breaks_history")
@pytest.mark.django_db
def test_only_what_was_written_is_checked_when_asked():
    place, region = PlaceFactory(), RegionFactory()
    with pgtrigger.ignore():
        Place.objects.filter(pk=place.pk).update(remark="langs de geschiedenis")
        Region.objects.filter(pk=region.pk).update(remark="langs de geschiedenis")

    by_table = [each.table for each in check_history({"regions_place", "auth_group"}) if each.total]
    by_events = [each.table for each in check_history({"regions_placeevent"}) if each.total]
    as_after_each_test = {each.table for each in check_history(written_tables()) if each.total}

    assert (by_table, by_events, check_history(set())) == (["regions_place"], ["regions_place"], [])
    assert as_after_each_test == {"regions_place", "regions_region"}


@pytest.mark.usefixtures("breaks_history")
@pytest.mark.django_db
def test_each_way_of_disagreeing_is_found():
    changed, gone = PlaceFactory(), PlaceFactory()
    with pgtrigger.ignore():
        Place.objects.filter(pk=changed.pk).update(remark="langs de geschiedenis")
        Place.objects.filter(pk=gone.pk).delete()
        PlaceFactory()
        Region.objects.create(slug="terug", name="Terug", kind="region")
    back = RegionFactory()
    Region.objects.filter(pk=back.pk).delete()
    with pgtrigger.ignore():
        back.save(force_insert=True)

    assert faults_of("regions_place") == (1, 1, 1, 0)
    assert faults_of("regions_region") == (1, 0, 0, 1)
    with pytest.raises(CommandError):
        call_command("check_history", stdout=StringIO())


@pytest.mark.usefixtures("breaks_history")
@pytest.mark.django_db
def test_a_link_that_went_without_a_trace_is_found():
    partnership = PartnershipFactory()
    partnership.concepts.add(ConceptFactory())
    with pgtrigger.ignore():
        partnership.concepts.clear()

    assert faults_of("partnerships_partnership_concepts") == (0, 0, 1, 0)
