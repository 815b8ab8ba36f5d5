"""A record as it was: at a version, at a moment, and what differs between two of those."""

import datetime

import pytest
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.models import Record
from industriecoalitie.history.recording import Change, Row, change_record, hide_record
from industriecoalitie.history.states import (
    NoSuchVersion,
    differences,
    state_at,
    state_of,
    state_on,
    steps_of,
    with_change,
    worded,
)
from industriecoalitie.history.tables import links_of, rows_of
from partnerships.models import Partnership
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import ProgressEntryFactory
from tests.factories.partnerships import PartnerFactory, PartnershipFactory, TargetFactory
from tests.factories.regions import OrganisationFactory
from tests.models import factory_of, label_of, our_models

BY = Actor("page")


def said(before, after, user) -> list[tuple[str, str, str, str]]:
    """Return differences as (label, was, now, sentence)."""
    found = worded(differences(before, after), user)
    return [(each.label, each.was, each.now, each.sentence) for each in found]


@pytest.fixture
def partnership(region):
    """A partnership with a partner and a concept, in three versions."""
    partnership = PartnershipFactory(name="Robotlab", region=region, owner=region, from_on="2020-01-01")
    partner = PartnerFactory(partnership=partnership, organisation__name="Bosch")
    robots = ConceptFactory(label="Robots")
    partnership.concepts.add(robots)
    added = OrganisationFactory(name="Siemens")
    change = Change(
        {"name": "Robotlab Oost", "from_on": datetime.date(2021, 1, 1), "from_precision": "year"},
        {"concepts": [ConceptFactory(label="Lassen")]},
        {"partners": [Row(values={"organisation": added}), Row(partner.uuid, {"count": 4})]},
    )
    partnership = change_record(partnership, change, by=BY)
    rows = {"partners": [Row(partner.uuid, is_removed=True)]}
    return change_record(partnership, Change(rows=rows), by=BY)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in our_models() if issubclass(m, Record)], ids=label_of)
def test_history_says_the_same_as_the_tables(model):
    record = model.objects.get(pk=factory_of(model)().pk)

    assert state_at(record, 1) == state_of(record)
    assert {name: value for name, value in state_of(record).values.items() if name != "password"} == {
        field.attname: getattr(record, field.attname) for field in model._meta.concrete_fields
    }


@pytest.mark.django_db
def test_rows_and_links_are_found_by_reflection():
    assert {rows.name for rows in rows_of(Partnership)} >= {
        "partners", "contributions", "action_lines", "targets", "fundings", "milestones",
    }  # fmt: skip
    assert {links.field.name for links in links_of(Partnership)} >= {
        "regions", "places", "concepts", "ecosystems", "agenda_items",
    }  # fmt: skip


def test_state_at_gives_back_values_rows_and_links(partnership):
    first, second = state_at(partnership, 1), state_at(partnership, 2)
    names = dict(Partnership.partners.rel.related_model.objects.values_list("organisation__name", "uuid"))
    bosch = next(iter(first.rows["partners"]))

    assert first.values["name"] == "Robotlab"
    assert second.values["name"] == "Robotlab Oost"
    assert set(first.rows["partners"]) == {bosch}
    assert set(second.rows["partners"]) == {bosch, names["Siemens"]}
    assert second.rows["partners"][bosch]["count"] == 4
    assert set(state_of(partnership).rows["partners"]) == {names["Siemens"]}
    assert first.links["concepts"] != second.links["concepts"]
    assert state_at(partnership, 3) == state_of(partnership)
    with pytest.raises(NoSuchVersion):
        state_at(partnership, 4)


def test_differences_are_said_in_words(partnership, lead):
    assert said(state_at(partnership, 1), state_at(partnership, 2), lead) == [
        ("Vanaf", "1 januari 2020", "2021", ""),
        ("Naam", "Robotlab", "Robotlab Oost", ""),
        ("Begrippen", "Robots", "Lassen", ""),
        ("Partner", "", "", "Bosch gewijzigd"),
        ("Partner", "", "", "Siemens toegevoegd"),
    ]
    assert said(state_at(partnership, 2), state_at(partnership, 3), lead) == [
        ("Partner", "", "", "Bosch weggehaald")
    ]
    changed = worded(differences(state_at(partnership, 1), state_at(partnership, 2)), lead)[3]
    assert [(part.label, part.was, part.now) for part in changed.parts] == [("Aantal", "", "4")]


def test_a_name_hidden_from_the_reader_is_not_said(partnership, lead, admin_user):
    secret = OrganisationFactory(name="Kanarie", visibility="concept")
    changed = change_record(
        partnership,
        Change({"lead_organisation": secret}, rows={"partners": [Row(values={"organisation": secret})]}),
        by=BY,
    )
    steps = state_at(changed, 3), state_at(changed, 4)

    assert said(*steps, lead) == [
        ("Koploper", "", "een gegeven dat je niet mag zien", ""),
        ("Partner", "", "", "een gegeven dat je niet mag zien toegevoegd"),
    ]
    assert [each.parts for each in worded(differences(*steps), lead)] == [(), ()]
    assert "Kanarie toegevoegd" in {each.sentence for each in worded(differences(*steps), admin_user)}
    hide_record(secret, by=BY)
    assert "Kanarie" not in str(said(*steps, admin_user))


def test_visibility_hiding_and_confirming_read_as_sentences(partnership, lead):
    changed = change_record(
        partnership, Change({"visibility": "network", "confirmed_on": datetime.date(2026, 5, 9)}), by=BY
    )
    hidden = hide_record(changed, by=BY)

    assert [row[3] for row in said(state_at(hidden, 3), state_at(hidden, 4), lead)] == [
        "Te lezen voor iedereen met een account, eerst iedereen.",
        "Bevestigd op 9 mei 2026: het klopt nog.",
    ]
    assert [row[3] for row in said(state_at(hidden, 4), state_at(hidden, 5), lead)] == ["Verborgen"]


def test_names_take_one_query_for_each_model(partnership, lead, django_assert_num_queries):
    found = differences(None, state_at(partnership, 2))
    lead.has_perm("x")
    worded(found, lead)

    with django_assert_num_queries(3):  # concepts, organisations and regions
        worded(found, lead)


def test_a_state_takes_one_query(partnership, django_assert_num_queries):
    with django_assert_num_queries(1):
        state_of(partnership)
    with django_assert_num_queries(1):
        state_at(partnership, 2)


def test_state_on_tells_what_was_known_then(partnership):
    steps = steps_of(partnership)
    between = steps[-2].at

    assert state_on(partnership, between) == state_at(partnership, 2)
    assert state_on(partnership, timezone.now()) == state_of(partnership)
    with pytest.raises(NoSuchVersion):
        state_on(partnership, steps[0].at - datetime.timedelta(days=1))


def test_steps_name_the_change_set_and_the_version(partnership):
    steps = steps_of(partnership)

    assert [step.version for step in steps if step.key] == [2, 3]
    assert steps[-1].key == partnership.change_set
    assert steps[-1].after == state_of(partnership)


def test_a_row_that_moved_to_another_record_left_this_one(partnership):
    other = PartnershipFactory()
    partner = partnership.partners.get()

    Partnership.partners.rel.related_model.objects.filter(pk=partner.pk).update(partnership=other)

    assert state_on(partnership, timezone.now()).rows["partners"] == {}
    assert set(state_on(other, timezone.now()).rows["partners"]) == {partner.uuid}


@pytest.mark.django_db
def test_links_of_a_row_are_kept_with_it():
    entry = ProgressEntryFactory()
    figure = factory_of(type(entry).indicators.rel.model)()
    entry.indicators.add(figure)

    [row] = state_of(entry.report).rows["entries"].values()
    assert row["indicators"] == {figure.pk}
    assert state_on(entry.report, timezone.now()) == state_of(entry.report)


def test_with_change_shows_what_a_form_would_make(partnership, lead):
    partner = partnership.partners.get()
    state = state_of(partnership)

    changed = with_change(
        state,
        Change(
            {"name": "Anders"},
            {"concepts": []},
            {"partners": [Row(partner.uuid, {"count": 9})], "targets": [Row(values={"name": "Meer"})]},
        ),
    )

    assert said(state, changed, lead) == [
        ("Naam", "Robotlab Oost", "Anders", ""),
        ("Begrippen", "Lassen", "", ""),
        ("Partner", "", "", "Siemens gewijzigd"),
        ("Doel", "", "", "Meer toegevoegd"),
    ]


def test_numbers_come_back_exactly(partnership):
    target = TargetFactory(partnership=partnership, value="12345678901234.125")

    kept = state_on(partnership, timezone.now()).rows["targets"][target.uuid]
    assert str(kept["value"]) == "12345678901234.125"


def test_a_long_text_is_told_in_pieces(partnership, lead):
    text = "Scholen en bedrijven werken samen aan robots in een oude fabriek."
    one = change_record(partnership, Change({"summary": text}), by=BY)
    two = change_record(one, Change({"summary": text.replace("oude", "nieuwe")}), by=BY)

    [line] = worded(differences(state_at(two, 4), state_at(two, 5)), lead)

    assert line.words == [
        ("same", "Scholen en bedrijven werken samen aan robots in een "),
        ("was", "oude "),
        ("now", "nieuwe "),
        ("same", "fabriek."),
    ]
