"""Words become one without losing a link, can be retired and taken back, and keep their order; all can be undone."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.models import Part, Record
from industriecoalitie.curation import actions
from industriecoalitie.history.merging import links_to
from industriecoalitie.history.recording import Conflict
from industriecoalitie.history.undoing import undo
from industriecoalitie.notifications.models import Event
from industriecoalitie.sources.models import Citation
from knowledgebank.models import Interest, PracticeFactor, SuccessFactor
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import PracticeFactorFactory, PracticeFactory, SuccessFactorFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.sources import CitationFactory
from tests.models import factory_of

pytestmark = pytest.mark.django_db


def links_of(model):
    return [pytest.param(link, id=f"{link.model.__name__}.{link.field.name}") for link in links_to(model)]


def pointing(link, gone):
    """Make a row that points at ``gone`` in one way."""
    hidden = {"hidden_at": timezone.now()} if link.field.name == "merged_into" else {}
    about_one_thing = {"kind": ""} if link.model is Interest else {}
    values = {} if link.is_many else {link.field.name: gone, **hidden, **about_one_thing}
    row = factory_of(link.model)(**values)
    if link.is_many:
        getattr(row, link.field.name).add(gone)
    return row


def check_moved(link, kept, gone, row, change_set, by):
    """Check that one row points at ``kept`` alone, was told of, and points at ``gone`` again after undoing."""
    assert list(link.rows(kept).exclude(pk=gone.pk)) == [row]
    assert list(link.rows(gone)) == []
    owner = getattr(row, row.part_of) if isinstance(row, Part) else row
    if isinstance(owner, Record) and owner not in (kept, gone):
        assert type(owner)._base_manager.get(pk=owner.pk).version > 1
        assert Event.objects.filter(record=owner.uuid).exists()

    undo(change_set, by)

    assert list(link.rows(gone)) == [row]
    assert list(link.rows(kept)) == []
    gone.refresh_from_db()
    assert (gone.merged_into, gone.hidden_at) == (None, None)


@pytest.mark.parametrize("link", links_of(Concept))
def test_merging_terms_moves_every_link_and_undoing_brings_it_back(link, by):
    scheme = link.field.get_limit_choices_to().get("scheme", Scheme.SECTOR)
    kept, gone = ConceptFactory(scheme=scheme), ConceptFactory(scheme=scheme)
    row = pointing(link, gone)

    merged = actions.merge_concepts(kept, gone, by=by)

    check_moved(link, kept, gone, row, merged.change_set, by)


@pytest.mark.parametrize("link", links_of(SuccessFactor))
def test_merging_factors_moves_every_link_and_undoing_brings_it_back(link, kept_factor, gone_factor, by):
    row = pointing(link, gone_factor)

    merged = actions.merge_factors(kept_factor, gone_factor, by=by)

    check_moved(link, kept_factor, gone_factor, row, merged.change_set, by)


def test_merging_knows_the_ways_that_matter():
    ways = {(link.model._meta.label, link.field.name) for link in links_to(Concept)}
    factor_ways = {(link.model._meta.label, link.field.name) for link in links_to(SuccessFactor)}

    assert {
        ("concepts.Concept", "broader"), ("concepts.Concept", "merged_into"), ("regions.Organisation", "kind"),
        ("partnerships.Partnership", "concepts"), ("partnerships.Partnership", "form"),
        ("knowledgebank.Practice", "concepts"), ("knowledgebank.Measurement", "level"),
    } <= ways  # fmt: skip
    assert {
        ("knowledgebank.PracticeFactor", "factor"),
        ("knowledgebank.SuccessFactor", "merged_into"),
    } <= factor_ways


def test_merging_is_one_change_with_its_events(kept, gone, by, curator):
    practice = PracticeFactory()
    practice.concepts.add(gone)

    merged = actions.merge_concepts(kept, gone, by=by, seen=1, seen_gone=1)

    gone.refresh_from_db()
    assert (merged.pk, merged.version, gone.version, gone.merged_into) == (kept.pk, 2, 2, kept)
    assert set(Event.objects.values_list("kind", "record")) == {
        ("concept.merged", gone.uuid), ("concept.changed", kept.uuid), ("practice.changed", practice.uuid),
    }  # fmt: skip
    row = Concept.pgh_event_model.objects.get(pgh_obj_id=gone.pk, pgh_label="update")
    assert row.pgh_context_id == merged.change_set
    assert row.pgh_context.metadata == {"door": "page", "user": curator.pk, "event": "concept.merged"}


def test_merging_leaves_nothing_twice(kept, gone, by):
    practice, partnership = PracticeFactory(), PartnershipFactory()
    practice.concepts.set([kept, gone])
    partnership.concepts.set([gone])
    narrow = ConceptFactory(broader=[kept, gone])

    actions.merge_concepts(kept, gone, by=by)

    assert list(practice.concepts.all()) == [kept]
    assert list(partnership.concepts.all()) == [kept]
    assert list(narrow.broader.all()) == [kept]


def test_undoing_leaves_what_had_both_as_it_was(kept, gone, by):
    practice = PracticeFactory()
    practice.concepts.set([kept, gone])
    merged = actions.merge_concepts(kept, gone, by=by)

    undo(merged.change_set, by)

    assert set(practice.concepts.all()) == {kept, gone}


def test_the_one_that_stays_stands_under_what_both_stood_under(kept, gone, by):
    top, other = ConceptFactory(), ConceptFactory()
    kept.broader.set([top])
    gone.broader.set([top, other])

    merged = actions.merge_concepts(kept, gone, by=by)

    assert set(merged.broader.all()) == {top, other}
    assert list(gone.broader.all()) == []


def test_merging_makes_no_circle(kept, gone, by):
    between = ConceptFactory(broader=[gone])
    kept.broader.set([between])

    merged = actions.merge_concepts(kept, gone, by=by)

    assert list(merged.broader.all()) == []
    assert list(between.broader.all()) == [kept]


def test_merging_a_term_with_its_own_broader_term(kept, gone, by):
    gone.broader.set([kept])

    merged = actions.merge_concepts(kept, gone, by=by)

    assert list(merged.broader.all()) == []
    assert list(merged.narrower.filter(hidden_at=None)) == []


def test_what_was_merged_before_follows(kept, gone, by):
    first = ConceptFactory()
    actions.merge_concepts(gone, first, by=by)

    actions.merge_concepts(kept, gone, by=by)

    first.refresh_from_db()
    assert first.merged_into == kept


def test_sources_move_along_once(kept, gone, by):
    moved = CitationFactory(subject=gone.uuid)

    actions.merge_concepts(kept, gone, by=by)

    assert list(Citation.objects.filter(subject=kept.uuid)) == [moved]


@pytest.mark.parametrize("stale", ["seen", "seen_gone"])
def test_merging_refuses_what_was_changed_meanwhile(kept, gone, by, stale):
    PracticeFactory().concepts.add(gone)

    with pytest.raises(Conflict):
        actions.merge_concepts(kept, gone, by=by, **({"seen": 1, "seen_gone": 1} | {stale: 7}))

    assert (Event.objects.count(), gone.practices.count()) == (0, 1)


def test_merging_refuses_itself_another_list_and_what_is_gone(kept, gone, by):
    level = ConceptFactory(scheme=Scheme.LEVEL)
    for one, other in ((kept, kept), (kept, level)):
        with pytest.raises(ValidationError):
            actions.merge_concepts(one, other, by=by)
    actions.merge_concepts(kept, gone, by=by)

    for one, other in ((kept, gone), (gone, kept)):
        with pytest.raises(ValidationError):
            actions.merge_concepts(one, other, by=by)


RELIED_ON = [
    (Scheme.ORGANISATION_KIND, "roc_mbo"), (Scheme.ORGANISATION_KIND, "network_cluster"),
    (Scheme.LEVEL, "mbo-4"), (Scheme.TARGET_GROUP, "hybride-professionals"),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "notation"), RELIED_ON)
def test_what_the_portal_goes_by_stays(scheme, notation, by):
    fixed, other = ConceptFactory(scheme=scheme, notation=notation), ConceptFactory(scheme=scheme)

    with pytest.raises(ValidationError, match="het portaal gebruikt het zelf"):
        actions.merge_concepts(other, fixed, by=by)
    with pytest.raises(ValidationError, match="het portaal gebruikt het zelf"):
        actions.retire(fixed, by=by)
    fixed.refresh_from_db()
    assert (fixed.merged_into, fixed.hidden_at, fixed.retired_on, fixed.version) == (None, None, None, 1)

    merged = actions.merge_concepts(fixed, other, by=by)  # something else may go up in it

    assert merged.pk == fixed.pk


def test_texts_of_a_practice_that_had_both_factors_are_joined(kept_factor, gone_factor, by):
    practice = PracticeFactory()
    stays = PracticeFactorFactory(practice=practice, factor=kept_factor, how="Elke week overleg.")
    goes = PracticeFactorFactory(
        practice=practice, factor=gone_factor, how="Open boeken.", remark="Nog vragen.", basis="Gesprek"
    )
    source = CitationFactory(subject=goes.uuid)
    alone = PracticeFactorFactory(factor=gone_factor, how="Alleen hier.")

    merged = actions.merge_factors(kept_factor, gone_factor, by=by)

    rows = {row.pk: (row.factor, row.how, row.remark, row.basis) for row in PracticeFactor.objects.all()}
    assert rows == {
        stays.pk: (kept_factor, "Elke week overleg.\n\nOpen boeken.", "Nog vragen.", "Gesprek"),
        alone.pk: (kept_factor, "Alleen hier.", "", ""),
    }
    assert list(Citation.objects.filter(subject=stays.uuid)) == [source]

    undo(merged.change_set, by)

    texts = PracticeFactor.objects.filter(practice=practice).values_list("factor", "how")
    assert set(texts) == {(kept_factor.pk, "Elke week overleg."), (gone_factor.pk, "Open boeken.")}


def test_the_same_text_is_not_joined_twice(kept_factor, gone_factor, by):
    practice = PracticeFactory()
    for factor in (kept_factor, gone_factor):
        PracticeFactorFactory(practice=practice, factor=factor, how="Elke week overleg.")

    actions.merge_factors(kept_factor, gone_factor, by=by)

    assert [row.how for row in practice.factor_links.all()] == ["Elke week overleg."]


def test_retiring_and_taking_back(gone, by):
    retired = actions.retire(gone, by=by, seen=1)
    again = actions.retire(retired, by=by)
    back = actions.take_back(retired, by=by, seen=2)

    assert (retired.retired_on, retired.version, retired.is_offered) == (timezone.localdate(), 2, False)
    assert again.change_set is None
    assert (back.retired_on, back.version, back.is_offered) == (None, 3, True)
    assert list(Event.objects.order_by("pk").values_list("kind", "version")) == [
        ("concept.retired", 2), ("concept.taken_back", 3),
    ]  # fmt: skip


def test_retiring_refuses_what_was_changed_meanwhile(gone, by):
    with pytest.raises(Conflict):
        actions.retire(gone, by=by, seen=4)
    assert Concept.objects.offered().filter(pk=gone.pk).exists()


def test_order_is_one_change_of_what_moved(kept, gone, by):
    third = ConceptFactory(order=3)

    number = actions.put_in_order([gone, kept, third], by=by)

    assert number == 2
    assert list(Concept.objects.order_by("order").values_list("pk", "version")) == [
        (gone.pk, 2), (kept.pk, 2), (third.pk, 1),
    ]  # fmt: skip
    rows = Concept.pgh_event_model.objects.filter(pgh_label="update")
    assert len(set(rows.values_list("pgh_context", flat=True))) == 1
    assert actions.put_in_order(list(Concept.objects.order_by("order")), by=by) == 0


def test_a_factor_that_was_merged_is_hidden_behind_the_other(by):
    one, other = SuccessFactorFactory(), SuccessFactorFactory()

    actions.merge_factors(one, other, by=by)

    assert list(SuccessFactor.objects.visible_to(by.user)) == [one]
