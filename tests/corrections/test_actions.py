"""What happens to a correction: laid in one field, adjusted, declined, told once; and who may do so."""

import datetime
import hashlib
import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from pghistory.models import Context

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.tables import all_tables
from industriecoalitie.corrections import actions
from industriecoalitie.corrections.content import columns_of, kinds, suggested
from industriecoalitie.corrections.models import Correction
from industriecoalitie.corrections.senders import hash_of_sender
from industriecoalitie.history.recording import Change, Conflict, change_record
from industriecoalitie.history.undoing import undo
from industriecoalitie.notifications.models import Event, Letter
from knowledgebank.actions.drafting import is_content
from knowledgebank.models import Practice
from partnerships.models import Partnership
from regions.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.corrections import CorrectionFactory
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.partnerships import EcosystemFactory, PartnershipContactFactory, PartnershipFactory
from tests.factories.regions import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
VISITOR = Actor("page", AnonymousUser())
LATE = datetime.datetime(2030, 5, 6, 9, tzinfo=datetime.UTC)


@pytest.fixture
def by(lead) -> Actor:
    return Actor(door="page", user=lead)


@pytest.fixture
def partnership(region):
    return PartnershipFactory(
        owner=region, region=region, name="Kampus", slug="kampus", summary="Samen leren.", visibility="public"
    )


def proposed(
    record, field="summary", was="Samen leren.", text="Samen leren en werken.", *, by=VISITOR, **more
):
    return actions.propose_correction(record, field, was, text, "Website", by=by, **more)[0]


def values_of(record) -> dict:
    """Return all columns of a record but those that every change moves."""
    row = type(record).objects.filter(pk=record.pk).values().get()
    return {key: value for key, value in row.items() if key not in ("version", "updated_at")}


def refusal(call, *args, **more) -> str:
    with pytest.raises(ValidationError) as refused:
        call(*args, **more)
    return " ".join(refused.value.messages)


# Proposing


def test_proposing_changes_nothing_of_the_record_and_keeps_only_the_hash_of_the_token(partnership):
    before = values_of(partnership)

    found, token = actions.propose_correction(
        partnership,
        "summary",
        "Samen leren.",
        "Beter.",
        "Website",
        by=VISITOR,
        email="a@school.nl",
        sender="s",
    )

    stored, kept = Correction.objects.filter(pk=found.pk).values().get(), found.events.values().get()
    assert values_of(partnership) == before
    assert len(token) == 43
    assert stored["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(stored) + str(kept)
    assert {"token_hash", "sender_hash", "email"} & set(kept) == set()
    assert (found.region, found.version, found.state) == (partnership.owner, 1, "open")
    assert found.due_on == timezone.localdate() + datetime.timedelta(days=14)
    assert list(Event.objects.filter(record=found.uuid).values_list("kind", "version")) == [
        ("correction.proposed", 1)
    ]
    assert found.events.get().pgh_context.metadata == {
        "door": "page",
        "user": None,
        "event": "correction.proposed",
    }
    assert not Letter.objects.exists()


def test_a_person_proposes_more_than_an_address_but_not_without_end(partnership, neighbour):
    person = Actor("page", neighbour)
    for number in range(60):
        CorrectionFactory(proposed_by=neighbour, proposed=f"{number}")

    assert refusal(proposed, partnership, by=person).startswith("Er zijn vandaag al veel correcties")
    Correction.objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))
    assert proposed(partnership, by=person).sender_hash == ""


def test_a_sender_is_not_known_from_the_hash_and_is_another_one_tomorrow(settings):
    today = hash_of_sender("192.0.2.1")

    assert len(today) == 64
    assert today not in (hash_of_sender("192.0.2.2"), hashlib.sha256(b"192.0.2.1").hexdigest())
    assert (
        hash_of_sender("2001:db8:1:2::1")
        == hash_of_sender("2001:db8:1:2:ffff::9")
        != hash_of_sender("2001:db8:1:3::1")
    )
    assert hash_of_sender("::ffff:192.0.2.1") == today
    assert hash_of_sender(None) == hash_of_sender("geen adres")
    settings.SECRET_KEY = "another"
    assert hash_of_sender("192.0.2.1") != today


def test_hashes_of_senders_are_forgotten_after_two_days_without_a_trace(partnership):
    found = proposed(partnership, sender="abc")

    assert actions.forget_senders(timezone.now() + datetime.timedelta(hours=47)) == 0
    assert actions.forget_senders(timezone.now() + datetime.timedelta(hours=49)) == 1
    found.refresh_from_db()
    assert found.sender_hash == ""
    assert found.events.count() == 1


# What may be corrected


def test_what_the_portal_keeps_for_itself_is_in_no_table_of_what_may_be_corrected():
    offered = {
        (table.key, column.key)
        for table in all_tables()
        if table.model in kinds().values()
        for column in columns_of(table.model)
    }
    fields = {column.field for model in kinds().values() for column in columns_of(model)}
    kept_out = {
        column.field for table in all_tables() if table.model in kinds().values() for column in table.columns
    } - fields  # fmt: skip

    assert {"slug", "owner", "visibility", "confirmed_on", "remark", "is_inferred", "basis", "is_proven", "review_on", "published_on"} == kept_out  # fmt: skip
    assert ("practices", "state") not in offered
    assert ("partnerships", "summary") in offered


# Deciding


def test_accepting_lays_exactly_one_field_in_the_name_of_who_decides(partnership, by, lead):
    before = values_of(partnership)
    found = proposed(partnership, email="lezer@school.nl")

    done = actions.accept_correction(found, "Samen leren en werken.", "Dank.", by=by, seen=1)

    assert values_of(partnership) == before | {"summary": "Samen leren en werken."}
    assert (done.state, done.decided_by, done.laid, done.email) == (
        "accepted",
        lead,
        "Samen leren en werken.",
        "",
    )
    assert Context.objects.get(pk=done.change_set).metadata == {
        "door": "page", "user": lead.pk, "event": "partnership.corrected", "correction": str(found.uuid),
    }  # fmt: skip
    assert list(Event.objects.filter(record=partnership.uuid).values_list("kind", "version")) == [
        ("partnership.corrected", 2)
    ]
    assert list(Event.objects.filter(record=found.uuid).order_by("pk").values_list("kind", "version")) == [
        ("correction.proposed", 1), ("correction.accepted", 2),
    ]  # fmt: skip


def test_what_was_laid_can_be_undone_and_the_decision_stays(partnership, by):
    before = values_of(partnership)
    done = actions.accept_correction(proposed(partnership), "Anders.", by=by, seen=1)

    undo(done.change_set, by)

    done.refresh_from_db()
    assert values_of(partnership) == before
    assert (done.state, done.laid) == ("adjusted", "Anders.")


def test_of_names_only_what_the_reader_changed_is_changed(partnership, by, other_region):
    for name in ("Een", "Twee", "Drie", "Geheim"):
        EcosystemFactory(
            name=name,
            slug=name.lower(),
            owner=other_region,
            visibility="concept" if name == "Geheim" else "public",
        )
    ecosystems = type(EcosystemFactory.build()).objects
    partnership.ecosystems.set(ecosystems.filter(name__in=["Een", "Twee", "Geheim"]))
    found = proposed(partnership, "ecosystems", "Een; Twee", "Een; Drie")

    text = suggested(
        next(c for c in columns_of(Partnership) if c.key == "ecosystems"),
        "Een; Twee",
        found.was,
        found.proposed,
    )
    done = actions.accept_correction(found, text, by=by, seen=1)

    assert text == "Een; Drie"
    assert done.state == "accepted"
    assert set(partnership.ecosystems.values_list("name", flat=True)) == {"Een", "Drie", "Geheim"}


def test_names_that_others_added_meanwhile_stay():
    column = next(c for c in columns_of(Partnership) if c.key == "aliases")

    assert suggested(column, "a; b; nieuw", "a; b", "a; c") == "a; nieuw; c"
    assert suggested(column, "a; c", "a; b", "a; c") == "a; c"


def test_a_refusal_of_the_record_changes_nothing(partnership, by):
    before = values_of(partnership)
    found = proposed(partnership, "name", "Kampus", "")

    assert refusal(actions.accept_correction, found, "", by=by, seen=1).startswith("Naam: ")
    assert "We kennen geen" in refusal(
        actions.accept_correction,
        proposed(partnership, "region", "Twente", "Atlantis"),
        "Atlantis",
        by=by,
        seen=1,
    )
    assert values_of(partnership) == before
    assert set(Correction.objects.values_list("state", flat=True)) == {"open"}
    assert not Letter.objects.exists()


def test_a_record_that_changed_since_is_refused(partnership, by):
    found = proposed(partnership)
    change_record(partnership, Change({"summary": "Intussen."}), by=by)

    with pytest.raises(Conflict):
        actions.accept_correction(found, "Mijn tekst", by=by, seen=1)

    found.refresh_from_db()
    assert found.state == "open"


def test_declining_needs_a_reason_and_leaves_the_record(partnership, by):
    before = values_of(partnership)
    found = proposed(partnership)

    assert "Schrijf op waarom" in refusal(actions.decline_correction, found, "  ", by=by)
    assert actions.decline_correction(found, "De bron zegt iets anders.", by=by).state == "declined"
    assert values_of(partnership) == before


def test_something_else_is_only_marked(partnership, by):
    before = values_of(partnership)

    done = actions.accept_correction(
        proposed(partnership, "", "", "De kaart klopt niet."), "", "Hersteld.", by=by, seen=1
    )

    assert (done.state, done.change_set) == ("accepted", None)
    assert values_of(partnership) == before


@pytest.mark.parametrize("verb", ["accept", "decline", "withdraw"])
def test_what_was_decided_is_decided_once(partnership, by, verb):
    found = proposed(partnership, email="lezer@school.nl")
    calls = {
        "accept": lambda: actions.accept_correction(found, "x", by=by, seen=1),
        "decline": lambda: actions.decline_correction(found, "Nee.", by=by),
        "withdraw": lambda: actions.withdraw_correction(found, by=VISITOR),
    }
    calls[verb]()

    assert all(
        refusal(call).startswith("Over dit voorstel is intussen al besloten") for call in calls.values()
    )
    assert refusal(actions.assign_correction, found, by.user, by=by).startswith("Over dit voorstel")


# A practice that is published


def test_a_published_practice_is_corrected_by_a_curator_only(region, lead, curator):
    practice = PracticeFactory(owner=region, summary="Zo was het.")
    found = proposed(practice, "summary", "Zo was het.", "Zo is het.")

    assert set(Correction.objects.decidable_by(lead)) == set()
    assert "mag jij hier niet veranderen" in refusal(
        actions.accept_correction, found, "Zo is het.", by=Actor("page", lead), seen=practice.version
    )
    before = values_of(practice)
    done = actions.accept_correction(found, "Zo is het.", by=Actor("page", curator), seen=practice.version)

    assert (done.state, done.decided_by) == ("accepted", curator)
    assert values_of(practice) == before | {"summary": "Zo is het."}
    assert Context.objects.get(pk=done.change_set).metadata["event"] == "practice.corrected"


@pytest.mark.parametrize("column", columns_of(Practice), ids=lambda column: column.key)
def test_every_field_of_a_practice_that_is_offered_can_be_laid(column):
    assert is_content(column.field)


# Letters


def test_the_reader_is_told_once_and_the_address_is_gone(partnership, by):
    found = proposed(partnership, email="lezer@school.nl")

    actions.decline_correction(found, "De bron zegt iets anders.", by=by)

    letter = Letter.objects.get()
    found.refresh_from_db()
    assert (letter.key, letter.recipient) == (f"correction:{found.uuid}:decided", "lezer@school.nl")
    assert "De bron zegt iets anders." in letter.text
    assert "Kampus" in letter.text
    assert found.email == ""
    assert "lezer@school.nl" not in str(list(found.events.values()))


def test_who_has_an_account_is_told_and_who_decides_on_the_own_proposal_is_not(
    partnership, by, neighbour, lead
):
    actions.accept_correction(proposed(partnership, by=Actor("page", neighbour)), "A", by=by, seen=1)
    actions.decline_correction(proposed(partnership, by=by), "Toch niet.", by=by)
    actions.decline_correction(proposed(partnership), "Zonder adres.", by=by)

    assert list(Letter.objects.values_list("recipient", flat=True)) == [neighbour.email]


def test_a_letter_does_not_name_a_record_that_the_reader_may_no_longer_see(partnership, by):
    found = proposed(partnership, email="lezer@school.nl")
    Partnership.objects.filter(pk=partnership.pk).update(visibility="concept")

    actions.decline_correction(found, "Dit bestaat niet meer.", by=by)

    assert "Kampus" not in Letter.objects.get().text


def test_curators_hear_once_a_day_what_waits_too_long(curator, national):
    CorrectionFactory(due_on="2030-05-05")
    CorrectionFactory(due_on="2030-05-06")
    CorrectionFactory(due_on="2030-05-01", state="withdrawn", decided_at=timezone.now())
    MembershipFactory(region=None, role=Role.CURATOR, until_on="2020-01-01")
    MembershipFactory(region=None, role=Role.CURATOR, user__is_active=False)

    assert actions.tell_what_is_overdue(LATE - datetime.timedelta(hours=5)) == 0
    assert [actions.tell_what_is_overdue(LATE + datetime.timedelta(hours=n)) for n in (0, 1)] == [1, 1]
    letter = Letter.objects.get()
    assert (letter.key, letter.recipient) == (f"corrections:overdue:2030-05-06:{curator.pk}", curator.email)
    assert "Eén correctie" in letter.text
    actions.tell_what_is_overdue(LATE + datetime.timedelta(days=1))
    assert Letter.objects.count() == 2


# Who may decide


@pytest.mark.parametrize(
    ("who", "own", "other", "national_one"),
    [
        ("visitor", False, False, False),
        ("former_member", False, False, False),
        ("member", True, False, False),
        ("lead", True, False, False),
        ("contact", True, False, False),
        ("neighbour", False, True, False),
        ("national", False, False, True),
        ("curator", True, True, True),
        ("admin_user", True, True, True),
    ],
)
def test_who_keeps_a_record_decides_and_curators_on_all(
    request, region, other_region, who, own, other, national_one
):
    records = [PartnershipFactory(owner=owner) for owner in (region, other_region, None)]
    found = [CorrectionFactory(record=record.uuid) for record in records]
    if who == "contact":
        user = PartnershipContactFactory(partnership=records[0]).user
    else:
        user = request.getfixturevalue(who)

    expected = {each for each, may in zip(found, (own, other, national_one), strict=True) if may}

    assert set(Correction.objects.decidable_by(user)) == expected
    assert set(Correction.objects.editable_by(user)) == expected
    assert set(Correction.objects.visible_to(user)) == expected


def test_the_proposer_sees_but_does_not_decide(partnership, neighbour):
    found = proposed(partnership, by=Actor("page", neighbour))

    assert set(Correction.objects.visible_to(neighbour)) == {found}
    assert set(Correction.objects.decidable_by(neighbour)) == set()


def test_what_is_settled_above_a_region_is_not_laid_by_its_team(region, member, national, curator):
    found = proposed(region, "name", "Twente", "Twente en omgeving")

    assert "mag jij hier niet veranderen" in refusal(
        actions.accept_correction, found, "Twente en omgeving", by=Actor("page", member), seen=region.version
    )
    done = actions.accept_correction(
        found, "Twente en omgeving", by=Actor("page", curator), seen=region.version
    )
    assert (done.state, done.decided_by) == ("accepted", curator)


def test_a_hidden_relation_is_not_named_by_who_may_not_see_it(partnership, by, other_region):
    OrganisationFactory(name="Geheime Fabriek", visibility="concept", owner=other_region)
    found = proposed(partnership, "lead_organisation", "", "Geheime Fabriek")

    assert "We kennen geen" in refusal(actions.accept_correction, found, "Geheime Fabriek", by=by, seen=1)


# Two at once


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does_and_the_other_gets_a_sentence(partnership, lead):
    curator = MembershipFactory(region=None, role=Role.CURATOR, user=UserFactory()).user
    found = proposed(partnership, email="lezer@school.nl")
    start, outcomes = threading.Barrier(2), []

    def decide(user: User, text: str) -> None:
        try:
            start.wait()
            actions.accept_correction(found, text, by=Actor("page", user), seen=1)
            outcomes.append(text)
        except ValidationError as error:
            outcomes.append(error.messages[0][:14])
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=pair) for pair in ((lead, "Een"), (curator, "Twee"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winner = next(each for each in outcomes if each in ("Een", "Twee"))
    assert sorted(outcomes) == sorted([winner, "Over dit voors"])
    partnership.refresh_from_db()
    assert (partnership.summary, partnership.version) == (winner, 2)
    assert Letter.objects.count() == 1
