"""Every change of every record is kept, whatever way it was made, and cannot be taken back."""

import pghistory
import pytest
from django.db import connection, transaction
from django.db.utils import InternalError

from industriecoalitie.core.models import Traceable
from regions.models import Region
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import RegionFactory
from tests.models import factory_of, label_of, our_models

TRACEABLE = [model for model in our_models() if issubclass(model, Traceable)]


def labels(model, pk) -> list[str]:
    return list(
        model.pgh_event_model.objects.filter(pgh_obj_id=pk)
        .order_by("pgh_id")
        .values_list("pgh_label", flat=True)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("model", TRACEABLE, ids=label_of)
def test_insert_update_and_delete_are_kept(model):
    row = factory_of(model)()
    key = row.pk

    row.remark = "nagekeken"
    row.save()
    model.objects.filter(pk=key).update(remark="nog eens")
    row.delete()

    assert labels(model, key) == ["insert", "update", "update", "delete"]


@pytest.mark.django_db
def test_bulk_writes_and_sql_are_kept():
    regions = Region.objects.bulk_create([RegionFactory.build() for _ in range(3)])
    for region in regions:
        region.remark = "tegelijk"
    Region.objects.bulk_update(regions, ["remark"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE regions_region SET remark = 'met sql'")

    assert {tuple(labels(Region, region.pk)) for region in regions} == {("insert", "update", "update")}


@pytest.mark.django_db
def test_many_to_many_rows_are_kept():
    partnership = PartnershipFactory()
    concept = ConceptFactory()
    through = type(partnership).concepts.through
    events = next(m for m in _link_events() if m.pgh_tracked_model._meta.concrete_model is through)

    partnership.concepts.add(concept)
    partnership.concepts.remove(concept)

    kept = events.objects.filter(partnership_id=partnership.pk).order_by("pgh_id")
    assert list(kept.values_list("pgh_label", flat=True)) == ["insert", "delete"]


@pytest.mark.django_db
def test_context_says_who_and_through_which_door():
    with pghistory.context(user=7, door="page"):
        region = RegionFactory()

    event = Region.pgh_event_model.objects.get(pgh_obj_id=region.pk)
    assert event.pgh_context.metadata == {"user": 7, "door": "page"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement", ["UPDATE regions_regionevent SET name = 'x'", "DELETE FROM regions_regionevent"]
)
def test_history_cannot_be_changed(statement):
    RegionFactory()

    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_nothing():
    with transaction.atomic():
        RegionFactory()
        transaction.set_rollback(True)

    assert Region.pgh_event_model.objects.count() == 0


@pytest.mark.django_db
def test_passwords_are_not_kept():
    model = next(m for m in our_models() if m._meta.label == "accounts.User")

    assert {"password", "last_login"} & {
        field.name for field in model.pgh_event_model._meta.get_fields()
    } == set()


def _link_events():
    todo, found = [pghistory.models.Event], []
    while todo:
        children = todo.pop().__subclasses__()
        todo += children
        found += [child for child in children if child.__name__.endswith("LinkEvent")]
    return found
