"""R07: a request that is sent again makes one object, whatever went wrong on the way."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from industriecoalitie.api.callers import WRITE_PARTNERSHIPS
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.editing import tasks
from industriecoalitie.editing.models import AnsweredRequest
from industriecoalitie.history.recording import hide_record
from industriecoalitie.notifications.models import Event
from partnerships.models import Partnership
from regions.choices import Role
from tests.factories.concepts import ConceptFactory
from tests.factories.regions import MembershipFactory, OrganisationFactory

from .writers import PartnerSystem, wrong_in

AT_ONCE = 50
BODY = {"name": "Warmte", "form": "pps"}


@pytest.fixture
def system(lead) -> PartnerSystem:
    ConceptFactory(scheme=Scheme.PARTNERSHIP_FORM, notation="pps", label="Pps")
    return PartnerSystem(lead, WRITE_PARTNERSHIPS)


@pytest.mark.django_db
def test_the_second_time_the_answer_of_the_first_is_given(system):
    first = system.post("partnerships", BODY, idempotency_key="een")
    again = system.post("partnerships", BODY, idempotency_key="een")
    other_key = system.post("partnerships", BODY, idempotency_key="twee")

    assert (first.status_code, again.status_code, other_key.status_code) == (201, 201, 201)
    assert again.content == first.content
    assert [again[name] for name in ("ETag", "Location", "Content-Type")] == [
        first[name] for name in ("ETag", "Location", "Content-Type")
    ]
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert Partnership.objects.count() == 2


@pytest.mark.django_db
def test_another_request_with_the_same_key_is_refused(system, lead):
    system.post("partnerships", BODY, idempotency_key="een")

    other = system.post("partnerships", BODY | {"name": "Anders"}, idempotency_key="een")
    bulk = system.post(
        "partnerships/_bulk", {"operations": [{"method": "POST", "body": BODY}]}, idempotency_key="een"
    )
    neighbour = PartnerSystem(lead, WRITE_PARTNERSHIPS).post("partnerships", BODY, idempotency_key="een")

    assert [each.status_code for each in (other, bulk, neighbour)] == [422, 422, 201]
    assert other["Content-Type"] == "application/problem+json"
    assert Partnership.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", " ", "met spatie", "é", "x" * 201])
def test_what_is_no_key_is_refused(system, key):
    answer = system.post("partnerships", BODY, idempotency_key=key)

    assert (answer.status_code, set(wrong_in(answer))) == (400, {"Idempotency-Key"})
    assert Partnership.objects.count() == 0


@pytest.mark.django_db
def test_a_refused_request_is_not_kept_and_may_be_mended(system):
    wrong = system.post("partnerships", {"form": "pps"}, idempotency_key="een")
    right = system.post("partnerships", BODY, idempotency_key="een")

    assert (wrong.status_code, right.status_code) == (400, 201)
    assert [each.status for each in AnsweredRequest.objects.all()] == [201]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["moved", "hidden"])
def test_who_may_not_see_the_record_any_more_gets_no_answer_of_then(system, lead, other_region, way):
    first = system.post("partnerships", BODY, idempotency_key="een")
    record = Partnership.objects.get()
    seen = system.post("partnerships", BODY, idempotency_key="een")
    if way == "hidden":
        hide_record(record, by=Actor(door="page", user=lead))
    else:  # may add still, in another region
        lead.memberships.update(until_on="2020-12-31")
        MembershipFactory(user=lead, region=other_region, role=Role.LEAD)

    again = system.post("partnerships", BODY, idempotency_key="een")

    assert [each.status_code for each in (first, seen, again)] == [201, 201, 404]
    assert again["Content-Type"] == "application/problem+json"
    assert record.name.encode() not in again.content
    assert "Idempotent-Replayed" not in again
    assert AnsweredRequest.objects.count() == 1


@pytest.mark.django_db
def test_answers_are_forgotten_after_two_days(system):
    system.post("partnerships", BODY, idempotency_key="oud")
    system.post("partnerships", BODY, idempotency_key="nieuw")
    long_ago = timezone.now() - datetime.timedelta(hours=48, seconds=1)
    AnsweredRequest.objects.filter(key="oud").update(made_at=long_ago)

    assert tasks.forget_answered_requests() == 1
    assert [each.key for each in AnsweredRequest.objects.all()] == ["nieuw"]


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_with_one_key_make_one_record(system):
    gate, answers = threading.Barrier(AT_ONCE), []

    def run() -> None:
        gate.wait()
        try:
            answers.append(system.post("partnerships", BODY, idempotency_key="een"))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    good = [answer for answer in answers if answer.status_code == 201]
    assert len(answers) == AT_ONCE
    # Who waited too long for the first is told to come back, and then gets the same answer.
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in good}) == 1
    assert sum("Idempotent-Replayed" not in answer for answer in good) == 1
    assert (Partnership.objects.count(), Event.objects.filter(kind="partnership.added").count()) == (1, 1)
    assert system.post("partnerships", BODY, idempotency_key="een").content == good[0].content


@pytest.mark.django_db(transaction=True)
def test_when_the_connection_breaks_before_the_end_neither_work_nor_key_is_there(system):
    """The database ends the connection in the middle of the work, as when the worker is killed."""
    OrganisationFactory(slug="roc")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            create function pg_temp_fail() returns trigger language plpgsql as
            $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
            create trigger fail before insert on partnerships_partner for each row execute function pg_temp_fail();
            """
        )
    body = BODY | {"partners": [{"organisation": "roc"}]}
    system.client.raise_request_exception = False
    try:
        broken = system.post("partnerships", body, idempotency_key="een")
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("drop trigger fail on partnerships_partner; drop function pg_temp_fail()")
    left = (Partnership.objects.count(), AnsweredRequest.objects.count())

    again = system.post("partnerships", body, idempotency_key="een")

    assert broken.status_code in (500, 503)
    assert left == (0, 0)
    assert (again.status_code, Partnership.objects.count()) == (201, 1)
    assert "Idempotent-Replayed" not in again
