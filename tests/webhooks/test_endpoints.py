"""What people do with a webhook: making it, changing it, a new secret, approval; and all of it kept in history."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.notifications.models import Event, Letter
from industriecoalitie.webhooks.actions import endpoints
from industriecoalitie.webhooks.models import Cursor, Delivery, Endpoint
from tests.factories.accounts import UserFactory
from tests.factories.webhooks import EndpointFactory, working

pytestmark = pytest.mark.django_db
URL = "https://hooks.school.nl/portaal"


def events() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def history(endpoint: Endpoint) -> list[str]:
    return list(
        Endpoint.pgh_event_model.objects.filter(pgh_obj_id=endpoint.pk)
        .order_by("pgh_id")
        .values_list("pgh_label", flat=True)
    )


def test_a_new_webhook_has_a_secret_that_is_not_readable_in_the_database(owner, by, staff):
    endpoint, secret = endpoints.make_endpoint(owner, {"url": URL}, by=by)

    endpoint.refresh_from_db()
    assert secret.startswith("whsec_")
    assert secret not in str(Endpoint.objects.filter(pk=endpoint.pk).values())
    assert "secret" not in {field.name for field in Endpoint.pgh_event_model._meta.fields}
    assert endpoint.secrets() == [secret]
    assert (endpoint.approved_at, endpoint.is_sending) == (None, False)
    assert (events(), history(endpoint)) == (["webhook.made"], ["insert"])
    assert list(Letter.objects.values_list("recipient", flat=True)) == [staff.email]
    assert Cursor.objects.count() == 1


def test_a_person_has_twenty_webhooks_at_most(owner, by):
    EndpointFactory.create_batch(20, owner=owner)

    with pytest.raises(ValidationError, match="20 webhooks"):
        endpoints.make_endpoint(owner, {"url": URL}, by=by)


def test_a_host_that_was_approved_for_somebody_needs_no_second_approval_for_that_person_alone(owner, by):
    first, _secret = working(URL, owner)
    stranger = UserFactory()

    mine, _ = endpoints.make_endpoint(owner, {"url": "https://hooks.school.nl/ander"}, by=by)
    other, _ = endpoints.make_endpoint(owner, {"url": "https://hooks.ander.nl/"}, by=by)
    theirs, _ = endpoints.make_endpoint(stranger, {"url": URL}, by=Actor(door="page", user=stranger))

    assert mine.approved_by == first.approved_by
    assert (other.approved_at, theirs.approved_at) == (None, None)


def test_another_host_has_to_be_approved_again(owner, by):
    endpoint, _secret = working(URL, owner)

    same = endpoints.change_endpoint(endpoint, {"url": "https://hooks.school.nl/elders"}, by=by)
    before = same.approved_at
    other = endpoints.change_endpoint(endpoint, {"url": "https://evil.example.nl/"}, by=by)

    assert before is not None
    assert (other.approved_at, other.approved_by) == (None, None)
    assert events() == ["webhook.made", "webhook.approved", "webhook.changed", "webhook.changed"]


def test_during_a_day_both_secrets_sign(owner, by):
    endpoint, old = working(URL, owner)

    endpoint, new = endpoints.rotate_secret(endpoint, by=by)
    both = endpoint.secrets()
    endpoint.previous_until = timezone.now() - datetime.timedelta(seconds=1)

    assert old != new
    assert both == [new, old]
    assert endpoint.secrets() == [new]


def test_the_owner_hears_that_a_webhook_was_approved(owner, by, staff):
    endpoint, _secret = endpoints.make_endpoint(owner, {"url": URL}, by=by)

    endpoints.approve_endpoint(endpoint, by=Actor(door="page", user=staff))
    approved = endpoints.approve_endpoint(endpoint, by=Actor(door="page", user=staff))

    letters = Letter.objects.filter(recipient=owner.email).values_list("subject", flat=True)
    assert list(letters) == ["Je webhook is goedgekeurd"]
    assert approved.approved_by == staff
    assert history(endpoint) == ["insert", "update"]


def test_what_is_refused_is_put_out(owner, staff):
    endpoint, _secret = working(URL, owner)

    refused = endpoints.refuse_endpoint(endpoint, by=Actor(door="page", user=staff))

    assert (refused.is_active, refused.approved_at, refused.is_sending) == (False, None, False)


def test_a_test_message_needs_approval_and_a_webhook_that_is_on(owner, by):
    waiting, _secret = endpoints.make_endpoint(owner, {"url": URL}, by=by)
    out, _secret = working("https://hooks.ander.nl/", owner)
    out = endpoints.change_endpoint(out, {"is_active": False}, by=by)

    with pytest.raises(ValidationError, match="goedkeuren"):
        endpoints.send_test(waiting)
    with pytest.raises(ValidationError, match="staat uit"):
        endpoints.send_test(out)
    assert not Delivery.objects.exists()


def test_a_removed_webhook_takes_its_log_along(owner, by):
    endpoint, _secret = working(URL, owner)
    endpoints.send_test(endpoint)

    endpoints.remove_endpoint(endpoint, by=by)

    assert (Endpoint.objects.count(), Delivery.objects.count()) == (0, 0)
    assert events()[-1] == "webhook.removed"
