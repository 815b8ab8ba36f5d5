"""What a region may tell of itself, and that the team of the practice hears it whichever way the portal came to know."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.changes import undo
from industriecoalitie.history.recording import (
    Change,
    add_record,
    change_record,
    change_set,
    hide_record,
    restore_record,
)
from industriecoalitie.notifications.models import Letter
from knowledgebank.actions.adopting import tell_owners, tell_recent
from knowledgebank.choices import PracticeState
from knowledgebank.models import Adoption
from tests.exchange.files import exported
from tests.exchange.test_imports import confirm, send
from tests.factories.knowledgebank import AdoptionFactory, PracticeFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import RegionFactory
from tests.knowledgebank.views.states import in_every_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(lead) -> Actor:
    return Actor("page", lead)


@pytest.fixture
def practice(other_region):
    """A practice of the neighbours."""
    return PracticeFactory(title="Leren op de werkvloer", owner=other_region, region=other_region)


def file_of(user, practice, region) -> dict[str, list[list]]:
    """Return a file that says of a region that it builds on a practice."""
    sheets = exported("adoptions", user)
    (title,) = (name for name, rows in sheets.items() if "Voorbeeld" in rows[0])
    told = {
        "Voorbeeld": practice.title, "Regio": region.name, "Stand": "overgenomen", "Zichtbaarheid": "Openbaar",
        "Eigenaar": "Twente",
    }  # fmt: skip
    sheets[title].append([told.get(head, "") for head in sheets[title][0]])
    return sheets


def subjects() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("subject", flat=True))


class TestRules:
    @pytest.mark.parametrize("owned_by_region", [True, False])
    def test_a_region_or_the_national_team_tells_of_a_region(self, practice, region, by, owned_by_region):
        owner = region if owned_by_region else None

        saved = add_record(Adoption(practice=practice, region=region, owner=owner), Change(), by=by)

        assert (saved.region, saved.owner) == (region, owner)

    def test_nobody_tells_of_another_region(self, practice, region, by):
        adoption = Adoption(practice=practice, region=RegionFactory(), owner=region)

        with pytest.raises(ValidationError) as refused:
            add_record(adoption, Change(), by=by)

        assert refused.value.message_dict == {"owner": ["Een regio vertelt alleen over zichzelf."]}

    def test_nor_makes_an_adoption_one_of_another_region(self, practice, region, by):
        adoption = AdoptionFactory(practice=practice, region=region, owner=region)

        with pytest.raises(ValidationError) as refused:
            change_record(adoption, Change({"region": RegionFactory()}), by=by)

        assert set(refused.value.message_dict) == {"owner"}

    @pytest.mark.parametrize("name", ["draft", "in-review", "planned", "retired", "beside"])
    def test_what_is_not_published_has_no_followers_yet(self, region, other_region, by, name):
        practice = in_every_state(owner=other_region)[name]

        with pytest.raises(ValidationError) as refused:
            add_record(Adoption(practice=practice, region=region, owner=region), Change(), by=by)

        assert set(refused.value.message_dict) == {"practice"}

    def test_what_was_told_before_a_practice_was_archived_is_still_changed(self, practice, region, by):
        adoption = AdoptionFactory(practice=practice, region=region, owner=region)
        type(practice).objects.filter(pk=practice.pk).update(state=PracticeState.RETIRED)

        assert change_record(adoption, Change({"state": "stopped"}), by=by).state == "stopped"

    def test_a_partnership_is_of_the_own_region(self, practice, region, other_region, by):
        adoption = AdoptionFactory(practice=practice, region=region, owner=region)
        own, there = (
            PartnershipFactory(region=region),
            PartnershipFactory(owner=other_region, region=other_region),
        )

        with pytest.raises(ValidationError) as refused:
            change_record(adoption, Change({"partnership": there}), by=by)

        assert refused.value.message_dict == {"partnership": ["Kies een samenwerking van je eigen regio."]}
        assert change_record(adoption, Change({"partnership": own}), by=by).partnership == own

    def test_a_file_does_not_go_round_the_rules(self, lead, region, practice):
        run = send("adoptions", lead, file_of(lead, practice, RegionFactory(name="Drenthe")))

        assert [each["message"] for each in run.faults] == ["Een regio vertelt alleen over zichzelf."]
        assert Adoption.objects.count() == 0


class TestTelling:
    def test_a_file_and_an_undo_are_told_by_the_clock(self, lead, region, neighbour, practice, by):
        run = confirm(send("adoptions", lead, file_of(lead, practice, region)))
        adoption = Adoption.objects.get(region=region)
        tell_recent()
        added = subjects()
        with change_set(by, "bulk.done") as key:
            change_record(adoption, Change({"state": "stopped"}), by=by)
        tell_recent()
        changed = subjects()
        undo(key, by=by)
        tell_recent()

        new, again = (
            "Twente bouwt voort op: Leren op de werkvloer",
            "Nieuwe stand bij Twente: Leren op de werkvloer",
        )
        assert run.faults == []
        assert (added, changed, subjects()) == ([new], [new, again], [new, again, again])
        assert set(Letter.objects.values_list("recipient", flat=True)) == {neighbour.email}

    def test_the_clock_repeats_nothing(self, region, neighbour, practice, by):
        adoption = AdoptionFactory(practice=practice, region=region, owner=region)
        tell_owners(adoption)
        tell_recent()
        adoption = change_record(adoption, Change({"changes": "In de avond"}), by=by)
        hide_record(adoption, by=by)
        tell_recent()
        restore_record(Adoption.objects.get(), by=by)
        tell_recent()
        tell_recent()

        assert subjects() == ["Twente bouwt voort op: Leren op de werkvloer"]

    def test_what_others_do_not_read_and_what_is_long_ago_is_not_told(self, region, neighbour, practice):
        AdoptionFactory(practice=practice, visibility="concept")
        AdoptionFactory(practice=practice, hidden_at=timezone.now())
        long_ago = AdoptionFactory(practice=practice)
        Adoption.objects.filter(pk=long_ago.pk).update(updated_at=timezone.now() - datetime.timedelta(days=8))

        tell_recent()

        assert subjects() == []
