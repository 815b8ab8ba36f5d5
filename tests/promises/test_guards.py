"""The guards, taken away one by one: each time a promise has to be seen broken, or nothing keeps it.

Each case removes one guard inside this process and looks whether what it
guards against then happens; without removal it does not.
"""

from collections.abc import Callable

import pytest

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.querysets import RecordQuerySet
from industriecoalitie.editing import forms
from industriecoalitie.history import recording
from industriecoalitie.history.recording import Change, Conflict, change_record
from partnerships.models import Partnership
from regions.models import Organisation
from regions.querysets import OwnedQuerySet

from .pages import form_on


def lost_update(world, visitors) -> bool:
    """Tell whether a second writer overwrites the first without being told."""
    record = world.records["samenwerking"]["own_public"]
    seen = Partnership.objects.get(pk=record.pk).version
    by = Actor("api", world.people["lead"])
    change_record(record, Change({"summary": "van de een"}), by=by, seen=seen)
    try:
        change_record(record, Change({"summary": "van de ander"}), by=by, seen=seen)
    except Conflict:
        return False
    return True


def hidden_name_found(world, visitors) -> bool:
    """Tell whether typing finds an organisation that the person may not see."""
    Organisation.objects.filter(pk=world.records["organisatie"]["hidden"].pk).update(name="Zqverborgen BV")

    answer = visitors.knock("lead", "GET", "/kiezen/organisatie/", {"q": "zqverborgen"})

    return b"Zqverborgen" in answer.body


def published_by_member(world, visitors) -> bool:
    """Tell whether a member of the team makes a concept public."""
    record = world.records["samenwerking"]["own_concept"]
    address = f"{record.get_absolute_url()}bewerken/"
    values = form_on(visitors.knock("member", "GET", address).body.decode())

    visitors.knock("member", "POST", address, values | {"visibility": ["public"]}, keep=True)

    return Partnership.objects.get(pk=record.pk).visibility == "public"


def changed_elsewhere(world, visitors) -> bool:
    """Tell whether a kartrekker opens the form of another region's record."""
    record = world.records["samenwerking"]["other_public"]

    return visitors.knock("lead", "GET", f"{record.get_absolute_url()}bewerken/").status_code == 200


def hidden_page_opened(world, visitors) -> bool:
    """Tell whether a visitor opens the page of a concept."""
    record = world.records["samenwerking"]["own_concept"]

    return visitors.knock("visitor", "GET", record.get_absolute_url()).status_code == 200


def without_version_check(monkeypatch) -> None:
    kept = recording.locked
    monkeypatch.setattr(recording, "locked", lambda record, seen=None: kept(record, None))


def without_sight_in_pickers(monkeypatch) -> None:
    monkeypatch.setattr(OwnedQuerySet, "visible_to", lambda rows, user: rows.all())


def without_publishing_right(monkeypatch) -> None:
    monkeypatch.setattr(forms.RecordForm, "may_publish", lambda form: True)


def without_region(monkeypatch) -> None:
    monkeypatch.setattr(Partnership.objects.all().__class__, "editable_by", lambda rows, user: rows.all())


def without_visibility(monkeypatch) -> None:
    monkeypatch.setattr(RecordQuerySet, "visible_to", lambda rows, user: rows.filter(hidden_at=None))


GUARDS: list[tuple[Callable, Callable]] = [
    (without_version_check, lost_update),
    (without_sight_in_pickers, hidden_name_found),
    (without_publishing_right, published_by_member),
    (without_region, changed_elsewhere),
    (without_visibility, hidden_page_opened),
]


@pytest.mark.parametrize(("remove", "is_broken"), GUARDS, ids=lambda each: each.__name__)
def test_a_guard_that_is_gone_is_missed(world, visitors, kept_whole, monkeypatch, remove, is_broken):
    with_guard = is_broken(world, visitors)
    remove(monkeypatch)
    without_guard = is_broken(world, visitors)

    assert (with_guard, without_guard) == (False, True)
