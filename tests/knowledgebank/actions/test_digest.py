"""The letters to teams: what matches, to whom, once; and what happens when a run is killed."""

import datetime
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import psycopg2
import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.dates import AMSTERDAM
from industriecoalitie.history.recording import Change, change_record
from industriecoalitie.notifications.models import Letter
from industriecoalitie.notifications.outbox import message_id
from knowledgebank.actions import digest
from knowledgebank.actions.digest import send_digests
from knowledgebank.choices import PracticeKind
from knowledgebank.models import Digest, DigestItem, DigestReader, Interest
from knowledgebank.models.sharing import hash_of
from regions.choices import Role
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import InterestFactory, PracticeFactory
from tests.factories.regions import MembershipFactory, RegionFactory
from tests.knowledgebank.views.states import in_every_state
from tests.portal import address_of
from tests.smtp import sink

BY = Actor("job")
# A Monday, and the days around it.
WEEK = datetime.date(2026, 11, 23)
MONDAY = datetime.datetime(2026, 11, 23, 7, 0, tzinfo=AMSTERDAM)
CHOSEN = datetime.datetime(2026, 11, 2, 12, 0, tzinfo=AMSTERDAM)


def follows(region, **fields) -> Interest:
    """Let a team follow something since the second of November."""
    interest = InterestFactory(region=region, **{"kind": "", **fields})
    Interest.objects.filter(pk=interest.pk).update(created_at=CHOSEN)
    return interest


def published(**fields):
    return PracticeFactory(**{"published_on": "2026-11-18", **fields})


@pytest.fixture
def robotics(db):
    return ConceptFactory(scheme=Scheme.THEME, notation="robotica", label="Robotica")


def told(region) -> dict[str, str]:
    """Return what stood in the letters to a team, and why."""
    rows = DigestItem.objects.filter(region=region).select_related("practice")
    return {row.practice.title: row.because for row in rows}


@pytest.mark.django_db
class TestWhatMatches:
    def test_a_theme_with_all_that_is_narrower(self, lead, region, robotics):
        arms = ConceptFactory(scheme=Scheme.THEME, label="Robotarmen")
        arms.broader.add(robotics)
        follows(region, concept=robotics)
        for title, terms in (
            ("Zelf", [robotics]),
            ("Smaller", [arms]),
            ("Beide", [robotics, arms]),
            ("Anders", []),
        ):
            published(title=title).concepts.add(*terms)

        assert send_digests(MONDAY) == 1
        assert told(region) == {"Zelf": "Robotica", "Smaller": "Robotica", "Beide": "Robotica"}

    def test_a_region_by_itself_or_as_the_one_that_keeps_it(self, lead, region, other_region):
        follows(region, about=other_region)
        published(title="Daar", region=other_region)
        published(title="Van daar", owner=other_region)
        published(title="Elders", region=RegionFactory(), owner=other_region)

        send_digests(MONDAY)

        assert told(region) == {"Daar": "Limburg", "Van daar": "Limburg"}

    def test_a_kind_and_every_reason_that_holds(self, lead, region, robotics):
        follows(region, kind=PracticeKind.DEMAND)
        follows(region, concept=robotics)
        published(title="Vraag", kind=PracticeKind.DEMAND).concepts.add(robotics)
        published(title="Pps", kind=PracticeKind.PARTNERSHIP)

        send_digests(MONDAY)

        assert told(region) == {"Vraag": "Basisaanpak voor vraagarticulatie, Robotica"}

    def test_its_own_practices_it_knows(self, lead, region, other_region):
        follows(region, about=region)
        published(title="Van het team zelf", owner=region, region=region)
        published(title="Over de regio", owner=other_region, region=region)
        published(title="Landelijk", region=region)

        send_digests(MONDAY)

        assert set(told(region)) == {"Over de regio", "Landelijk"}

    def test_only_what_is_published_and_shared(self, lead, region):
        follows(region, kind=PracticeKind.PARTNERSHIP)
        practices = in_every_state(published_on="2026-11-18")
        published(title="Half", visibility="concept")

        send_digests(MONDAY)

        assert set(told(region)) == {practices["published"].title, practices["network"].title}
        text = Letter.objects.get().text
        assert [name for name in practices if f"/kennisbank/{name}/" in text] == ["published", "network"]

    @pytest.mark.parametrize(("day", "is_told"), [
        ("2026-11-01", False),  # before the team chose to follow it
        ("2026-11-02", True),
        ("2026-11-22", True),
        ("2026-11-23", False),  # goes next week
    ])  # fmt: skip
    def test_published_since_the_team_chose_and_before_this_monday(self, lead, region, day, is_told):
        follows(region, kind=PracticeKind.PARTNERSHIP)
        published(published_on=day)

        assert send_digests(MONDAY) == int(is_told)

    def test_what_is_followed_and_was_taken_away_is_not_named(self, lead, region, robotics):
        follows(region, concept=robotics)
        follows(region, kind=PracticeKind.PARTNERSHIP)
        published(title="Zelf").concepts.add(robotics)
        change_record(robotics, Change({"hidden_at": timezone.now()}), by=BY)

        send_digests(MONDAY)

        assert told(region) == {"Zelf": "Bewezen pps-voorbeeld"}


@pytest.mark.django_db
class TestWhoGetsIt:
    def test_kartrekker_and_members_of_today(self, lead, member, region, former_member, neighbour, curator):
        MembershipFactory(region=region, role=Role.CONNECTOR)
        MembershipFactory(region=region, role=Role.MEMBER, user__is_active=False)
        MembershipFactory(region=region, role=Role.MEMBER, from_on="2030-01-01")
        MembershipFactory(region=region, role=Role.LEAD, user=member)
        follows(region, kind=PracticeKind.PARTNERSHIP)
        published()

        assert send_digests(MONDAY) == 2
        assert set(Letter.objects.values_list("recipient", flat=True)) == {lead.email, member.email}
        assert list(Digest.objects.values_list("region", "week", "letters")) == [(region.pk, WEEK, 2)]

    def test_without_anyone_it_waits_for_who_comes(self, region):
        follows(region, kind=PracticeKind.PARTNERSHIP)
        published(title="Wacht")

        assert send_digests(MONDAY) == 0
        assert Digest.objects.count() == 0
        MembershipFactory(region=region, role=Role.LEAD)
        assert send_digests(MONDAY) == 1
        assert told(region) == {"Wacht": "Bewezen pps-voorbeeld"}

    def test_who_stopped_gets_none_and_the_others_do(self, lead, member, region):
        follows(region, kind=PracticeKind.PARTNERSHIP)
        published()
        digest.stop_digest(digest.reader_of(lead, region))

        send_digests(MONDAY)

        assert list(Letter.objects.values_list("recipient", flat=True)) == [member.email]

    def test_the_letter_says_what_why_and_how_to_stop(self, lead, region, robotics):
        follows(region, concept=robotics)
        practice = published(title="Robots in de klas", summary="Een  arm\nper groep.")
        practice.concepts.add(robotics)

        send_digests(MONDAY)

        letter = Letter.objects.get()
        reader = DigestReader.objects.get()
        stop = f"{settings.BASE_URL}/kennisbank/volgen/stoppen/{reader.token()}/"
        assert letter.subject == "1 nieuw voorbeeld voor team Twente"
        assert letter.key == f"digest:{region.uuid}:2026-11-23:{lead.pk}"
        assert letter.unsubscribe_url == stop
        for part in (
            "Robots in de klas\nOmdat jullie ‘Robotica’ volgen.\nEen arm per groep.\n"
            f"{settings.BASE_URL}{practice.get_absolute_url()}",
            f"{settings.BASE_URL}/regios/twente/team/volgt/",
            stop,
        ):  # fmt: skip
            assert part in letter.text
        assert (reader.user, reader.region, reader.token_hash) == (lead, region, hash_of(reader.token()))

    def test_a_key_of_before_the_secret_changed_is_made_anew(self, lead, region):
        reader = digest.reader_of(lead, region)
        DigestReader.objects.filter(pk=reader.pk).update(token_hash="0" * 64)

        assert digest.reader_of(lead, region).token_hash == hash_of(reader.token())

    def test_a_long_list_names_thirty_and_counts_the_rest(self, lead, region):
        follows(region, kind=PracticeKind.PARTNERSHIP)
        for number in range(32):
            published(title=f"Voorbeeld nummer {number:02}")

        send_digests(MONDAY)

        letter = Letter.objects.get()
        assert letter.text.count("Voorbeeld nummer") == 30
        assert "En nog 2 andere voorbeelden" in letter.text
        assert DigestItem.objects.count() == 32


@pytest.mark.django_db
class TestOnce:
    def test_a_practice_goes_to_a_team_once(self, lead, region):
        follows(region, kind=PracticeKind.PARTNERSHIP)
        published(title="Eerst")
        again = MONDAY + datetime.timedelta(hours=1)
        next_week = MONDAY + datetime.timedelta(days=7)

        letters = [send_digests(MONDAY), send_digests(again), send_digests(next_week)]
        published(title="Later", published_on="2026-11-25")
        letters += [send_digests(again), send_digests(next_week), send_digests(next_week)]

        assert letters == [1, 0, 0, 0, 1, 0]
        assert list(DigestItem.objects.order_by("pk").values_list("practice__title", "digest__week")) == [
            ("Eerst", WEEK), ("Later", datetime.date(2026, 11, 30)),
        ]  # fmt: skip

    def test_a_week_that_was_missed_is_caught_up(self, lead, region):
        follows(region, kind=PracticeKind.PARTNERSHIP)
        published(published_on="2026-11-04")

        assert send_digests(MONDAY + datetime.timedelta(days=2)) == 1

    def test_one_team_that_breaks_does_not_keep_the_others_waiting(
        self, region, other_region, lead, neighbour, monkeypatch
    ):
        for each in (region, other_region):
            follows(each, kind=PracticeKind.PARTNERSHIP)
        published()
        whole = digest.matches_of

        def broken(team, **more):
            if team == region:
                raise RuntimeError("stuk")
            return whole(team, **more)

        monkeypatch.setattr(digest, "matches_of", broken)
        assert send_digests(MONDAY) == 1
        assert set(Digest.objects.values_list("region__slug", flat=True)) == {"limburg"}

    def test_stopping_and_wanting_again_leave_a_trace(self, lead, region):
        reader = digest.reader_of(lead, region)

        digest.stop_digest(reader)
        digest.stop_digest(reader)
        digest.resume_digest(reader)

        events = DigestReader.pgh_event_model.objects.order_by("pgh_id")
        assert [event.stopped_at is not None for event in events] == [False, True, False]

    def test_by_hand_for_a_day(self, lead, region, capsys):
        follows(region, kind=PracticeKind.PARTNERSHIP)
        published()

        call_command("send_digests", day=datetime.date(2026, 11, 29))
        call_command("send_digests", day=datetime.date(2026, 11, 23))

        assert capsys.readouterr().out == "brieven: 1\nbrieven: 0\n"


# What follows really kills, and has no queue: nothing listens where Redis should be. A letter with the key of one that the run will write, held in an open transaction, makes
# the run wait in the middle of a team: after its digest and its first letters, before the last.

RUN = """
import datetime, django
django.setup()
from industriecoalitie.celery import app
app.conf.task_always_eager = False
from knowledgebank.actions.digest import send_digests
send_digests(datetime.datetime.fromisoformat("{moment}"))
"""
SEND = """
import django
django.setup()
from django.conf import settings
settings.EMAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", {port}
from industriecoalitie.notifications.outbox import send_due_letters
send_due_letters()
"""


@dataclass
class Teams:
    """Teams that follow what was published, and who is in them."""

    regions: list = field(default_factory=list)
    people: dict = field(default_factory=dict)

    def key(self, region, user) -> str:
        return f"digest:{region.uuid}:{WEEK}:{user.pk}"

    def wanted(self) -> set[tuple[str, str]]:
        """Return address and Message-ID of every letter there should be."""
        return {
            (user.email, message_id(self.key(region, user)))
            for region in self.regions
            for user in self.people[region.pk]
        }

    def last_key(self, number: int) -> str:
        """Return the key of the last letter that a run writes to a team."""
        region = self.regions[number]
        return self.key(region, max(self.people[region.pk], key=lambda user: user.pk))


@pytest.fixture
def teams(transactional_db) -> Teams:
    made = Teams()
    for _number in range(5):
        region = RegionFactory()
        made.regions.append(region)
        made.people[region.pk] = [MembershipFactory(region=region, role=Role.MEMBER).user for _ in range(3)]
        follows(region, kind=PracticeKind.PARTNERSHIP)
    for _number in range(3):
        published()
    return made


def started(script: str, **env: str) -> subprocess.Popen:
    own = {**os.environ, "DATABASE_URL": address_of(connection.settings_dict["NAME"]), **env}
    return subprocess.Popen([sys.executable, "-c", script], cwd=settings.BASE_DIR, env=own)


def run_digests() -> subprocess.Popen:
    return started(RUN.format(moment=MONDAY.isoformat()), REDIS_URL="redis://127.0.0.1:1/0")


class Holder:
    """Holds the place of a letter, so that who writes it waits."""

    def __init__(self, key: str):
        self.line = psycopg2.connect(address_of(connection.settings_dict["NAME"]))
        with self.line.cursor() as cursor:
            cursor.execute(
                "INSERT INTO notifications_letter (key, recipient, subject, text, unsubscribe_url, last_error)"
                " VALUES (%s, 'x@voorbeeld.test', 'x', '', '', '')",
                [key],
            )

    def let_go(self) -> None:
        self.line.rollback()
        self.line.close()


def waiting_backend(within_s: float = 14) -> int:
    """Return the process of the database in which someone waits for the held letter."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                " AND query LIKE '%INSERT INTO \"notifications_letter\"%'"
            )
            row = cursor.fetchone()
        if row:
            return row[0]
        time.sleep(0.02)
    pytest.fail("no run came to the letter that was held")


def deliver(server, *, is_killed: bool) -> None:
    """Send all letters from processes, the first of which is killed while it sends unless one ``is_killed`` before."""
    while Letter.objects.open().exists():
        before = len(server.kept)
        process = started(SEND.format(port=server.port))
        while process.poll() is None and (is_killed or len(server.kept) < before + 4):
            time.sleep(0.005)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            is_killed = True
        process.wait()
        Letter.objects.open().update(due_at=Now(), locked_until=None)
    assert is_killed


def assert_all_told_once(teams: Teams, *, kills_sender: bool = False) -> None:
    """Every member has one letter row, every team has each practice once, and the mail server got each letter."""
    keys = {teams.key(region, user) for region in teams.regions for user in teams.people[region.pk]}
    assert sorted(Letter.objects.values_list("key", flat=True)) == sorted(keys)
    assert set(Digest.objects.values_list("region", "letters")) == {
        (region.pk, 3) for region in teams.regions
    }
    assert (Digest.objects.count(), DigestItem.objects.count()) == (5, 15)
    with sink(lambda number: "slow") as server:
        deliver(server, is_killed=not kills_sender)
    assert set(server.kept) == teams.wanted()
    assert Letter.objects.filter(sent_at=None).count() == 0


def test_runs_that_are_killed_in_the_middle_of_a_team_lose_and_double_nothing(teams):
    for number in (0, 2, 4):
        holder = Holder(teams.last_key(number))
        process = run_digests()
        waiting_backend()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        holder.let_go()
        # The teams before it are done, this one not at all.
        done = {region.pk for region in teams.regions[:number]}
        assert set(Digest.objects.values_list("region", flat=True)) == done
        assert Letter.objects.count() == 3 * number

    assert run_digests().wait() == 0
    assert_all_told_once(teams, kills_sender=True)


def test_a_database_that_ends_a_run_in_the_middle_costs_one_team_a_round(teams):
    holder = Holder(teams.last_key(1))
    process = run_digests()
    backend = waiting_backend()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    assert process.wait() == 0, "the run ends well: the other teams are told over a new line"
    holder.let_go()
    told_now = set(Digest.objects.values_list("region", flat=True))
    assert told_now == {region.pk for number, region in enumerate(teams.regions) if number != 1}

    assert run_digests().wait() == 0
    assert_all_told_once(teams)


def test_without_a_queue_every_letter_is_written_and_found_by_the_clock(teams):
    assert run_digests().wait() == 0
    assert Letter.objects.open().count() == 15

    assert_all_told_once(teams)


def test_two_runs_at_once_tell_each_team_once(teams):
    letters = []

    def run() -> None:
        try:
            letters.append(send_digests(MONDAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(letters) == 15
    assert sorted(message.to[0] for message in mail.outbox) == sorted(email for email, _id in teams.wanted())
    assert DigestItem.objects.count() == 15
