"""The curation desk: the queue, judging, deciding, and what is settled for published practices."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, change_record
from industriecoalitie.notifications.models import Letter
from knowledgebank.actions import judging, reviewing
from knowledgebank.actions.drafting import start_draft
from knowledgebank.choices import CRITERIA, PracticeState
from knowledgebank.models import CriterionCheck, Judgement, Practice, Remark, Review
from regions.choices import Role
from tests.factories.knowledgebank import (
    EvidenceFactory,
    JudgementFactory,
    PracticeFactorFactory,
    PracticeFactory,
    QuoteFactory,
    RemarkFactory,
    ReviewFactory,
)
from tests.factories.regions import MembershipFactory
from tests.indexing import indexed

pytestmark = pytest.mark.django_db
TEXTS = {"summary": "Kort", "approach": "Zo doen we het", "results": "Veel"}
QUEUE, CURATED = "/redactie/beoordelen/", "/redactie/voorbeelden/"
OUTSIDERS = ["lead", "member", "neighbour", "former_member"]


@pytest.fixture
def review(region):
    practice = PracticeFactory(
        title="Robotlab Twente", owner=region, region=region, state=PracticeState.IN_REVIEW, **TEXTS
    )
    return ReviewFactory(practice=practice)


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


def by(user) -> Actor:
    return Actor("page", user)


def page(review, act: str = "") -> str:
    return f"{QUEUE}{review.uuid}/{act}"


def body(answer) -> str:
    return answer.content.decode().replace("\xad", "")


def make_ready(review, curator) -> None:
    judging.check_criteria(review, dict.fromkeys(CRITERIA[review.practice.kind], True), by=by(curator))


def fresh(practice) -> Practice:
    return Practice.objects.get(pk=practice.pk)


# The queue


def test_the_queue_is_sorted_by_when_it_is_due_and_leaves_out_what_is_planned_or_hidden(desk, curator):
    today = timezone.localdate()
    late = ReviewFactory(
        practice__title="Laat", due_on=today - datetime.timedelta(days=1), practice__state="in_review"
    )
    ReviewFactory(practice__title="Later", due_on=today + datetime.timedelta(days=9))
    ReviewFactory(practice__title="Verborgen", practice__hidden_at=timezone.now())
    planned = ReviewFactory(
        practice__title="Gepland", practice__summary="a", practice__approach="b", practice__results="c"
    )
    make_ready(planned, curator)
    reviewing.schedule(planned.practice, timezone.now() + datetime.timedelta(days=1), by=by(curator))

    answer = desk.get(QUEUE)

    assert [each.practice.title for each in answer.context["page"]] == ["Laat", "Later"]
    assert [each.practice.title for each in answer.context["planned"]] == ["Gepland"]
    assert [each.pk for each in desk.get(f"{QUEUE}?laat=on").context["page"]] == [late.pk]


def test_the_queue_is_filtered(desk, curator, review):
    other = ReviewFactory(assignee=curator, practice__kind="demand")

    def found(query: str) -> set[Review]:
        return set(desk.get(f"{QUEUE}?{query}").context["page"])

    assert found("wie=mij") == {other}
    assert found("wie=niemand") == {review}
    assert found("soort=demand") == {other}
    assert found("regio=twente") == {review}
    assert found("regio=bestaat-niet&soort=x") == {review, other}


def test_taking_a_round_up_comes_back_to_the_list_as_it_was(desk, curator, review):
    answer = desk.post(page(review, "behandelaar/"), {"ik": "1", "next": f"{QUEUE}?wie=niemand"})

    assert (answer.status_code, answer.url) == (302, f"{QUEUE}?wie=niemand")
    assert Review.objects.get().assignee == curator
    away = desk.post(page(review, "behandelaar/"), {"behandelaar": "niemand", "next": "https://elders.test/"})
    assert away.url == page(review)
    assert Review.objects.get().assignee is None


def test_a_round_goes_to_a_colleague_and_to_nobody_else(desk, review, lead):
    colleague = MembershipFactory(region=None, role=Role.CURATOR).user

    desk.post(page(review, "behandelaar/"), {"behandelaar": colleague.pk})
    assert Review.objects.get().assignee == colleague
    answer = desk.post(page(review, "behandelaar/"), {"behandelaar": lead.pk}, follow=True)
    assert "Kies iemand van de redactie." in body(answer)
    assert Review.objects.get().assignee == colleague


def test_several_rounds_change_together_or_not_at_all(desk, curator, review):
    other = ReviewFactory()
    day = timezone.localdate() + datetime.timedelta(days=2)
    both = {"beoordeling": [review.uuid, other.uuid]}
    address = reverse("knowledgebank:review_bulk")

    desk.post(address, both | {"behandelaar": curator.pk, "klaar_voor": str(day)})
    assert set(Review.objects.values_list("assignee", "due_on")) == {(curator.pk, day)}

    Review.objects.filter(pk=other.pk).update(outcome="withdrawn", decided_at=timezone.now())
    answer = desk.post(address, both | {"behandelaar": "niemand"}, follow=True)
    assert "Er is niets gewijzigd." in body(answer)
    assert set(Review.objects.values_list("assignee", flat=True)) == {curator.pk}
    for data in (
        {"behandelaar": "niemand"},
        {"beoordeling": [review.uuid]},
        {"beoordeling": ["x"], "behandelaar": "niemand"},
    ):
        assert "melding--fout" in body(desk.post(address, data, follow=True))


# Judging


def test_the_page_shows_the_practice_part_by_part_with_its_remarks(desk, review):
    PracticeFactorFactory(practice=review.practice, factor__label="Samen plannen", how="Elke week")
    proof = EvidenceFactory(practice=review.practice)
    RemarkFactory(practice=review.practice, field="approach", passage="Zo doen", text="Hoe precies?")
    RemarkFactory(practice=review.practice, field="evidence", row=proof.uuid, text="Welke datum?")

    answer = desk.get(page(review))

    text = body(answer)
    for words in (
        "Zo doen we het",
        "Samen plannen",
        "Elke week",
        "Hoe precies?",
        "<q>Zo doen</q>",
        "Welke datum?",
    ):
        assert words in text
    by_key = {part.key: part for part in answer.context["parts"]}
    assert [each.remark.text for each in by_key["approach"].threads] == ["Hoe precies?"]
    assert by_key["evidence"].threads[0].row == proof.statement


def test_a_remark_is_placed_answered_settled_and_opened_again(desk, review):
    answer = desk.post(
        page(review, "opmerking/"),
        {"onderdeel": "approach", "approach-text": "Korter", "approach-passage": "Zo doen"},
    )
    assert answer.url == page(review) + "#deel-approach"
    remark = Remark.objects.get()
    assert (remark.field, remark.passage, remark.text) == ("approach", "Zo doen", "Korter")

    desk.post(
        reverse("knowledgebank:remark_answer", args=[remark.uuid]), {"text": "Goed", "next": page(review)}
    )
    assert remark.answers.get().text == "Goed"
    settle = reverse("knowledgebank:remark_settle", args=[remark.uuid])
    assert desk.post(settle, {"next": page(review)}).url == f"{page(review)}#opmerking-{remark.pk}"
    assert not Remark.objects.get(pk=remark.pk).is_open
    desk.post(settle, {"heropenen": "1"})
    assert Remark.objects.get(pk=remark.pk).is_open


def test_a_remark_on_a_row_names_that_row(desk, review):
    proof = EvidenceFactory(practice=review.practice)

    desk.post(
        page(review, "opmerking/"),
        {"onderdeel": "evidence", "evidence-text": "Datum?", "evidence-row": proof.uuid},
    )

    assert Remark.objects.get().row == proof.uuid
    wrong = {"onderdeel": "evidence", "evidence-text": "Datum?", "evidence-row": review.uuid}
    assert desk.post(page(review, "opmerking/"), wrong).status_code == 422


def test_an_empty_remark_keeps_what_was_typed(desk, review):
    answer = desk.post(
        page(review, "opmerking/"), {"onderdeel": "costs", "costs-text": " ", "costs-passage": "bewaard"}
    )

    assert answer.status_code == 422
    assert "Schrijf op wat je wilt zeggen." in body(answer)
    assert 'value="bewaard"' in body(answer)
    assert desk.post(page(review, "opmerking/"), {"onderdeel": "is_proven"}).status_code == 302
    assert not Remark.objects.exists()


def test_the_check_list_keeps_what_a_colleague_ticked_meanwhile(desk, review, curator):
    colleague = MembershipFactory(region=None, role=Role.CURATOR).user
    judging.check_criteria(review, {"facts": True}, by=by(colleague))

    desk.post(page(review, "checklist/"), {"punt": ["clear"]})
    assert set(CriterionCheck.objects.filter(is_met=True).values_list("criterion", "checked_by")) == {
        ("facts", colleague.pk), ("clear", curator.pk),
    }  # fmt: skip
    desk.post(page(review, "checklist/"), {"punt": ["facts"], "was": ["facts", "clear"]})
    assert set(CriterionCheck.objects.filter(is_met=True).values_list("criterion", flat=True)) == {"facts"}


def test_a_reviewer_says_what_she_thinks(desk, review, curator):
    desk.post(page(review, "oordeel/"), {"oordeel": "kijken"})
    assert Judgement.objects.get().verdict == ""
    answer = desk.post(page(review, "oordeel/"), {"oordeel": "nog-niet", "note": ""})
    assert (answer.status_code, "Vertel wat er nog niet goed is." in body(answer)) == (422, True)
    desk.post(page(review, "oordeel/"), {"oordeel": "nog-niet", "note": "Bron?"})
    assert (Judgement.objects.get().verdict, Judgement.objects.get().note) == ("object", "Bron?")
    desk.post(page(review, "oordeel/"), {"oordeel": "akkoord", "note": ""})
    assert Judgement.objects.get().verdict == "agree"
    desk.post(page(review, "oordeel/"), {"oordeel": "loslaten"})
    assert not Judgement.objects.exists()


def test_what_is_missing_stands_there_with_a_link(desk, review, curator):
    make_ready(review, curator)
    judging.judge(review, "object", "Nee", by=by(curator))
    RemarkFactory(practice=review.practice, field="results")
    QuoteFactory(practice=review.practice)

    found = desk.get(page(review)).context["faults"]

    assert [anchor for _fault, anchor in found] == ["beoordelaars", "deel-results", "deel-quotes"]
    assert [str(fault) for fault, _anchor in found] == reviewing.faults_of(review.practice)


def test_practices_that_look_alike_are_named_with_the_reason(desk, review):
    PracticeFactory(title="Het Robotlab Twente")
    PracticeFactory(title="Iets heel anders")

    alike = desk.get(page(review)).context["alike"]

    assert [(each.title, each.reasons) for each in alike] == [
        ("Het Robotlab Twente", ["De titels lijken op elkaar."])
    ]


@pytest.mark.parametrize("count", [1, 40])
def test_three_thousand_words_and_forty_remarks_stay_within_twelve_queries(
    desk, review, django_assert_max_num_queries, count
):
    words = "woord " * 600
    change_record(
        review.practice,
        Change(dict.fromkeys(["context", "approach", "results", "lessons", "costs"], words)),
        by=Actor("job"),
    )
    EvidenceFactory.create_batch(5, practice=review.practice)
    QuoteFactory.create_batch(5, practice=review.practice)
    for number in range(count):
        remark = RemarkFactory(practice=review.practice, field="approach", author=review.submitted_by)
        RemarkFactory(practice=review.practice, answer_to=remark, text=f"Antwoord {number}")

    with django_assert_max_num_queries(12) as asked:
        assert desk.get(page(review)).status_code == 200
    assert len(asked) == 12


# Deciding


def test_sending_back_asks_a_reason_and_tells_the_team(desk, review, lead):
    address = page(review, "terugsturen/")
    seen = review.practice.version

    assert desk.post(address, {"seen": seen, "reason": ""}).status_code == 422
    assert desk.post(address, {"seen": seen, "reason": "Noem de bron."}).url == QUEUE
    assert fresh(review.practice).state == PracticeState.CHANGES_ASKED
    assert [each.recipient for each in Letter.objects.all()] == [lead.email]


def test_publishing_is_confirmed_and_refused_while_something_is_missing(desk, review, curator):
    address = page(review, "publiceren/")

    assert "Dit kan nog niet" in body(desk.get(address))
    assert desk.post(address, {"seen": review.practice.version}).status_code == 422
    make_ready(review, curator)
    answer = desk.post(address, {"seen": review.practice.version})
    assert answer.url == review.practice.get_absolute_url()
    assert fresh(review.practice).state == PracticeState.PUBLISHED


def test_who_saw_an_older_version_gets_a_sentence_and_what_was_typed(desk, review, lead):
    old = review.practice.version
    change_record(review.practice, Change({"summary": "Nieuw"}), by=by(lead))

    answer = desk.post(page(review, "terugsturen/"), {"seen": old, "reason": "Noem de bron."})

    assert answer.status_code == 422
    assert "veranderd terwijl je keek" in body(answer)
    assert "Noem de bron." in body(answer)
    assert f'value="{old + 1}"' in body(answer)
    assert fresh(review.practice).state == PracticeState.IN_REVIEW


def test_who_comes_second_is_told_so(desk, review, curator):
    make_ready(review, curator)
    seen = review.practice.version
    reviewing.publish(review.practice, by=by(curator))

    answer = desk.post(page(review, "terugsturen/"), {"seen": seen, "reason": "Nee"}, follow=True)

    assert "Dat kan nu niet: dit voorbeeld staat op ‘Gepubliceerd’." in body(answer)
    assert "Over deze ronde is besloten" in body(answer)


def test_a_plan_is_made_in_dutch_time_and_taken_back(desk, review, curator):
    make_ready(review, curator)
    address, seen = page(review, "inplannen/"), review.practice.version

    answer = desk.post(address, {"seen": seen, "day": "2020-01-01", "time": "09:00"})
    assert (answer.status_code, "Kies een moment dat nog komt." in body(answer)) == (422, True)
    skipped = desk.post(address, {"seen": seen, "day": "2030-03-31", "time": "02:30"})
    assert "de klok gaat een uur vooruit" in body(skipped)
    desk.post(address, {"seen": seen, "day": "2030-07-01", "time": "09:00"})
    assert fresh(review.practice).publish_at == datetime.datetime(2030, 7, 1, 7, tzinfo=datetime.UTC)
    assert "1 juli 2030, 9.00 uur" in body(desk.get(page(review))).replace("09.00", "9.00")

    desk.post(page(review, "planning-weg/"), {"seen": fresh(review.practice).version})
    assert (fresh(review.practice).state, fresh(review.practice).publish_at) == (
        PracticeState.IN_REVIEW,
        None,
    )


def test_a_change_shows_what_crossed_and_takes_the_place(desk, curator, region):
    original = PracticeFactory(owner=region, **TEXTS)
    draft = start_draft(original, by=by(curator))
    change_record(draft, Change({"results": "Nog meer"}), by=by(curator))
    change_record(original, Change({"results": "Minder", "lessons": "Les"}), by=by(curator))
    review = reviewing.submit(draft, by=by(curator))
    make_ready(review, curator)

    changes = desk.get(page(review, "wijzigingen/"))
    assert (changes.context["changed"], changes.context["crossed"]) == (["Resultaat"], ["Resultaat"])
    stale = {"seen": fresh(draft).version, "original_seen": fresh(original).version - 1}
    assert desk.post(page(review, "publiceren/"), stale).status_code == 422
    answer = desk.post(page(review, "publiceren/"), stale | {"original_seen": fresh(original).version})
    assert answer.url == original.get_absolute_url()
    assert (fresh(original).results, fresh(original).lessons) == ("Nog meer", "Les")
    again = desk.get(page(review), follow=True)
    assert "Deze wijziging is al verwerkt" in body(again)


def test_a_change_of_which_the_beginning_is_lost_says_so_on_every_page(desk, curator, lead, region):
    draft = start_draft(PracticeFactory(owner=region, **TEXTS), by=by(lead))
    review = reviewing.submit(draft, by=by(lead))
    make_ready(review, curator)
    Practice.objects.filter(pk=draft.pk).update(base_version=99)
    sentence = "De geschiedenis mist de versie waarmee dit concept begon."

    for address in (page(review, "wijzigingen/"), f"/kennisbank/{draft.slug}/vergelijken/"):
        answer = desk.get(address, follow=True)
        assert (answer.status_code, sentence in body(answer)) == (200, True)
    seen = {"seen": fresh(draft).version, "original_seen": fresh(draft.draft_of).version}
    answer = desk.post(page(review, "publiceren/"), seen)
    assert (answer.status_code, sentence in body(answer)) == (422, True)
    assert fresh(draft).state == PracticeState.IN_REVIEW


# The team


def test_the_team_reads_answers_and_settles(client, review, member):
    remark = RemarkFactory(practice=review.practice, field="approach", text="Hoe precies?")
    client.force_login(member)
    address = f"/kennisbank/{review.practice.slug}/opmerkingen/"

    assert "Hoe precies?" in body(client.get(address))
    client.post(reverse("knowledgebank:remark_answer", args=[remark.uuid]), {"text": "Zo."})
    assert client.post(reverse("knowledgebank:remark_settle", args=[remark.uuid])).url.startswith(address)
    remark.refresh_from_db()
    assert (remark.resolved_by, remark.answers.get().author) == (member, member)
    assert "Opmerking maken" not in body(client.get(address))


def test_the_team_does_not_answer_what_was_decided(client, region, member):
    remark = RemarkFactory(practice=PracticeFactory(owner=region), text="Hoe precies?")
    client.force_login(member)
    address = f"/kennisbank/{remark.practice.slug}/opmerkingen/"

    page = body(client.get(address))
    assert ("Hoe precies?" in page, "Antwoorden" in page, "Afhandelen" in page) == (True, False, False)
    for act in ("answer", "settle"):
        done = client.post(
            reverse(f"knowledgebank:remark_{act}", args=[remark.uuid]), {"text": "Zo."}, follow=True
        )
        assert "is intussen al besloten" in body(done)
    remark.refresh_from_db()
    assert (remark.is_open, remark.answers.count()) == (True, 0)


def test_a_remark_just_after_a_decision_is_refused_with_a_sentence(desk, review):
    review.outcome, review.decided_at = "withdrawn", timezone.now()
    review.save()

    answer = desk.post(page(review, "opmerking/"), {"onderdeel": "approach", "approach-text": "Wacht!"})

    assert (answer.status_code, "is intussen al besloten" in body(answer)) == (422, True)
    assert not Remark.objects.exists()


def test_who_was_erased_is_not_named(desk, review):
    JudgementFactory(review=review, reviewer=None, verdict="object", note="Bron?")

    assert "<strong>iemand die er niet meer werkt</strong>" in body(desk.get(page(review)))


def asked_with(client, address, practice, count, author) -> int:
    """Return how many queries a page asks with so many remarks, each with an answer."""
    for number in range(count):
        remark = RemarkFactory(practice=practice, field="approach", author=author)
        RemarkFactory(practice=practice, answer_to=remark, text=f"Antwoord {number}", author=author)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_forty_remarks_ask_the_team_no_more_queries_than_one(client, review, member, curator):
    client.force_login(member)
    address = f"/kennisbank/{review.practice.slug}/opmerkingen/"

    counts = [asked_with(client, address, review.practice, count, curator) for count in (1, 39)]

    assert counts[0] == counts[1] <= 12


def test_forty_remarks_ask_the_page_of_what_is_settled_no_more_queries_than_one(desk, curator, region):
    practice = PracticeFactory(owner=region)
    ReviewFactory(practice=practice, outcome="published", decided_at=timezone.now())

    counts = [asked_with(desk, f"{CURATED}{practice.slug}/", practice, count, curator) for count in (1, 39)]

    assert counts[0] == counts[1] <= 12


def test_others_find_no_remarks(client, review, neighbour, former_member):
    published = PracticeFactory(owner=review.practice.owner)
    remarks = [RemarkFactory(practice=each) for each in (review.practice, published)]
    for user in (neighbour, former_member):
        client.force_login(user)
        for remark in remarks:
            assert client.get(f"/kennisbank/{remark.practice.slug}/opmerkingen/").status_code == 404
            for act in ("answer", "settle"):
                address = reverse(f"knowledgebank:remark_{act}", args=[remark.uuid])
                assert client.post(address, {"text": "Hoi"}).status_code == 404
    assert Remark.objects.count() == 2


def test_the_national_team_reads_and_does_not_act(client, review, national):
    client.force_login(national)
    remark = RemarkFactory(practice=review.practice, text="Hoe precies?")

    assert "Hoe precies?" in body(client.get(page(review)))
    assert "Toewijzen" not in body(client.get(QUEUE)) + body(client.get(page(review)))
    for act in ("behandelaar/", "opmerking/", "checklist/", "oordeel/", "terugsturen/", "publiceren/"):
        assert client.post(page(review, act), {}).status_code == 403
    assert client.post(reverse("knowledgebank:remark_settle", args=[remark.uuid])).status_code == 403


@pytest.mark.parametrize("who", OUTSIDERS)
def test_the_desk_is_shut_for_teams(request, client, review, who):
    client.force_login(request.getfixturevalue(who))

    for address in (QUEUE, CURATED, "/redactie/", page(review), page(review, "publiceren/")):
        assert client.get(address).status_code == 403, address
    for address in (
        reverse("knowledgebank:review_bulk"),
        reverse("knowledgebank:curated_bulk"),
        page(review, "opmerking/"),
    ):
        assert client.post(address).status_code == 403, address


# What is published


@pytest.fixture
def practice(region):
    return PracticeFactory(owner=region, title="Maaklab", confirmed_on="2020-01-01")


def do(desk, practice, step: str, **data):
    return desk.post(f"{CURATED}{practice.slug}/", {"stap": step, "seen": fresh(practice).version} | data)


def test_proven_asks_a_factor_evidence_and_a_day(desk, practice):
    day = str(timezone.localdate() + datetime.timedelta(days=365))

    answer = do(desk, practice, "bewijzen", review_on=day)
    assert (answer.status_code, "Bewezen kan pas met minstens één succesfactor." in body(answer)) == (
        422,
        True,
    )
    PracticeFactorFactory(practice=practice)
    assert "bewijs met een datum" in body(do(desk, practice, "bewijzen", review_on=day))
    EvidenceFactory(practice=practice, dated_on="2024-01-01")
    assert "Kies een dag." in body(do(desk, practice, "bewijzen", review_on=""))
    assert do(desk, practice, "bewijzen", review_on=day).status_code == 302
    assert fresh(practice).is_proven
    do(desk, practice, "niet-bewezen")
    assert (fresh(practice).is_proven, fresh(practice).review_on) == (False, None)


def test_window_readers_and_last_day_are_settled(desk, practice):
    day = timezone.localdate() + datetime.timedelta(days=30)

    do(desk, practice, "instellen", visibility="network", expires_on=str(day), is_featured="on")

    found = fresh(practice)
    assert (found.visibility, found.expires_on, found.is_featured) == ("network", day, True)
    past = do(desk, practice, "instellen", visibility="public", expires_on="2020-01-01")
    assert "Kies een dag die nog komt." in body(past)
    assert do(desk, practice, "instellen", visibility="concept").status_code == 422


def test_a_practice_is_retired_with_a_reason_and_brought_back(desk, practice, lead):
    assert do(desk, practice, "archiveren", reason="").status_code == 422
    do(desk, practice, "archiveren", reason="Gestopt")
    assert fresh(practice).state == PracticeState.RETIRED
    assert Letter.objects.get().recipient == lead.email
    do(desk, practice, "terughalen")
    assert fresh(practice).state == PracticeState.PUBLISHED
    do(desk, practice, "terughalen")
    assert "Dat kan nu niet" in body(do(desk, practice, "terughalen"))


def test_a_practice_is_confirmed_or_the_team_is_asked(desk, practice, lead):
    do(desk, practice, "vragen")
    assert Letter.objects.get().recipient == lead.email
    do(desk, practice, "bevestigen")
    assert fresh(practice).confirmed_on == timezone.localdate()
    assert do(desk, practice, "onzin").status_code == 302


def test_an_older_page_of_a_practice_changes_nothing(desk, practice):
    answer = desk.post(f"{CURATED}{practice.slug}/", {"stap": "archiveren", "seen": 0, "reason": "Gestopt"})

    assert (answer.status_code, "veranderd terwijl je keek" in body(answer)) == (422, True)
    assert fresh(practice).state == PracticeState.PUBLISHED


def test_the_list_shows_every_state_and_is_filtered(desk, practice, review):
    retired = PracticeFactory(state=PracticeState.RETIRED, title="Oud lab", published_on="2026-01-01")
    start_draft(practice, by=Actor("job"))
    indexed(practice, review.practice, retired)

    def found(query: str = "") -> set[Practice]:
        return set(desk.get(f"{CURATED}?{query}").context["page"])

    assert found() == {practice, review.practice, retired}
    assert found("stand=retired") == {retired}
    assert found("q=maak") == {practice}
    assert found("toon=bevestigen") == {practice}
    assert found("toon=ongebruikt") == {practice}
    assert found("toon=bewezen") == set()
    assert found("regio=twente") == {review.practice}


def test_several_practices_at_once_or_none(desk, practice):
    other = PracticeFactory()
    address = reverse("knowledgebank:curated_bulk")
    both = {"voorbeeld": [f"{each.slug}:{each.version}" for each in (practice, other)]}

    assert desk.post(address, both | {"actie": "feature"}).url == CURATED
    assert Practice.objects.filter(is_featured=True).count() == 2
    stale = desk.post(address, both | {"actie": "retire", "reden": "Oud"}, follow=True)
    assert "is veranderd terwijl je keek. Er is niets gewijzigd." in body(stale)
    now = {"voorbeeld": [f"{each.slug}:2" for each in (practice, other)]}
    assert "waarom" in body(desk.post(address, now | {"actie": "retire"}, follow=True))
    desk.post(address, now | {"actie": "retire", "reden": "Oud"})
    assert set(Practice.objects.values_list("state", flat=True)) == {PracticeState.RETIRED}
    for data in ({"actie": "feature"}, {"voorbeeld": ["x:y", "z"]}, now | {"actie": "weg"}):
        assert "melding--fout" in body(desk.post(address, data, follow=True))


# Counted


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_much_for_one_row_as_for_three(desk, region, django_assert_num_queries, count):
    for _number in range(count):
        practice = PracticeFactory(owner=region, region=region, state=PracticeState.IN_REVIEW)
        ReviewFactory(practice=practice, due_on="2020-01-01")
        PracticeFactory(owner=region, region=region, published_on="2020-01-01")

    with django_assert_num_queries(8):
        desk.get(QUEUE)
    with django_assert_num_queries(6):
        desk.get(CURATED)
    with django_assert_num_queries(10):
        desk.get("/redactie/")


def test_the_overview_counts_and_leads_on(desk, curator, review):
    today = timezone.localdate()
    ReviewFactory(assignee=curator, due_on=today - datetime.timedelta(days=1))
    old = PracticeFactory(published_on="2020-01-01")

    blocks = {each.key: each for each in desk.get("/redactie/").context["blocks"]}

    assert {key: each.total for key, each in blocks.items()} == {
        "mine": 1, "late": 1, "waiting": 2, "planned": 0, "corrections": 0, "confirm": 1, "unused": 1,
    }  # fmt: skip
    assert blocks["unused"].lines[0].url == f"{CURATED}{old.slug}/"
    assert page(review) in {line.url for line in blocks["waiting"].lines}


def test_the_menu_leads_curators_to_the_desk(client, curator, national, lead):
    for user, is_there in ((curator, True), (national, True), (lead, False)):
        client.force_login(user)
        assert ('href="/redactie/"' in body(client.get("/regios/"))) is is_there
