"""Every change of every record is kept, whatever way it was made, and cannot be taken back."""

import datetime

import pghistory
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, models, transaction
from django.db.utils import InternalError

from industriecoalitie.core.models import Traceable
from industriecoalitie.history.tables import all_links, tracked_models
from regions.models import Region
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import PartnerFactory, PartnershipFactory
from tests.factories.regions import RegionFactory
from tests.models import factory_of, label_of, our_models

# Groups of Django are not used: rights come from roles.
OUR_LINKS = [links for links in all_links() if links.field.remote_field.model._meta.app_label != "auth"]
TRACEABLE = [model for model in our_models() if issubclass(model, Traceable)]


# A practice goes by steps to the state its factory gives it; one that has just begun was written once.
AS_BEGUN = {"knowledgebank.Practice": {"state": "draft"}}


def new_row(model) -> models.Model:
    return factory_of(model)(**AS_BEGUN.get(model._meta.label, {}))


def labels(model, pk) -> list[str]:
    return list(
        model.pgh_event_model.objects.filter(pgh_obj_id=pk)
        .order_by("pgh_id")
        .values_list("pgh_label", flat=True)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("model", TRACEABLE, ids=label_of)
def test_insert_update_and_delete_are_kept(model):
    row = new_row(model)
    key = row.pk

    row.remark = "nagekeken"
    row.save()
    model.objects.filter(pk=key).update(remark="nog eens")
    row.delete()

    assert labels(model, key) == ["insert", "update", "update", "delete"]


def by_save(model, pk, field, value):
    row = model.objects.get(pk=pk)
    setattr(row, field, value)
    row.save()


def by_update(model, pk, field, value):
    model.objects.filter(pk=pk).update(**{field: value})


def by_bulk_update(model, pk, field, value):
    row = model.objects.get(pk=pk)
    setattr(row, field, value)
    model.objects.bulk_update([row], [field])


def by_sql(model, pk, field, value):
    column = connection.ops.quote_name(model._meta.get_field(field).column)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", [value, pk])


def another_value(model) -> tuple[str, object]:
    """Return a field of a model that may hold anything of its type, and a value that no factory gives it."""
    kept = {field.name for field in model.pgh_event_model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        if field.unique or field.choices or field.is_relation or field.name not in kept:
            continue
        if isinstance(field, models.CharField | models.TextField):
            return field.name, "anders"
        if isinstance(field, models.DateTimeField):
            return field.name, datetime.datetime(2031, 2, 3, tzinfo=datetime.UTC)
        if isinstance(field, models.DateField):
            return field.name, datetime.date(2031, 2, 3)
    raise LookupError(model)


@pytest.mark.django_db
@pytest.mark.parametrize("way", [by_save, by_update, by_bulk_update, by_sql], ids=lambda way: way.__name__)
@pytest.mark.parametrize("model", tracked_models(), ids=label_of)
def test_every_way_of_writing_is_kept(model, way):
    key = new_row(model).pk
    field, value = another_value(model)

    way(model, key, field, value)
    model.objects.filter(pk=key).delete()

    kept = list(model.pgh_event_model.objects.filter(pgh_obj_id=key).order_by("pgh_id"))
    assert [each.pgh_label for each in kept] == ["insert", "update", "delete"]
    assert [getattr(each, field) == value for each in kept] == [False, True, True]


@pytest.mark.django_db
@pytest.mark.parametrize("links", OUR_LINKS, ids=lambda each: str(each.field))
def test_every_link_is_kept_however_it_is_made(links):
    row = factory_of(links.field.model)()
    other = factory_of(links.field.remote_field.model)()
    manager = getattr(row, links.field.name)

    manager.add(other)
    manager.remove(other)
    links.through.objects.bulk_create([links.through(**{links.source: row.pk, links.target: other.pk})])
    links.through.objects.filter(**{links.source: row.pk}).delete()

    kept = links.events.objects.filter(**{links.source: row.pk, links.target: other.pk}).order_by("pgh_id")
    assert list(kept.values_list("pgh_label", flat=True)) == ["insert", "delete", "insert", "delete"]


# What ends must be gone, or is of the moment: why these are not kept.
NOT_KEPT = {
    "accounts.Session": "where a person is signed in",
    "editing.Draft": "what a person typed and did not send",
    "editing.Presence": "who has a form open",
    "exchange.ExportRun": "a file that was asked for",
    "exchange.Follow": "a wish of one person about mail",
    "exchange.ImportRun": "a file that was read; what it wrote is kept",
    "exchange.SavedFilter": "a wish of one person about lists",
    "files.StoredFile": "never changes; what points at it is kept",
}


def test_what_names_a_region_or_a_person_is_kept():
    ours = {
        config.label
        for config in apps.get_app_configs()
        if config.path.startswith(str(settings.BASE_DIR)) and ".venv" not in config.path
    }
    missing = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ours
        and model not in tracked_models()
        and not issubclass(model, pghistory.models.Event)
        and not model._meta.proxy
        and any(field.related_model in (Region, get_user_model()) for field in model._meta.concrete_fields)
    }

    assert missing - set(NOT_KEPT) == set()


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
    "statement",
    [
        "UPDATE regions_regionevent SET name = 'x'",
        "DELETE FROM regions_regionevent",
        "DELETE FROM partnerships_partnershipconceptslinkevent",
        "UPDATE partnerships_partnerevent SET label = 'x'",
    ],
)
def test_history_cannot_be_changed(statement):
    RegionFactory()
    PartnerFactory().partnership.concepts.add(ConceptFactory())

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
