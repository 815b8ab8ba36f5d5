"""The pages of webhooks: of the owner alone, the secret once, and the decision of an administrator."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.webhooks.actions import endpoints
from industriecoalitie.webhooks.models import Delivery, Endpoint
from tests.factories.accounts import UserFactory
from tests.factories.webhooks import working

from .test_sharing_out import happens

pytestmark = pytest.mark.django_db
URL = "https://hooks.school.nl/portaal"


def page(name: str, *args) -> str:
    return reverse(f"webhooks:{name}", args=args)


@pytest.fixture
def person(client, owner):
    """A browser in which the owner is signed in."""
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_who_makes_a_webhook_sees_its_secret_this_once(person, owner):
    made = person.post(
        page("add"), {"url": URL, "description": "Website", "verbs": ["deleted"], "form": "standard"}
    )

    endpoint = Endpoint.objects.get()
    (secret,) = endpoint.secrets()
    shown = made.content.decode()
    later = person.get(page("detail", endpoint.uuid)).content.decode()
    assert (made.status_code, endpoint.owner, endpoint.verbs) == (200, owner, ["deleted"])
    assert secret in shown
    assert "no-store" in made["Cache-Control"]
    assert secret not in later
    assert "Wacht op goedkeuring" in later


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"url": ""}, "Vul ‘Adres’ in."),
        ({"url": "http://10.0.0.1/"}, "begint met https://"),
        ({"url": URL, "filters": "geen adres"}, "geen adres van een lijst"),
        ({"url": URL, "filters": "/api/v1/partnerships?owner=bestaat-niet"}, "bestaat-niet"),
        ({"url": URL, "regions": ["bestaat-niet"]}, "bestaat-niet"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(person, data, words):
    answer = person.post(page("add"), {"form": "standard", **data})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Endpoint.objects.exists()


def test_filters_are_pasted_as_the_address_of_a_list(person, region):
    lines = "https://portaal.nl/api/v1/partnerships?owner=twente\n/api/v1/programmes?region=twente"

    person.post(page("add"), {"url": URL, "form": "standard", "filters": lines, "regions": ["twente"]})
    endpoint = Endpoint.objects.get()
    form = person.get(page("edit", endpoint.uuid)).context["form"]

    assert endpoint.filters == {"partnerships": "owner=twente", "programmes": "region=twente"}
    assert endpoint.regions == ["twente"]
    assert set(form.initial["filters"].split()) == {
        "/api/v1/partnerships?owner=twente",
        "/api/v1/programmes?region=twente",
    }


def test_a_webhook_is_seen_and_changed_by_its_owner_alone(client, admin_user, lead):
    endpoint, _secret = working(URL)
    delivery = endpoints.send_test(endpoint)
    gets = [page(name, endpoint.uuid) for name in ("detail", "edit", "remove")]
    posts = [
        page(name, endpoint.uuid) for name in ("edit", "remove", "switch", "rotate", "test", "again_since")
    ]
    posts.append(page("again", endpoint.uuid, delivery.uuid))

    for user in (lead, admin_user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert {client.get(address).status_code for address in gets} == {404}
        assert {client.post(address).status_code for address in posts} == {404}
    assert Endpoint.objects.get().version == endpoint.version


def test_the_owner_switches_rotates_tests_sends_again_and_removes(person, owner):
    endpoint, secret = working(URL, owner)
    delivery = endpoints.send_test(endpoint)
    Delivery.objects.update(delivered_at=timezone.now(), outcome="ok", status=204, took_ms=31, attempts=1)

    log = person.get(page("detail", endpoint.uuid)).content.decode()
    person.post(page("again", endpoint.uuid, delivery.uuid))
    again = Delivery.objects.get().is_open
    unready = person.post(page("test", endpoint.uuid), follow=True).content.decode()
    Delivery.objects.update(delivered_at=timezone.now())
    person.post(page("test", endpoint.uuid))
    tested = Delivery.objects.open().count()
    rotated = person.post(page("rotate", endpoint.uuid)).content.decode()
    person.post(page("switch", endpoint.uuid), {"uit": "1"})
    out = Endpoint.objects.get()
    refused = person.post(page("test", endpoint.uuid), follow=True).content.decode()
    asked = person.get(page("remove", endpoint.uuid)).status_code
    person.post(page("remove", endpoint.uuid))

    assert "De ontvanger antwoordde 204, in 31 milliseconden." in log
    assert again
    assert "nog een proefbericht onderweg" in unready
    assert tested == 1
    assert out.secrets()[0] in rotated
    assert out.secrets()[1] == secret
    assert not out.is_active
    assert "staat uit" in refused
    assert (asked, Endpoint.objects.count()) == (200, 0)


def test_what_was_missed_is_sent_again_from_a_day_on(person, owner):
    endpoint, _secret = working(URL, owner)
    happens()
    today = timezone.localdate()

    done = person.post(
        page("again_since", endpoint.uuid), {"since": str(today)}, follow=True
    ).content.decode()
    early = person.post(
        page("again_since", endpoint.uuid), {"since": str(today - datetime.timedelta(days=40))}, follow=True
    ).content.decode()
    wrong = person.post(
        page("again_since", endpoint.uuid), {"since": "gisteren"}, follow=True
    ).content.decode()

    assert "Er gaat 1 bericht opnieuw weg." in done
    assert "de laatste 30 dagen" in early
    assert "Kies een dag." in wrong
    assert Delivery.objects.count() == 1


def test_an_administrator_approves_hosts_and_others_do_not(client, staff, owner, lead):
    waiting, _secret = endpoints.make_endpoint(owner, {"url": URL}, by=endpoints_by(owner))
    address = page("approvals")
    for user in (owner, lead):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get(address).status_code == 403
        assert client.post(address, {"webhook": str(waiting.uuid), "goed": "1"}).status_code == 403
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")

    shown = client.get(address).content.decode()
    client.post(address, {"webhook": str(waiting.uuid), "goed": "1"})
    approved = Endpoint.objects.get()
    client.post(address, {"webhook": str(waiting.uuid), "nee": "1"})
    refused = Endpoint.objects.get()

    assert "hooks.school.nl" in shown
    assert approved.approved_by == staff
    assert (refused.approved_at, refused.is_active) == (None, False)
    assert {
        client.post(address, {"webhook": each}).status_code for each in ("", "x", str(UserFactory().pk))
    } == {404}


def endpoints_by(owner):
    return endpoints.Actor(door="page", user=owner)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_much_for_one_as_for_three(
    person, owner, staff, count, django_assert_max_num_queries
):
    made = [working(f"https://hooks{number}.school.nl/", owner)[0] for number in range(count)]
    for endpoint in made:
        for _number in range(count):
            endpoints.send_test(endpoint)
            Delivery.objects.update(delivered_at=timezone.now())

    with django_assert_max_num_queries(12) as listed:
        person.get(page("list"))
    with django_assert_max_num_queries(12) as detailed:
        person.get(page("detail", made[0].uuid))
    person.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    with django_assert_max_num_queries(12) as decided:
        person.get(page("approvals"))

    assert [len(each) for each in (listed, detailed, decided)] == [7, 7, 5]
