"""Who may see and change what in the databank: one row for each person."""

import pytest
from django.contrib.auth.models import AnonymousUser

from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice
from tests.factories.accounts import UserFactory
from tests.factories.knowledgebank import (
    AdoptionFactory,
    EvidenceFactory,
    IndicatorFactory,
    LearningResourceFactory,
    MeasurementFactory,
    PracticeFactorFactory,
    PracticeFactory,
    ProgressEntryFactory,
    ProgressReportFactory,
    QuoteFactory,
    SuccessFactorFactory,
)
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
EVERYONE = ("visitor", "stranger", "member", "lead", "former", "neighbour", "curator", "national", "admin")


@pytest.fixture
def cast(member, lead, former_member, neighbour, curator, national, admin_user) -> dict:
    return {
        "visitor": AnonymousUser(),
        "stranger": UserFactory(),
        "member": member,
        "lead": lead,
        "former": former_member,
        "neighbour": neighbour,
        "curator": curator,
        "national": national,
        "admin": admin_user,
    }


def may(cast: dict, verb: str, record) -> set[str]:
    """Return who has a permission on a record."""
    permission = f"knowledgebank.{verb}_{record._meta.model_name}"
    return {name for name, user in cast.items() if user.has_perm(permission, record)}


REGIONAL = {
    "adoption": lambda region, **more: AdoptionFactory(owner=region, region=RegionFactory(), **more),
    "learning resource": lambda region, **more: LearningResourceFactory(owner=region, **more),
    "progress report": lambda region, **more: ProgressReportFactory(owner=region, **more),
}


@pytest.mark.parametrize("make", REGIONAL.values(), ids=REGIONAL)
class TestRecordsOfARegion:
    def test_public_is_seen_by_all_and_changed_by_the_own_team(self, cast, region, make):
        record = make(region)

        assert may(cast, "view", record) == set(EVERYONE)
        assert may(cast, "change", record) == {"member", "lead", "admin"}

    def test_network_is_seen_once_signed_in(self, cast, region, make):
        record = make(region, visibility="network")

        assert may(cast, "view", record) == set(EVERYONE) - {"visitor"}

    def test_concept_is_seen_by_the_own_team_and_by_the_national_roles(self, cast, region, make):
        record = make(region, visibility="concept")

        assert may(cast, "view", record) == {"member", "lead", "curator", "national", "admin"}

    def test_hidden_is_seen_by_nobody_but_the_administrator(self, cast, region, make):
        record = make(region, hidden_at="2024-01-01T00:00:00Z")

        assert may(cast, "view", record) == {"admin"}


class TestPractice:
    def test_published_is_seen_by_all_kept_by_its_team_and_written_in_by_nobody(self, cast, region):
        practice = PracticeFactory(owner=region)

        assert may(cast, "view", practice) == set(EVERYONE)
        assert may(cast, "keep", practice) == {"member", "lead", "admin"}
        assert set(Practice.objects.editable_by(cast["admin"])) == set()
        assert may(cast, "change", practice) == {"admin"}  # Django asks no rule of an administrator
        assert may(cast, "curate", practice) == {"curator", "admin"}
        assert may(cast, "submit", practice) == {"admin"}

    @pytest.mark.parametrize("state", [PracticeState.DRAFT, PracticeState.CHANGES_ASKED])
    def test_its_team_and_the_curators_write_until_it_is_handed_in(self, cast, region, state):
        practice = PracticeFactory(owner=region, state=state)

        assert may(cast, "view", practice) == {"member", "lead", "curator", "national", "admin"}
        assert may(cast, "change", practice) == {"member", "lead", "curator", "admin"}
        assert may(cast, "submit", practice) == {"lead", "curator", "admin"}

    def test_what_lies_with_the_curators_is_theirs(self, cast, region):
        practice = PracticeFactory(owner=region, state=PracticeState.IN_REVIEW)

        assert may(cast, "view", practice) == {"member", "lead", "curator", "national", "admin"}
        assert may(cast, "change", practice) == {"curator", "admin"}
        assert may(cast, "submit", practice) == {"admin"}

    @pytest.mark.parametrize("state", [PracticeState.RETIRED, PracticeState.IN_REVIEW])
    def test_retired_is_for_visitors_as_if_it_was_not_there(self, cast, region, state):
        practice = PracticeFactory(owner=region, state=state)

        assert may(cast, "view", practice) == {"member", "lead", "curator", "national", "admin"}

    def test_network_is_seen_once_signed_in(self, cast, region):
        practice = PracticeFactory(owner=region, visibility="network")

        assert may(cast, "view", practice) == set(EVERYONE) - {"visitor"}


def test_a_draft_practice_is_seen_by_its_team_by_curators_and_by_the_national_team(cast, region):
    practice = PracticeFactory(owner=region, state=PracticeState.DRAFT)

    assert may(cast, "view", practice) == {"member", "lead", "curator", "national", "admin"}


@pytest.mark.parametrize(
    "make", [PracticeFactorFactory, EvidenceFactory, QuoteFactory], ids=["factor", "evidence", "quote"]
)
def test_rows_of_a_practice_follow_the_practice(cast, region, make):
    row = make(practice=PracticeFactory(owner=region, state=PracticeState.DRAFT))

    assert may(cast, "view", row) == {"member", "lead", "curator", "national", "admin"}
    assert may(cast, "change", row) == {"member", "lead", "curator", "admin"}


def test_an_entry_follows_its_report(cast, region):
    entry = ProgressEntryFactory(report=ProgressReportFactory(owner=region, visibility="concept"))

    assert may(cast, "view", entry) == {"member", "lead", "curator", "national", "admin"}
    assert may(cast, "change", entry) == {"member", "lead", "admin"}


def test_an_adoption_of_a_hidden_practice_is_not_seen(cast, region):
    adoption = AdoptionFactory(practice__visibility="concept", owner=region)

    assert may(cast, "view", adoption) == {"curator", "national", "admin"}


def test_curators_keep_the_success_factors(cast):
    factor = SuccessFactorFactory()

    assert may(cast, "view", factor) == set(EVERYONE)
    assert may(cast, "change", factor) == {"curator", "admin"}


@pytest.mark.parametrize("make", [IndicatorFactory, MeasurementFactory], ids=["indicator", "measurement"])
def test_the_national_team_keeps_the_figures(cast, make):
    figure = make()

    assert may(cast, "view", figure) == set(EVERYONE)
    assert may(cast, "change", figure) == {"national", "admin"}


def test_a_value_of_a_hidden_indicator_is_not_seen(cast):
    measurement = MeasurementFactory(indicator__visibility="concept")

    assert may(cast, "view", measurement) == {"national", "admin"}
