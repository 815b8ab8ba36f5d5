"""A director approves a text by a link: no account, once, and not for ever."""

import datetime
import hashlib
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, change_record, hide_record
from industriecoalitie.notifications.models import Letter
from industriecoalitie.signoff import actions
from industriecoalitie.signoff.choices import Answer
from industriecoalitie.signoff.models import SignOff
from industriecoalitie.signoff.texts import changes_since_shown, text_of
from tests.factories.partnerships import PartnershipContactFactory, PartnershipFactory
from tests.factories.signoff import SignOffFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def by(lead) -> Actor:
    return Actor(door="page", user=lead)


@pytest.fixture
def partnership(region, by):
    partnership = PartnershipFactory(owner=region, name="Kampus", slug="kampus", visibility="concept")
    return change_record(partnership, Change({"summary": "Samen leren op de werkvloer."}), by=by)


@pytest.fixture
def signoff(partnership, by) -> SignOff:
    return actions.ask_signoff(
        partnership, "Directeur@School.nl", "directeur Techniek", by=by, note="Klopt dit?"
    )


@pytest.fixture
def link(signoff) -> str:
    return re.search(r"/akkoord/[\w-]+/", Letter.objects.get(recipient=signoff.email).text).group()


def answers(client, link, answer="approved", comment=""):
    return client.post(link, {"answer": answer, "comment": comment})


def test_asking_writes_a_letter_and_keeps_only_the_hash_of_the_token(signoff, link, partnership, lead):
    token = link.split("/")[2]
    stored = SignOff.objects.filter(pk=signoff.pk).values().get()
    kept = signoff.events.values().get()

    assert (signoff.email, signoff.kind, signoff.record, signoff.version) == (
        "directeur@school.nl", "samenwerking", partnership.uuid, 2,
    )  # fmt: skip
    assert len(token) == 43
    assert stored["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(stored) + str(kept)
    assert stored["token_hash"] not in str(kept)
    assert signoff.events.get().pgh_context.metadata == {
        "door": "page", "user": lead.pk, "event": "signoff.asked",
    }  # fmt: skip


@pytest.mark.parametrize("days", [7, 14, 30])
def test_a_link_lasts_as_long_as_was_chosen(partnership, by, days):
    signoff = actions.ask_signoff(partnership, "a@school.nl", "directeur", by=by, days=days)
    end = timezone.now() + days * DAY

    assert SignOff.objects.open(end - DAY / 24).filter(pk=signoff.pk).exists()
    assert not SignOff.objects.open(end + DAY / 24).filter(pk=signoff.pk).exists()
    assert actions.answer_signoff(signoff, Answer.APPROVED, now=end + DAY / 24) is None


def test_the_same_person_is_not_asked_twice_at_once(signoff, partnership, by):
    with pytest.raises(ValidationError) as caught:
        actions.ask_signoff(partnership, "directeur@school.nl", "directeur", by=by)

    assert set(caught.value.message_dict) == {"email"}
    assert Letter.objects.count() == 1


def test_the_page_shows_the_text_to_someone_without_an_account(client, link):
    answer = client.get(link)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Samen leren op de werkvloer." in text
    assert "directeur@school.nl, directeur Techniek" in text
    assert "Klopt dit?" in text


def test_reading_changes_nothing(client, link, signoff):
    before = SignOff.objects.values().get()

    for method in (client.get, client.head, client.get):
        method(link)

    assert SignOff.objects.values().get() == before
    assert signoff.events.count() == 1


def test_approving_uses_the_link_up_and_tells_who_asked(client, link, signoff, lead):
    answer = answers(client, link)

    signoff.refresh_from_db()
    letter = Letter.objects.get(recipient=lead.email)
    kept = signoff.events.order_by("pgh_id").last()
    assert answer.url == reverse("signoff:thanks")
    assert client.get(answer.url).status_code == 200
    assert (signoff.answer, signoff.answered_at is not None) == ("approved", True)
    assert letter.subject == "Akkoord met de tekst over Kampus"
    assert "directeur@school.nl (directeur Techniek)" in letter.text
    assert (kept.email, kept.pgh_context.metadata) == (
        "directeur@school.nl", {"door": "link", "user": None, "event": "signoff.approved"},
    )  # fmt: skip
    assert client.get(link).status_code == 404
    assert answers(client, link, "commented", "Toch niet").status_code == 404
    assert SignOff.objects.get().comment == ""


def test_a_comment_goes_to_who_asked(client, link, signoff, lead):
    answers(client, link, "commented", "Noem ook de gemeente.")

    letter = Letter.objects.get(recipient=lead.email)
    assert letter.subject == "Een opmerking bij de tekst over Kampus"
    assert "Noem ook de gemeente." in letter.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Kies of je akkoord gaat."),
        ({"answer": "commented", "comment": "  "}, "Schrijf je opmerking op."),
        ({"answer": "iets"}, "Selecteer een geldige keuze"),
    ],
)
def test_an_incomplete_answer_is_asked_again(client, link, signoff, data, sentence):
    answer = client.post(link, data)

    assert sentence in answer.content.decode()
    assert SignOff.objects.open().filter(pk=signoff.pk).exists()


def test_wrong_used_expired_withdrawn_and_hidden_answer_alike(client, partnership, by):
    links = ["/akkoord/" + "x" * 43 + "/", "/akkoord/kort/"]
    for number, state in enumerate(("answered", "withdrawn", "expired", "hidden")):
        subject = PartnershipFactory(owner=partnership.owner)
        signoff = actions.ask_signoff(subject, f"d{number}@school.nl", "directeur", by=by)
        links.append(re.search(r"/akkoord/[\w-]+/", Letter.objects.get(recipient=signoff.email).text).group())
        if state == "answered":
            actions.answer_signoff(signoff, Answer.APPROVED)
        elif state == "withdrawn":
            actions.withdraw_signoff(signoff, by=by)
        elif state == "expired":
            SignOff.objects.filter(pk=signoff.pk).update(expires_at=timezone.now() - DAY)
        else:
            hide_record(subject, by=by)

    found = [client.get(each) for each in links] + [answers(client, each) for each in links]

    assert {each.status_code for each in found} == {404}
    assert len({each.content for each in found}) == 1
    assert SignOff.objects.filter(answer="approved").count() == 1


def test_the_address_is_kept_from_caches_search_engines_and_other_sites(client, link):
    for address in (link, "/akkoord/" + "x" * 43 + "/"):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "no-referrer"


def test_the_answer_needs_no_cookie_and_takes_none(client, link, signoff, lead):
    """The token is the only right: someone who is signed in answers as the invited person too."""
    client.force_login(lead)
    answers(client, link)

    assert signoff.events.order_by("pgh_id").last().pgh_context.metadata["user"] is None


def test_the_page_shows_the_version_that_was_asked_about(client, link, partnership, by):
    change_record(partnership, Change({"summary": "Heel iets anders."}), by=by)

    text = client.get(link).content.decode()

    assert "Samen leren op de werkvloer." in text
    assert "Heel iets anders." not in text
    assert "De tekst is na deze vraag nog veranderd" in text


def test_a_second_question_shows_what_changed_since_the_approval(client, signoff, partnership, by):
    actions.answer_signoff(signoff, Answer.APPROVED)
    later = change_record(partnership, Change({"summary": "Samen leren in de fabriek."}), by=by)
    second = actions.ask_signoff(later, "ander@school.nl", "bestuurder", by=by)

    version, changes = changes_since_shown(later, second)

    assert version == 2
    assert [(each.label, each.was, each.now) for each in changes] == [
        ("Samenvatting", "Samen leren op de werkvloer.", "Samen leren in de fabriek.")
    ]


def test_nothing_that_the_asker_may_not_read_is_shown(partnership, other_region, by):
    hidden = PartnershipFactory(owner=other_region, name="Kanarie").owner
    type(hidden).objects.filter(pk=hidden.pk).update(visibility="concept", name="Kanarieregio")
    changed = change_record(
        partnership, Change({"region": hidden, "remark": "Kanarieopmerking"}), by=Actor("command")
    )

    lines = text_of(changed, actions.ask_signoff(changed, "dir@example.nl", "directeur", by=by))

    assert "Kanarie" not in str([(each.label, each.now, each.sentence) for each in lines])
    assert "Kampus" in str([each.now for each in lines])


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 200), ("member", 200), ("admin_user", 200), ("curator", 403), ("national", 403),
        ("neighbour", 404), ("former_member", 404),
    ],
)  # fmt: skip
def test_who_may_change_a_record_may_ask_and_withdraw(request, client, partnership, signoff, who, status):
    client.force_login(request.getfixturevalue(who))
    address = reverse("signoff:record", args=["samenwerking", partnership.uuid])

    shown = client.get(address).status_code
    asked = client.post(
        address, {"email": "b@school.nl", "position": "bestuurder", "days": "7"}, follow=True
    ).status_code
    withdrawn = client.post(reverse("signoff:withdraw", args=[signoff.uuid]), follow=True).status_code

    signoff.refresh_from_db()
    may = status == 200
    assert (shown, asked) == (status, status)
    assert withdrawn == (200 if may else 404)
    assert SignOff.objects.filter(email="b@school.nl").exists() == may
    assert (signoff.withdrawn_at is not None) == may


def test_a_contact_of_the_partnership_may_ask(client, partnership):
    contact = PartnershipContactFactory(partnership=partnership)
    client.force_login(contact.user)

    answer = client.get(reverse("signoff:record", args=["samenwerking", partnership.uuid]))

    assert answer.status_code == 200


def test_asking_on_the_page(client, partnership, lead):
    client.force_login(lead)
    address = reverse("signoff:record", args=["samenwerking", partnership.uuid])
    data = {"email": "b@school.nl", "position": "bestuurder", "days": "30"}

    done = client.post(address, data, follow=True)
    twice = client.post(address, data)
    wrong = client.post(address, {"email": "b", "days": "365"})

    assert "De vraag gaat naar b@school.nl." in done.content.decode()
    assert "Wacht op antwoord" in done.content.decode()
    assert "Aan dit adres is dit al gevraagd." in twice.content.decode()
    assert set(wrong.context["form"].errors) == {"email", "position", "days"}
    assert SignOff.objects.count() == 1


def test_an_answered_question_is_not_withdrawn(signoff, by):
    actions.answer_signoff(signoff, Answer.APPROVED)

    with pytest.raises(ValidationError):
        actions.withdraw_signoff(signoff, by=by)

    signoff.refresh_from_db()
    assert signoff.withdrawn_at is None


def test_no_letter_to_someone_who_left(signoff, lead):
    User.objects.filter(pk=lead.pk).update(is_active=False)

    actions.answer_signoff(signoff, Answer.APPROVED)

    assert not Letter.objects.filter(recipient=lead.email).exists()


def test_visible_to_is_for_who_may_change_the_record(signoff, lead, member, neighbour, curator, admin_user):
    SignOffFactory()
    seen = {
        name: set(SignOff.objects.visible_to(user).values_list("email", flat=True))
        for name, user in {"lead": lead, "member": member, "neighbour": neighbour, "curator": curator}.items()
    }

    mine = {"directeur@school.nl"}
    assert seen == {"lead": mine, "member": mine, "neighbour": set(), "curator": set()}
    assert SignOff.objects.visible_to(admin_user).count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_record_query_count(client, partnership, lead, django_assert_num_queries, count):
    for _number in range(count):
        SignOffFactory(kind="samenwerking", record=partnership.uuid, asked_by=lead)
    client.force_login(lead)
    address = reverse("signoff:record", args=["samenwerking", partnership.uuid])
    client.get(address)

    with django_assert_num_queries(7):
        client.get(address)
