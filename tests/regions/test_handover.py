"""A seat passes to the next kartrekker: rights, tasks and briefing in one action."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, change_record, hide_record
from industriecoalitie.notifications.models import Event, Letter
from regions import actions
from regions.choices import Role
from regions.models import Handover, Membership, Region, Task
from tests.factories.partnerships import MilestoneFactory, PartnershipFactory
from tests.factories.programmes import DemandFactory
from tests.factories.regions import HandoverFactory, MembershipFactory, TaskFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def by(lead) -> Actor:
    return Actor(door="page", user=lead)


def roles_of(user, region) -> list[tuple]:
    rows = Membership.objects.filter(user=user, region=region).order_by("role")
    return list(rows.values_list("role", "from_on", "until_on"))


def test_the_seat_goes_to_a_colleague_today(region, lead, member, by, today):
    mine = TaskFactory(region=region, assignee=lead)
    done = TaskFactory(region=region, assignee=lead, done_on=today)
    elsewhere = TaskFactory(assignee=lead)
    nobodys = TaskFactory(region=region)

    handover = actions.hand_over(region, lead, member.email, today, by=by, note=" Let op ")

    holders = {task.pk: task.assignee for task in Task.objects.all()}
    assert roles_of(lead, region) == [(Role.LEAD, None, today - DAY)]
    assert roles_of(member, region) == [(Role.LEAD, today, None), (Role.MEMBER, None, None)]
    assert holders == {mine.pk: member, done.pk: lead, elsewhere.pk: lead, nobodys.pk: None}
    assert (handover.predecessor, handover.successor, handover.day) == (lead, member, today)
    assert (handover.note, handover.moved_at is not None) == ("Let op", True)


def test_both_get_a_letter(region, lead, member, by, today):
    handover = actions.hand_over(region, lead, member.email, today, by=by)

    letters = {letter.recipient: letter for letter in Letter.objects.all()}
    assert set(letters) == {lead.email, member.email}
    assert letters[member.email].subject == "Je wordt kartrekker van Twente"
    assert handover.get_absolute_url() in letters[member.email].text
    assert "/uitnodiging/" not in letters[member.email].text
    assert letters[lead.email].subject == "Je hebt Twente overgedragen"


def test_someone_new_gets_the_way_in(region, lead, by, today):
    handover = actions.hand_over(region, lead, "nieuw@school.nl", today, by=by, name="Nieuw")

    letter = Letter.objects.get(recipient="nieuw@school.nl")
    assert (handover.successor.name, handover.successor.has_usable_password()) == ("Nieuw", False)
    assert "/uitnodiging/" in letter.text


def test_all_of_it_is_one_change_set(region, lead, member, by, today):
    TaskFactory(region=region, assignee=lead)

    handover = actions.hand_over(region, lead, member.email, today, by=by)

    context = handover.events.order_by("pgh_id").last().pgh_context
    kept = [
        model.pgh_event_model.objects.filter(pgh_context=context).count()
        for model in (Membership, Task, Handover)
    ]
    assert context.metadata == {"door": "page", "user": lead.pk, "event": "region.handed_over"}
    assert kept == [2, 1, 2]


def test_every_role_of_the_predecessor_in_the_region_ends(region, lead, member, by, today):
    MembershipFactory(user=lead, region=region, role=Role.CONNECTOR)
    elsewhere = MembershipFactory(user=lead, role=Role.MEMBER)

    actions.hand_over(region, lead, member.email, today, by=by)

    assert {until for _role, _from, until in roles_of(lead, region)} == {today - DAY}
    assert list(lead.memberships.current()) == [elsewhere]


def test_on_a_later_day_tasks_go_with_the_clock(region, lead, member, by, today):
    task = TaskFactory(region=region, assignee=lead)

    handover = actions.hand_over(region, lead, member.email, today + 3 * DAY, by=by)
    task.refresh_from_db()
    early = (
        task.assignee,
        actions.complete_due_handovers(),
        list(lead.memberships.current().values_list("role")),
    )
    Handover.objects.filter(pk=handover.pk).update(day=today)
    first, second = actions.complete_due_handovers(), actions.complete_due_handovers()
    task.refresh_from_db()

    assert early == (lead, 0, [(Role.LEAD,)])
    assert (first, second, task.assignee) == (1, 0, member)
    assert roles_of(lead, region) == [(Role.LEAD, None, today + 2 * DAY)]
    event = task.events.order_by("pgh_id").last().pgh_context.metadata
    assert event == {"door": "job", "user": None, "event": "region.handed_over"}


def test_a_successor_who_leads_already_keeps_one_open_ended_role(region, lead, by, today):
    second = MembershipFactory(region=region, role=Role.LEAD, until_on=today + 5 * DAY).user

    actions.hand_over(region, lead, second.email, today, by=by)

    assert roles_of(second, region) == [(Role.LEAD, None, None)]


def test_a_successor_who_would_begin_later_begins_on_the_day(region, lead, by, today):
    second = MembershipFactory(region=region, role=Role.LEAD, from_on=today + 50 * DAY).user

    actions.hand_over(region, lead, second.email, today + DAY, by=by)

    assert roles_of(second, region) == [(Role.LEAD, today + DAY, None)]


@pytest.mark.parametrize(
    ("who", "days", "sentence"),
    [
        ("member", -1, "Kies vandaag of een dag die nog komt."),
        ("lead", 0, "Kies iemand anders dan de kartrekker die vertrekt."),
    ],
)
def test_hand_over_refuses(request, region, lead, by, today, who, days, sentence):
    email = request.getfixturevalue(who).email

    with pytest.raises(ValidationError) as caught:
        actions.hand_over(region, lead, email, today + days * DAY, by=by)

    assert caught.value.messages == [sentence]
    assert (Handover.objects.count(), Letter.objects.count()) == (0, 0)


def test_only_a_kartrekker_has_a_seat_to_hand_over(region, lead, member, by, today):
    with pytest.raises(ValidationError) as caught:
        actions.hand_over(region, member, "a@school.nl", today, by=by)

    assert caught.value.messages == ["Teamlid is dan geen kartrekker van deze regio."]
    assert roles_of(member, region) == [(Role.MEMBER, None, None)]
    assert not User.objects.filter(email="a@school.nl").exists()


def test_the_predecessor_keeps_nothing_but_the_log(client, region, lead, member, by, today):
    partnership = PartnershipFactory(owner=region, visibility="concept", slug="geheim")
    task = TaskFactory(region=region, assignee=lead)
    change_record(partnership, Change({"name": "Anders"}), by=by)
    client.force_login(lead)
    pages = {
        "partnership": partnership.get_absolute_url(),
        "team": reverse("regions:team", args=[region.slug]),
        "handover": reverse("regions:handover_add", args=[region.slug]),
    }
    before = {name: client.get(address).status_code for name, address in pages.items()}

    handover = actions.hand_over(region, lead, member.email, today, by=by)

    pages["briefing"] = handover.get_absolute_url()
    after = {name: client.get(address).status_code for name, address in pages.items()}
    tick = client.post(reverse("regions:task_tick", args=[task.uuid])).status_code
    person = User.objects.get(pk=lead.pk)
    assert set(before.values()) == {200}
    assert after == {"partnership": 404, "team": 403, "handover": 403, "briefing": 404}
    assert tick == 404
    assert not Task.objects.visible_to(person).exists()
    assert not Region.objects.editable_by(person).exists()
    log = partnership.events.filter(pgh_context__metadata__user=lead.pk)
    assert log.count() == 1


class TestPage:
    """Handing over in the browser, and the briefing."""

    def hand_over(self, client, region, **changes):
        data = {"day": timezone.localdate().isoformat(), "colleague": "", "email": "", "name": "", "note": ""}
        return client.post(reverse("regions:handover_add", args=[region.slug]), data | changes)

    def test_a_kartrekker_hands_over_to_a_colleague(self, client, region, lead, member):
        client.force_login(lead)

        answer = self.hand_over(client, region, predecessor=lead.pk, colleague=member.pk)

        # Whoever handed over today reads the briefing no longer.
        assert answer.url == reverse("my_page")
        assert Handover.objects.get().successor == member

    def test_the_national_team_fills_a_seat_and_reads_the_briefing(self, client, region, lead, national):
        client.force_login(national)

        answer = self.hand_over(client, region, predecessor=lead.pk, email="nieuw@school.nl", name="Nieuw")

        assert answer.url == Handover.objects.get().get_absolute_url()
        assert client.get(answer.url).status_code == 200

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({}, "Kies iemand uit het team, of vul het e-mailadres van iemand anders in."),
            ({"email": "a@school.nl", "day": ""}, "Vul ‘Eerste dag van de opvolger’ in."),
            ({"email": "a@school.nl", "day": "2020-01-01"}, "Kies vandaag of een dag die nog komt."),
        ],
    )
    def test_what_is_missing_is_asked(self, client, region, lead, changes, sentence):
        client.force_login(lead)

        answer = self.hand_over(client, region, predecessor=lead.pk, **changes)

        assert sentence in answer.content.decode()
        assert not Handover.objects.exists()

    def test_somebody_of_another_region_cannot_be_chosen(self, client, region, lead, neighbour):
        client.force_login(lead)

        answer = self.hand_over(client, region, predecessor=neighbour.pk, email="a@school.nl")

        assert answer.status_code == 200
        assert not Handover.objects.exists()

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("member", 200), ("lead", 200), ("national", 200), ("admin_user", 200),
            ("neighbour", 404), ("former_member", 404), ("curator", 404),
        ],
    )  # fmt: skip
    def test_the_briefing_is_for_the_team(self, request, client, region, who, status):
        handover = HandoverFactory(region=region)
        client.force_login(request.getfixturevalue(who))

        assert client.get(handover.get_absolute_url()).status_code == status

    def test_the_briefing_says_how_the_region_stands(self, client, region, other_region, lead, today, by):
        handover = HandoverFactory(region=region, day=today, note="Bel de gemeente.")
        mine = PartnershipFactory(owner=region, name="Eigen", until_on=today + 20 * DAY)
        hidden = PartnershipFactory(owner=region, name="Verborgen", until_on=today + 20 * DAY)
        theirs = PartnershipFactory(owner=other_region, name="Van de buren", until_on=today + 20 * DAY)
        old = PartnershipFactory(owner=region, name="Oud nieuws")
        for remark, record in enumerate((mine, mine, theirs, old)):
            change_record(record, Change({"remark": str(remark)}), by=by)
        Event.objects.filter(record=old.uuid).update(happened_at=timezone.now() - 91 * DAY)
        hide_record(hidden, by=by)
        for record in (mine, theirs, hidden):
            MilestoneFactory(partnership=record, title=f"Te laat {record.name}", due_on=today - DAY)
            MilestoneFactory(partnership=record, title=f"Straks {record.name}", due_on=today + DAY)
        MilestoneFactory(partnership=mine, title="Gehaald", due_on=today - DAY, is_reached=True)
        DemandFactory(owner=region, title="Wie leert lassen?")
        DemandFactory(owner=region, title="Besloten", decision="new")
        DemandFactory(owner=other_region, title="Vraag van de buren", visibility="concept")
        TaskFactory(region=region, title="Bellen")
        TaskFactory(region=region, title="Gedaan", done_on=today)
        client.force_login(lead)

        answer = client.get(handover.get_absolute_url())

        briefing = answer.context["briefing"]
        assert [(each.row.label, each.count) for each in briefing.changes] == [("Eigen", 2)]
        assert [each.title for each in briefing.overdue] == ["Te laat Eigen"]
        assert [each.title for each in briefing.ahead] == ["Straks Eigen"]
        assert [each.title for each in briefing.demands] == ["Wie leert lassen?"]
        assert [task.title for task in briefing.tasks] == ["Bellen"]
        assert [row.label for section in briefing.ending for row in section.rows] == ["Eigen"]
        assert [each.user for each in briefing.team] == [lead]
        text = answer.content.decode()
        assert "Bel de gemeente." in text
        assert mine.get_absolute_url() in text

    @pytest.mark.parametrize("count", [1, 3])
    def test_briefing_query_count(self, client, region, lead, today, by, django_assert_num_queries, count):
        handover = HandoverFactory(region=region, day=today)
        for _number in range(count):
            partnership = PartnershipFactory(owner=region, until_on=today + DAY)
            change_record(partnership, Change({"remark": "x"}), by=by)
            MilestoneFactory(partnership=partnership, due_on=today)
            DemandFactory(owner=region)
            TaskFactory(region=region, assignee=lead)
        client.force_login(lead)
        client.get(handover.get_absolute_url())

        with django_assert_num_queries(10):
            client.get(handover.get_absolute_url())
