"""The tasks of a team."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from regions import actions
from regions.choices import Role
from regions.models import Task
from tests.factories.regions import MembershipFactory, TaskFactory

pytestmark = pytest.mark.django_db


def event_of(task: Task) -> str:
    return task.events.order_by("pgh_id").last().pgh_context.metadata["event"]


def test_add_task(region, lead, member):
    task = actions.add_task(
        region, by=Actor("page", lead), title="Bellen", assignee=member, note="Voor vrijdag"
    )

    assert (task.region, task.assignee, task.created_by, task.title) == (region, member, lead, "Bellen")
    assert event_of(task) == "task.added"


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"title": ""}, {"title"}),
        ({"title": "x", "kind": "samenwerking"}, {"__all__"}),
        ({"title": "x", "record": uuid.uuid4()}, {"__all__"}),
    ],
)
def test_add_task_refuses(region, lead, values, fields):
    with pytest.raises(ValidationError) as caught:
        actions.add_task(region, by=Actor("page", lead), **values)

    assert set(caught.value.message_dict) == fields
    assert not Task.objects.exists()


def test_finish_and_reopen(lead):
    task = TaskFactory()

    done = actions.finish_task(task, by=Actor("page", lead))
    once = (done.done_on, event_of(task))
    reopened = actions.reopen_task(task, by=Actor("page", lead))

    assert once == (timezone.localdate(), "task.finished")
    assert (reopened.done_on, event_of(task)) == (None, "task.reopened")


def test_finishing_twice_keeps_the_first_day(lead):
    task = TaskFactory(done_on="2026-01-01")

    assert str(actions.finish_task(task, by=Actor("page", lead)).done_on) == "2026-01-01"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 302), ("member", 302), ("admin_user", 302),
        ("neighbour", 404), ("former_member", 404), ("curator", 404), ("national", 404),
    ],
)  # fmt: skip
def test_only_the_team_ticks_off(request, client, region, who, status):
    task = TaskFactory(region=region)
    client.force_login(request.getfixturevalue(who))

    answer = client.post(reverse("regions:task_tick", args=[task.uuid]))

    task.refresh_from_db()
    assert answer.status_code == status
    assert (task.done_on is not None) == (status == 302)


def test_reading_ticks_nothing_off(client, region, lead):
    client.force_login(lead)

    assert client.get(reverse("regions:task_tick", args=[TaskFactory(region=region).uuid])).status_code == 405


def test_a_task_is_put_back(client, region, lead):
    task = TaskFactory(region=region, done_on="2026-01-01")
    client.force_login(lead)

    client.post(reverse("regions:task_tick", args=[task.uuid]), {"weer": "1"})

    task.refresh_from_db()
    assert task.done_on is None


def test_the_list_shows_the_own_tasks_first(client, region, other_region, lead, member):
    mine = TaskFactory(region=region, assignee=lead, due_on="2020-01-01")
    others = [TaskFactory(region=region, assignee=member, due_on="2027-01-01"), TaskFactory(region=region)]
    done = TaskFactory(region=region, done_on="2026-01-01")
    TaskFactory(region=other_region, assignee=lead)
    client.force_login(lead)

    answer = client.get(reverse("regions:task_list"))

    assert answer.context["mine"] == [mine]
    assert answer.context["others"] == others
    assert answer.context["done"] == [done]
    assert "Te laat" in answer.content.decode()


def test_a_task_is_added_on_the_list(client, region, lead, member):
    client.force_login(lead)

    client.post(
        reverse("regions:task_list"), {"title": "Bellen", "assignee": member.pk, "due_on": "2027-01-01"}
    )

    task = Task.objects.get()
    assert (task.title, task.assignee, task.region, str(task.due_on)) == (
        "Bellen",
        member,
        region,
        "2027-01-01",
    )


def test_with_two_regions_the_task_says_which(client, region, other_region, lead, member):
    MembershipFactory(user=lead, region=other_region, role=Role.MEMBER)
    client.force_login(lead)
    address = reverse("regions:task_list")

    client.post(address, {"title": "A", "region": other_region.pk})
    refused = client.post(address, {"title": "B", "region": other_region.pk, "assignee": member.pk})

    assert [(task.title, task.region) for task in Task.objects.all()] == [("A", other_region)]
    assert "Teamlid zit niet in het team van deze regio." in refused.content.decode()


def test_somebody_outside_the_own_teams_cannot_be_chosen(client, region, lead, neighbour):
    client.force_login(lead)

    client.post(reverse("regions:task_list"), {"title": "A", "assignee": neighbour.pk})

    assert not Task.objects.exists()


def test_without_a_region_there_is_nothing_to_add(client, curator):
    client.force_login(curator)

    answer = client.post(reverse("regions:task_list"), {"title": "A"})

    assert "Je hebt geen regio" in answer.content.decode()
    assert not Task.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_task_list_query_count(client, region, lead, member, django_assert_num_queries, count):
    for _number in range(count):
        TaskFactory(region=region, assignee=lead)
        TaskFactory(region=region, assignee=member)
        TaskFactory(region=region, done_on="2026-01-01")
    client.force_login(lead)
    client.get(reverse("regions:task_list"))

    with django_assert_num_queries(8):
        client.get(reverse("regions:task_list"))
