"""Two organisations become one without losing a link; two that look alike stay two; one goes on as another."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.dates import PartialDate
from industriecoalitie.core.models import Record
from industriecoalitie.history.recording import Conflict
from industriecoalitie.notifications.models import Event
from industriecoalitie.sources.models import Citation
from regions.actions import merge_organisations, record_succession, tell_apart
from regions.actions.merging import links_to_organisations
from regions.models import Organisation, OrganisationDistinct, Succession
from tests.factories.partnerships import PartnerFactory, PartnershipFactory
from tests.factories.regions import (
    AgendaFactory,
    CommitmentFactory,
    OrganisationCodeFactory,
    OrganisationFactory,
    SuccessionFactory,
)
from tests.factories.sources import CitationFactory
from tests.models import factory_of

pytestmark = pytest.mark.django_db
PAGE = Actor("page")


@pytest.fixture
def kept():
    return OrganisationFactory(slug="firda", name="Firda", aliases=["Firda college"])


@pytest.fixture
def gone():
    return OrganisationFactory(slug="firda-mbo", name="Firda mbo", aliases=["FIRDA", "Friese Poort"])


def pairs_of_links():
    return [
        pytest.param(link, id=f"{link.model.__name__}.{link.field.name}") for link in links_to_organisations()
    ]


@pytest.mark.parametrize("link", pairs_of_links())
def test_merging_moves_every_way_to_point_at_an_organisation(link, kept, gone):
    # An organisation that became one with another is hidden.
    hidden = {"hidden_at": timezone.now()} if link.field.name == "merged_into" else {}
    row = factory_of(link.model)(**({} if link.is_many else {link.field.name: gone, **hidden}))
    if link.is_many:
        getattr(row, link.field.name).add(gone)

    merge_organisations(kept, gone, by=PAGE)

    assert list(link.rows(kept).exclude(pk=gone.pk)) == [row]
    assert list(link.rows(gone)) == []
    owner = row if isinstance(row, Record) else getattr(row, row.part_of)
    if owner not in (kept, gone):
        assert type(owner)._base_manager.get(pk=owner.pk).version > 1
        assert Event.objects.filter(record=owner.uuid).exists()


def test_merging_knows_every_way_there_is():
    found = {(link.model._meta.label, link.field.name) for link in links_to_organisations()}

    assert {
        ("regions.Organisation", "parent"), ("regions.OrganisationCode", "organisation"),
        ("regions.Succession", "predecessor"), ("regions.Succession", "successor"),
        ("regions.Agenda", "commissioners"), ("partnerships.Partner", "organisation"),
        ("partnerships.Partnership", "lead_organisation"), ("partnerships.Ecosystem", "partners"),
        ("programmes.Provider", "organisation"), ("knowledgebank.Practice", "organisations"),
    } <= found  # fmt: skip
    assert not any(label.endswith("Event") for label, _name in found)


def test_merging_keeps_chosen_values_and_all_names(kept, gone, lead):
    gone.website = "https://www.firda.nl"
    gone.save()

    merged = merge_organisations(kept, gone, {"name", "website"}, by=Actor("page", lead), seen=1, seen_gone=1)

    gone.refresh_from_db()
    assert (merged.pk, merged.name, merged.website) == (kept.pk, "Firda mbo", "https://www.firda.nl")
    assert merged.aliases == ["Firda college", "FIRDA", "Friese Poort"]
    assert (gone.merged_into, gone.hidden_at is not None) == (kept, True)
    assert (merged.version, gone.version) == (2, 2)
    assert set(Event.objects.values_list("kind", "record", "version")) == {
        ("organisation.merged", gone.uuid, 2),
        ("organisation.changed", kept.uuid, 2),
    }


def test_merging_is_one_change_set(kept, gone, lead):
    partner = PartnerFactory(organisation=gone)
    agenda = AgendaFactory()
    agenda.commissioners.add(gone)

    merged = merge_organisations(kept, gone, by=Actor("page", lead))

    keys = {
        *Organisation.pgh_event_model.objects.filter(pgh_label="update").values_list(
            "pgh_context", flat=True
        ),
        *type(partner)
        .pgh_event_model.objects.filter(pgh_label="update")
        .values_list("pgh_context", flat=True),
        *type(agenda)
        .pgh_event_model.objects.filter(pgh_label="update")
        .values_list("pgh_context", flat=True),
    }
    assert keys == {merged.change_set}
    kept_row = Organisation.pgh_event_model.objects.filter(pgh_obj_id=gone.pk, pgh_label="update").get()
    assert kept_row.pgh_context.metadata == {"door": "page", "user": lead.pk, "event": "organisation.merged"}


def test_merging_leaves_nothing_twice(kept, gone):
    partnership = PartnershipFactory()
    stays = PartnerFactory(partnership=partnership, organisation=kept)
    PartnerFactory(partnership=partnership, organisation=gone)
    code = OrganisationCodeFactory(organisation=kept, code="25LW")
    OrganisationCodeFactory(organisation=gone, code="25LW")
    other_code = OrganisationCodeFactory(organisation=gone, code="04EM")
    agenda = AgendaFactory()
    agenda.commissioners.set([kept, gone])
    double = CommitmentFactory(organisation=gone, agenda=agenda)
    CommitmentFactory(organisation=kept, agenda=agenda)

    merge_organisations(kept, gone, by=PAGE)

    double.refresh_from_db()
    assert list(partnership.partners.all()) == [stays]
    assert set(kept.codes.all()) == {code, other_code}
    assert list(agenda.commissioners.all()) == [kept]
    assert double.hidden_at is not None
    assert Event.objects.filter(record=double.uuid).get().kind == "commitment.hidden"


def test_merging_leaves_nothing_that_names_itself(kept, gone):
    SuccessionFactory(predecessor=kept, successor=gone)
    OrganisationFactory(name="Onderdeel", parent=gone)
    kept.parent = gone
    kept.save()
    tell_apart(kept, gone, by=PAGE)

    merged = merge_organisations(kept, gone, by=PAGE)

    assert merged.parent is None
    assert [each.name for each in merged.children.all()] == ["Onderdeel"]
    assert (Succession.objects.count(), OrganisationDistinct.objects.count()) == (0, 0)


def test_merging_makes_no_circle_of_parts(kept, gone):
    between = OrganisationFactory(name="Ertussen", parent=gone)
    kept.parent = between
    kept.save()

    merged = merge_organisations(kept, gone, by=PAGE)

    between.refresh_from_db()
    assert (merged.parent, between.parent) == (None, kept)


def test_merging_moves_the_sources_of_what_is_kept(kept, gone):
    whole = CitationFactory(subject=gone.uuid)
    of_name = CitationFactory(subject=gone.uuid, field="name")
    of_website = CitationFactory(subject=gone.uuid, field="website")

    merge_organisations(kept, gone, {"website"}, by=PAGE)

    assert set(Citation.objects.filter(subject=kept.uuid)) == {whole, of_website}
    assert set(Citation.objects.filter(subject=gone.uuid)) == {of_name}


def test_merging_moves_what_was_merged_before(kept, gone):
    first = OrganisationFactory(name="Firda B.V.")
    merge_organisations(gone, first, by=PAGE)

    merge_organisations(kept, gone, by=PAGE)

    first.refresh_from_db()
    kept.refresh_from_db()
    assert (first.merged_into, first.hidden_at is not None) == (kept, True)
    assert "Firda B.V." in kept.aliases


@pytest.mark.parametrize("stale", ["seen", "seen_gone"])
def test_merging_refuses_what_was_changed_meanwhile(kept, gone, stale):
    PartnerFactory(organisation=gone)

    with pytest.raises(Conflict):
        merge_organisations(kept, gone, by=PAGE, **({"seen": 1, "seen_gone": 1} | {stale: 7}))

    assert (Event.objects.count(), gone.partner_links.count()) == (0, 1)


def test_merging_refuses_one_with_itself_and_one_that_is_gone(kept, gone):
    with pytest.raises(ValidationError):
        merge_organisations(kept, kept, by=PAGE)
    merge_organisations(kept, gone, by=PAGE)

    with pytest.raises(ValidationError):
        merge_organisations(kept, gone, by=PAGE)
    with pytest.raises(ValidationError):
        merge_organisations(gone, kept, by=PAGE)


def test_telling_apart_is_stored_once(kept, gone, lead):
    tell_apart(kept, gone, by=Actor("page", lead))
    tell_apart(gone, kept, by=Actor("page", lead))

    assert list(OrganisationDistinct.objects.values_list("organisation", "other")) == [(kept.pk, gone.pk)]
    assert Event.objects.get().kind == "organisation.told_apart"
    assert OrganisationDistinct.pgh_event_model.objects.get().pgh_context.metadata["user"] == lead.pk


def test_a_merger_is_recorded_with_its_date(kept, lead):
    older = [OrganisationFactory(name="ROC Friese Poort"), OrganisationFactory(name="Friesland College")]

    record_succession(
        older, [kept], "merger", PartialDate(datetime.date(2024, 1, 1), "year"), by=Actor("page", lead)
    )

    assert {(link.predecessor, str(link.happened), link.kind) for link in kept.predecessor_links.all()} == {
        (older[0], "2024", "merger"),
        (older[1], "2024", "merger"),
    }
    assert Event.objects.get().kind == "organisation.succeeded"
    assert [(each.name, each.found_by) for each in Organisation.objects.named("friese poort")] == [
        ("ROC Friese Poort", ""),
        ("Firda", "ROC Friese Poort"),
    ]


def test_a_split_is_one_change(kept, lead):
    newer = [OrganisationFactory(), OrganisationFactory()]

    changed = record_succession([kept], newer, "split", by=Actor("page", lead))

    assert {link.successor for link in kept.successor_links.all()} == set(newer)
    assert len({each.change_set for each in changed}) == 1


def test_a_succession_twice_or_in_a_circle_is_refused(kept, gone):
    last = OrganisationFactory()
    record_succession([kept], [gone], "rename", by=PAGE)
    record_succession([gone], [last], "rename", by=PAGE)

    for predecessor, successor in ((kept, gone), (gone, kept), (last, kept), (kept, kept)):
        with pytest.raises(ValidationError) as refusal:
            record_succession([predecessor], [successor], "rename", by=PAGE)
        assert set(refusal.value.message_dict) == {"others"}
    assert Succession.objects.count() == 2
