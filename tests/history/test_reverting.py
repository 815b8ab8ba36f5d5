"""Bringing back an earlier version: fields, links and rows equal, as a new version, by the rules of today."""

import pytest
from django.core.exceptions import ValidationError

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, Conflict, Row, add_record, change_record
from industriecoalitie.history.reverting import revert_plan, revert_record
from industriecoalitie.history.states import NoSuchVersion, State, state_at, state_of, steps_of
from industriecoalitie.history.undoing import undo
from industriecoalitie.notifications.models import Event
from partnerships.models import Partnership
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import IndicatorFactory, ProgressEntryFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory, RegionFactory

ROW_KEYS = ("id",)


def content(state: State) -> tuple:
    """Return a state without what counts every change, and without the keys of rows, which are new when they come back."""
    values = {name: value for name, value in state.values.items() if name not in ("version", "updated_at")}
    rows = {
        name: {
            uuid: {key: value for key, value in row.items() if key not in ROW_KEYS}
            for uuid, row in stored.items()
        }
        for name, stored in state.rows.items()
    }
    return values, state.links, rows


def test_any_version_comes_back_with_rows_and_links_as_a_new_one(region, lead):
    by = Actor("page", lead)
    one, two = OrganisationFactory(), OrganisationFactory()
    robots, welding = ConceptFactory(label="Robots"), ConceptFactory(label="Lassen")
    new = Partnership(slug="lab", form=ConceptFactory(scheme="partnership-form"), owner=region)
    rows = {"partners": [Row(values={"organisation": one})], "targets": [Row(values={"name": "Meer"})]}
    record = add_record(new, Change({"name": "Lab"}, {"concepts": [robots]}, rows), by=by)
    first = record.partners.get().uuid
    target = record.targets.get().uuid
    changes = [
        Change({"name": "Lab 2"}, {"concepts": [robots, welding]}, {"partners": [Row(first, {"count": 2})]}),
        Change({"summary": "Tekst"}, {}, {"partners": [Row(values={"organisation": two})]}),
        Change({"region": region}, {"regions": [region]}, {"targets": [Row(target, is_removed=True)]}),
        Change({"from_on": "2020-01-01"}, {"concepts": []}, {"partners": [Row(first, is_removed=True)]}),
        Change({"name": "Lab 6", "aliases": ["Oud lab"]}, {"concepts": [welding]}),
    ]
    for change in changes:
        record = change_record(record, change, by=by)

    back = revert_record(record, 2, by=by, seen=6)

    assert content(state_of(back)) == content(state_at(back, 2))
    assert back.version == 7
    assert [step.version for step in steps_of(back)] == [1, 2, 3, 4, 5, 6, 7]
    assert Event.objects.filter(record=back.uuid).count() == 7
    assert steps_of(back)[-1].key == back.change_set
    undo(back.change_set, by)
    assert content(state_of(back)) == content(state_at(back, 6))


def test_nothing_is_written_when_it_is_already_so(storied, lead):
    same = revert_record(storied, 3, by=Actor("page", lead), seen=3)

    assert (same.change_set, same.version) == (None, 3)


def test_an_old_page_and_an_unknown_version_are_refused(storied, lead):
    by = Actor("page", lead)

    with pytest.raises(Conflict):
        revert_record(storied, 1, by=by, seen=2)
    with pytest.raises(NoSuchVersion):
        revert_record(storied, 9, by=by, seen=3)

    storied.refresh_from_db()
    assert storied.version == 3


def test_who_may_not_publish_leaves_readers_and_keeper_alone(storied, lead, member):
    by = Actor("page", lead)
    changed = change_record(storied, Change({"visibility": "network", "owner": RegionFactory()}), by=by)

    back = revert_record(
        changed, 1, by=Actor("page", member), seen=4, kept={"visibility", "hidden_at", "owner"}
    )

    assert (back.name, back.visibility, back.owner_id) == ("Robotlab", "network", changed.owner_id)


def test_a_rule_of_today_refuses_an_old_version(storied, lead):
    by = Actor("page", lead)
    old_slug = storied.slug
    changed = change_record(storied, Change({"slug": "nieuw"}), by=by)
    PartnershipFactory(slug=old_slug)

    with pytest.raises(ValidationError) as refusal:
        revert_record(changed, 1, by=by, seen=4)

    assert set(refusal.value.message_dict) == {"slug"}


@pytest.mark.django_db
def test_links_of_rows_come_back_with_them():
    entry = ProgressEntryFactory()
    figure = IndicatorFactory()
    entry.indicators.add(figure)
    changed = change_record(
        entry.report, Change(rows={"entries": [Row(entry.uuid, is_removed=True)]}), by=Actor("page")
    )

    back = revert_record(changed, 1, by=Actor("page"), seen=2)

    assert set(back.entries.get(uuid=entry.uuid).indicators.all()) == {figure}


def test_a_plan_tells_what_would_change_and_writes_nothing(storied):
    plan = revert_plan(storied, state_at(storied, 1))

    assert set(plan.change.values) == {"name", "summary"}
    assert set(plan.change.links) == {"concepts"}
    assert set(plan.change.rows) == {"partners"}
    assert plan.left_out == []
    storied.refresh_from_db()
    assert storied.version == 3
