"""Undoing a change set: whole or not at all, with relations, and what later people did stays."""

import time

import pghistory
import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import (
    Change,
    Row,
    add_record,
    change_record,
    change_set,
    hide_record,
    restore_record,
)
from industriecoalitie.history.states import State, state_of
from industriecoalitie.history.undoing import AlreadyUndone, UndoConflict, UndoRefused, undo
from industriecoalitie.notifications.models import Event
from partnerships.models import Partner, Partnership
from regions.models import Membership, Organisation, OrganisationCode
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import EcosystemFactory, PartnerFactory, PartnershipFactory, TargetFactory
from tests.factories.regions import MembershipFactory, OrganisationCodeFactory, OrganisationFactory

ASIDE = ("version", "updated_at")


def elsewhere():
    """Return a change set of its own: within one transaction PostgreSQL keeps the last one."""
    return change_set(Actor("command"), "sql")


def content(record) -> State:
    """Return a record without what counts every change."""
    state = state_of(record)
    return State(
        state.model, {k: v for k, v in state.values.items() if k not in ASIDE}, state.links, state.rows
    )


@pytest.fixture
def partnership(region):
    """A partnership of ``region`` with two partners, a target and a concept."""
    partnership = PartnershipFactory(name="Robotlab", region=region, owner=region)
    PartnerFactory(partnership=partnership, organisation__name="Bosch")
    PartnerFactory(partnership=partnership, organisation__name="Siemens")
    TargetFactory(partnership=partnership)
    partnership.concepts.add(ConceptFactory(label="Robots"))
    return partnership


def changed_all_over(partnership, by):
    bosch, siemens = partnership.partners.order_by("pk")
    return change_record(
        partnership,
        Change(
            {"name": "Anders", "summary": "Nieuw", "from_on": "2020-01-01"},
            {"concepts": [ConceptFactory(label="Lassen")]},
            {
                "partners": [
                    Row(bosch.uuid, {"count": 4}),
                    Row(siemens.uuid, is_removed=True),
                    Row(values={"organisation": OrganisationFactory(name="Philips")}),
                ]
            },
        ),
        by=by,
    )


def test_an_edit_is_undone_with_its_rows_and_links(partnership, lead):
    before = content(partnership)
    changed = changed_all_over(partnership, Actor("page", lead))

    key = undo(changed.change_set, Actor("page", lead))

    partnership.refresh_from_db()
    last = Event.objects.order_by("pk").last()
    context = pghistory.models.Context.objects.get(pk=key)
    assert content(partnership) == before
    assert partnership.version == 3
    assert (last.kind, last.record, last.version) == ("partnership.undone", partnership.uuid, 3)
    assert Event.objects.count() == 2
    assert context.metadata == {
        "door": "page", "user": lead.pk, "event": "partnership.undone", "undoes": str(changed.change_set),
    }  # fmt: skip


def test_undoing_twice_is_refused_and_undoing_the_undo_is_not(partnership, lead):
    by = Actor("page", lead)
    changed = changed_all_over(partnership, by)
    after = content(changed)
    key = undo(changed.change_set, by)

    with pytest.raises(AlreadyUndone):
        undo(changed.change_set, by)
    undo(key, by)

    assert content(partnership) == after
    partnership.refresh_from_db()
    assert partnership.version == 4


def test_a_later_edit_of_another_field_stays(partnership, lead):
    by = Actor("page", lead)
    changed = change_record(partnership, Change({"name": "Anders"}), by=by)
    change_record(partnership, Change({"summary": "Later"}), by=by)

    undo(changed.change_set, by)

    partnership.refresh_from_db()
    assert (partnership.name, partnership.summary, partnership.version) == ("Robotlab", "Later", 4)


def test_a_later_edit_of_the_same_field_is_named_and_nothing_is_undone(partnership, lead):
    by = Actor("page", lead)
    changed = changed_all_over(partnership, by)
    change_record(partnership, Change({"name": "Nog anders"}), by=by)
    count = partnership.partners.get(count=4)
    Partner.objects.filter(pk=count.pk).update(count=5)
    before = content(partnership)

    with pytest.raises(UndoConflict) as refusal:
        undo(changed.change_set, by)

    assert sorted(refusal.value.messages) == [
        "‘Nog anders · partner’: later gewijzigd is aantal.",
        "‘Nog anders’: later gewijzigd is naam.",
    ]
    assert content(partnership) == before
    assert Event.objects.count() == 2


def test_a_row_that_was_changed_or_removed_later_is_a_conflict(partnership, lead):
    by = Actor("page", lead)
    changed = changed_all_over(partnership, by)
    with elsewhere():
        partnership.partners.filter(count=4).delete()
        partnership.partners.filter(organisation__name="Philips").update(label="later")

    with pytest.raises(UndoConflict) as refusal:
        undo(changed.change_set, by)

    assert sorted(str(clash) for clash in refusal.value.clashes) == [
        "‘Anders · later’: later gewijzigd is omschrijving.",
        "‘partner’ is later nog gewijzigd of weggehaald.",
    ]


def test_a_row_comes_back_under_its_own_keys(partnership, lead):
    by = Actor("page", lead)
    siemens = partnership.partners.get(organisation__name="Siemens")
    changed = change_record(
        partnership, Change(rows={"partners": [Row(siemens.uuid, is_removed=True)]}), by=by
    )

    undo(changed.change_set, by)

    assert partnership.partners.get(organisation__name="Siemens").pk == siemens.pk
    assert partnership.partners.get(organisation__name="Siemens").uuid == siemens.uuid


def test_adding_is_undone_by_hiding_and_comes_back_with_the_undo_of_that(region, lead):
    by = Actor("page", lead)
    new = Partnership(slug="nieuw", form=ConceptFactory(scheme="partnership-form"), owner=region)
    rows = {"partners": [Row(values={"label": "een bedrijf"})]}
    added = add_record(new, Change({"name": "Nieuw"}, rows=rows), by=by)
    before = content(added)

    key = undo(added.change_set, by)

    added.refresh_from_db()
    assert (added.hidden_at is not None, added.version, added.partners.count()) == (True, 2, 1)
    undo(key, by)
    added.refresh_from_db()
    assert content(added) == before


def test_an_added_record_that_others_went_on_with_is_not_taken_away(region, lead, member):
    added = add_record(
        Partnership(slug="nieuw", form=ConceptFactory(scheme="partnership-form"), owner=region),
        Change({"name": "Nieuw"}),
        by=Actor("page", lead),
    )
    change_record(added, Change({"summary": "Verder gewerkt"}), by=Actor("page", member))

    with pytest.raises(UndoConflict) as refusal:
        undo(added.change_set, Actor("page", lead))

    assert refusal.value.messages == ["‘Nieuw’: later gewijzigd is samenvatting."]


def test_an_added_record_goes_when_later_work_on_it_was_undone_too(region, lead):
    by = Actor("page", lead)
    new = Partnership(slug="nieuw", form=ConceptFactory(scheme="partnership-form"), owner=region)
    added = add_record(new, Change({"name": "Nieuw"}), by=by)
    rows = {"partners": [Row(values={"label": "een bedrijf"})]}
    changed = change_record(added, Change({"summary": "Verder"}, rows=rows), by=by)
    undo(changed.change_set, by)

    undo(added.change_set, by)

    added.refresh_from_db()
    assert (added.hidden_at is not None, added.version) == (True, 4)


def test_many_clashes_are_counted(region, lead):
    by = Actor("page", lead)
    made = [PartnershipFactory(owner=region) for _number in range(22)]
    with change_set(by, "partnership.bulk_changed") as key:
        found = [change_record(each, Change({"summary": "A"}), by=by) for each in made]
    for each in found:
        change_record(each, Change({"summary": "B"}), by=by)

    with pytest.raises(UndoConflict) as refusal:
        undo(key, by)

    assert (len(refusal.value.messages), refusal.value.messages[-1]) == (21, "En nog 2 andere.")


@pytest.mark.parametrize("verb", [hide_record, restore_record])
def test_hiding_and_restoring_are_undone(partnership, lead, verb):
    by = Actor("page", lead)
    if verb is restore_record:
        hide_record(partnership, by=by)
    partnership.refresh_from_db()
    was_hidden = partnership.hidden_at
    changed = verb(partnership, by=by)

    undo(changed.change_set, by)

    partnership.refresh_from_db()
    assert partnership.hidden_at == was_hidden


def test_a_bulk_change_is_undone_whole_or_not_at_all(region, lead):
    by = Actor("page", lead)
    all_ = [PartnershipFactory(owner=region, summary=f"Oud {number}") for number in range(3)]
    with change_set(by, "partnership.bulk_changed") as key:
        for each in all_:
            change_record(each, Change({"summary": "Nieuw", "status_note": "samen"}), by=by)
    change_record(all_[1], Change({"summary": "Later"}), by=by)

    with pytest.raises(UndoConflict):
        undo(key, by)
    assert set(Partnership.objects.values_list("status_note", flat=True)) == {"samen"}

    change_record(all_[1], Change({"summary": "Nieuw"}), by=by)
    undo(key, by)
    assert list(Partnership.objects.order_by("pk").values_list("summary", "status_note")) == [
        ("Oud 0", ""), ("Oud 1", ""), ("Oud 2", ""),
    ]  # fmt: skip
    assert Event.objects.filter(kind="partnership.undone").count() == 3


def merged(kept, gone, by):
    """Merge two organisations as their own action does: links repointed, doubles removed, one hidden."""
    with change_set(by, "organisation.merged") as key:
        for partner in Partner.objects.filter(organisation=gone):
            twin = Partner.objects.filter(
                partnership=partner.partnership, organisation=kept, role=partner.role
            )
            rows = Row(partner.uuid, {"organisation": kept}, is_removed=twin.exists())
            change_record(partner.partnership, Change(rows={"partners": [rows]}), by=by)
        OrganisationCode.objects.filter(organisation=gone).update(organisation=kept)
        for ecosystem in gone.partner_ecosystems.all():
            ecosystem.partners.add(kept)
            ecosystem.partners.remove(gone)
        change_record(kept, Change({"aliases": [gone.name]}), by=by)
        hide_record(gone, by=by)
    return key


def test_a_merge_is_undone_over_all_tables(region, lead):
    by = Actor("page", lead)
    kept, gone = OrganisationFactory(name="ROC", owner=region), OrganisationFactory(name="Roc", owner=region)
    both, one = PartnershipFactory(owner=region), PartnershipFactory(owner=region)
    role = ConceptFactory(scheme="partner-role")
    for partnership, organisation in ((both, kept), (both, gone), (one, gone)):
        PartnerFactory(partnership=partnership, organisation=organisation, role=role)
    OrganisationCodeFactory(organisation=gone)
    ecosystem = EcosystemFactory(owner=region)
    ecosystem.partners.add(gone)
    records = [kept, gone, both, one, ecosystem]
    before = [content(record) for record in records]

    key = merged(kept, gone, by)
    assert [content(record) for record in records] != before
    undo(key, by)

    assert [content(record) for record in records] == before


def test_who_may_not_change_a_record_of_the_set_undoes_nothing(partnership, lead, neighbour, visitor):
    changed = changed_all_over(partnership, Actor("page", lead))

    with pytest.raises(PermissionDenied):
        undo(changed.change_set, Actor("page", neighbour))
    Partnership.objects.filter(pk=partnership.pk).update(visibility="concept")
    with pytest.raises(Http404):
        undo(changed.change_set, Actor("page", neighbour))
    with pytest.raises(Http404):
        undo(partnership.uuid, Actor("page", lead))

    partnership.refresh_from_db()
    assert (partnership.name, partnership.version) == ("Anders", 2)


def test_a_member_undoes_the_own_hiding_but_not_that_of_the_lead(partnership, lead, member):
    by_lead, by_member = Actor("page", lead), Actor("page", member)
    shown = change_record(partnership, Change({"visibility": "network"}), by=by_lead)

    with pytest.raises(PermissionDenied):
        undo(shown.change_set, by_member)

    edit = change_record(partnership, Change({"name": "Van de kartrekker"}), by=by_lead)
    undo(edit.change_set, by_member)
    partnership.refresh_from_db()
    assert (partnership.name, partnership.visibility) == ("Robotlab", "network")


def test_what_a_rule_does_not_allow_any_more_is_said(partnership, lead):
    by = Actor("page", lead)
    changed = change_record(partnership, Change({"until_on": "2020-01-01"}), by=by)
    change_record(partnership, Change({"from_on": "2019-01-01"}), by=by)
    key = undo(changed.change_set, by)
    with elsewhere():
        Partnership.objects.filter(pk=partnership.pk).update(from_on="2022-01-01")

    with pytest.raises(UndoRefused) as refusal:
        undo(key, by)

    assert refusal.value.messages == ["De einddatum ligt voor de begindatum."]


def test_a_place_that_is_taken_is_said(partnership, lead):
    by = Actor("page", lead)
    siemens = partnership.partners.get(organisation__name="Siemens")
    removed = change_record(
        partnership, Change(rows={"partners": [Row(siemens.uuid, is_removed=True)]}), by=by
    )
    with elsewhere():
        PartnerFactory(partnership=partnership, organisation=siemens.organisation, role=siemens.role)

    with pytest.raises(UndoRefused) as refusal:
        undo(removed.change_set, by)

    assert refusal.value.messages == ["Er staat intussen iets anders op dezelfde plaats."]


def test_a_role_that_was_ended_is_given_back(region, lead):
    membership = MembershipFactory(region=region)
    with change_set(Actor("page", lead), "membership.ended") as key:
        Membership.objects.filter(pk=membership.pk).update(until_on="2020-01-01")

    undo(key, Actor("page", lead))

    membership.refresh_from_db()
    assert membership.until_on is None


def test_an_account_is_not_changed_back(lead):
    with change_set(Actor("page", lead), "user.changed") as key:
        type(lead).objects.filter(pk=lead.pk).update(name="Anders")

    with pytest.raises(PermissionDenied):
        undo(key, Actor("page", lead))


@pytest.mark.parametrize("count", [1, 500])
def test_an_import_is_undone_in_time(region, lead, count, django_assert_max_num_queries):
    by = Actor("page", lead)
    form, organisation = ConceptFactory(scheme="partnership-form"), OrganisationFactory()
    with change_set(by, "import.done") as key:
        for number in range(count):
            new = Partnership(slug=f"rij-{number}", form=form, owner=region)
            rows = {"partners": [Row(values={"organisation": organisation})]}
            add_record(new, Change({"name": f"Rij {number}"}, rows=rows), by=by)

    started = time.perf_counter()
    with django_assert_max_num_queries(80 + count):
        undo(key, by)

    assert time.perf_counter() - started < 5
    assert Partnership.objects.filter(hidden_at=None).count() == 0
    assert Organisation.objects.filter(hidden_at=None).count() == 2  # one is the koploper
