"""The weekly letter: what entered, left and changed, to whom may see it, and never about nothing."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from industriecoalitie.core.dates import last_monday
from industriecoalitie.exchange.actions.filters import follow
from industriecoalitie.exchange.actions.letters import send_weekly_letters
from industriecoalitie.exchange.models import Follow
from industriecoalitie.notifications.models import Letter
from partnerships.models import Partnership
from tests.factories.exchange import SavedFilterFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def next_week() -> datetime.datetime:
    return datetime.datetime.now(AMSTERDAM) + datetime.timedelta(days=8)


@pytest.fixture
def followed(lead, region):
    """The lead follows the partnerships of the region; there are two."""
    for name in ("Blijft", "Vertrekt"):
        PartnershipFactory(name=name, region=region)
    kept = SavedFilterFactory(name="Van hier", query="region=twente", owner=lead)
    return follow(kept, lead)


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        ("2026-11-23T06:59", "2026-11-16T07:00"), ("2026-11-23T07:00", "2026-11-23T07:00"),
        ("2026-11-29T23:00", "2026-11-23T07:00"), ("2026-03-30T07:30", "2026-03-30T07:00"),
    ],
)  # fmt: skip
def test_the_week_begins_on_monday_at_seven_in_the_netherlands(now, monday):
    moment = datetime.datetime.fromisoformat(now).replace(tzinfo=AMSTERDAM)

    assert last_monday(moment.astimezone(datetime.UTC)).isoformat()[:16] == monday


def test_the_letter_names_what_entered_left_and_changed(followed, lead, region, other_region):
    PartnershipFactory(name="Nieuw hier", region=region)
    Partnership.objects.filter(name="Vertrekt").update(region=other_region)
    Partnership.objects.filter(name="Blijft").update(version=2)

    assert send_weekly_letters(next_week()) == 1

    letter = Letter.objects.get()
    text = letter.text
    assert letter.recipient == lead.email
    assert (
        text.index("Nieuw in de lijst")
        < text.index("Nieuw hier")
        < text.index("Uit de lijst")
        < text.index("- Vertrekt")
    )
    assert text.index("- Vertrekt") < text.index("Veranderd\n") < text.index("- Blijft")
    assert Partnership.objects.get(name="Blijft").get_absolute_url() in text
    assert letter.unsubscribe_url in text


def test_nothing_changed_is_no_letter_and_twice_is_one(followed, region):
    assert send_weekly_letters(next_week()) == 0
    PartnershipFactory(name="Nieuw", region=region)

    later = next_week() + datetime.timedelta(days=7)
    assert [send_weekly_letters(later), send_weekly_letters(later)] == [1, 0]
    assert Letter.objects.count() == 1


def test_before_monday_nothing_is_written(followed, region):
    PartnershipFactory(name="Nieuw", region=region)

    assert send_weekly_letters() == 0


def test_what_may_not_be_seen_is_not_named_not_even_as_gone(followed, region, other_region):
    Partnership.objects.filter(name="Vertrekt").update(visibility="concept", owner=other_region)
    PartnershipFactory(name="Geheim", region=region, owner=other_region, visibility="concept")

    assert send_weekly_letters(next_week()) == 0
    assert not Letter.objects.exists()


def test_an_ended_account_and_a_filter_no_longer_shared_get_none(followed, member, lead, region):
    shared = SavedFilterFactory(query="region=twente", owner=lead, is_shared=True, region=region)
    follow(shared, member)
    member.memberships.update(until_on="2020-12-31")
    lead.is_active = False
    lead.save()
    PartnershipFactory(name="Nieuw", region=region)

    assert send_weekly_letters(next_week()) == 0


def test_one_click_stops_the_letters(client, followed):
    address = reverse("exchange:follow_stop", args=[followed.token()])

    asked = client.get(address)
    still = Follow.objects.count()
    stopped = client.post(address, {"List-Unsubscribe": "One-Click"})

    assert (asked.status_code, still, stopped.status_code, Follow.objects.count()) == (200, 1, 200, 0)
    assert "geen mail meer" in stopped.content.decode()
    assert client.get(address).status_code == 404
    assert followed.token() not in followed.token_hash


def test_a_mail_program_stops_the_letters_without_a_session(followed):
    answer = Client(enforce_csrf_checks=True).post(
        reverse("exchange:follow_stop", args=[followed.token()]), {"List-Unsubscribe": "One-Click"}
    )

    assert (answer.status_code, Follow.objects.count()) == (200, 0)


def test_a_follow_is_for_the_own_eyes(client, followed, member):
    client.force_login(member)

    assert (
        client.post(reverse("exchange:filter_follow", args=[followed.saved_filter.slug])).status_code == 404
    )


def test_what_is_followed_of_a_region_goes_to_the_next_holder(followed, lead, member, region, other_region):
    elsewhere = follow(SavedFilterFactory(query="region=limburg", owner=lead), lead)
    shared = SavedFilterFactory(query="status=done", owner=lead, is_shared=True, region=region)
    follow(shared, lead)
    follow(shared, member)

    assert lead.follows.move_to(member, region) == 1

    followed.refresh_from_db()
    followed.saved_filter.refresh_from_db()
    assert (followed.user, followed.saved_filter.owner) == (member, member)
    assert set(lead.follows.values_list("saved_filter__query", flat=True)) == {
        "region=limburg",
        "status=done",
    }
    assert elsewhere in lead.follows.all()
