"""Making, replacing and ending a token, with its letters and its history."""

import datetime

import pghistory
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.notifications.models import Letter
from industriecoalitie.tokens import actions, tasks
from industriecoalitie.tokens.choices import State
from industriecoalitie.tokens.models import ApiToken
from tests.factories.tokens import ApiTokenFactory, token_for

DAY = datetime.timedelta(days=1)


def by(user) -> Actor:
    return Actor(door="page", user=user)


def letters() -> set[tuple[str, str]]:
    return set(Letter.objects.values_list("key", "recipient"))


def history(token) -> list[tuple[str, str]]:
    """Return what happened to a token: the event of the change and the label of the row."""
    return [
        (row.pgh_context.metadata["event"], row.pgh_label)
        for row in token.events.select_related("pgh_context").order_by("pgh_id")
    ]


def test_a_token_is_made_with_what_was_asked(lead, region):
    token, text = actions.make_token(
        lead, "Website", ["write:partnerships", "read:network", "read:network"],
        by=by(lead), regions=[region], networks=["192.0.2.0/24"], days=30,
    )  # fmt: skip
    token.refresh_from_db()

    assert (token.owner, token.created_by, token.name) == (lead, lead, "Website")
    assert token.scopes == ["read:network", "write:partnerships"]
    assert (list(token.regions.all()), token.networks) == ([region], ["192.0.2.0/24"])
    assert token.expires_at - token.created_at == 30 * DAY
    assert text.startswith(f"mbo_{token.public_id}_")
    assert history(token) == [("token.made", "insert")]
    assert letters() == {(f"token:{token.uuid}:made", lead.email)}


def test_the_same_name_makes_no_second_token(lead):
    token, _text = token_for(lead, "read:public")

    with pytest.raises(ValidationError) as refused:
        actions.make_token(lead, "Nog een", ["read:public"], by=by(lead), uuid=token.uuid)

    assert set(refused.value.error_dict) == {"uuid"}
    assert ApiToken.objects.count() == 1


def test_nobody_has_very_many_tokens_that_work(lead, neighbour, monkeypatch):
    monkeypatch.setattr(actions, "MOST_LIVE", 2)
    first, _text = token_for(lead, "read:public")
    token_for(lead, "read:public")
    token_for(neighbour, "read:public")

    with pytest.raises(ValidationError):
        token_for(lead, "read:public")
    actions.revoke_token(first, by=by(lead))
    token_for(lead, "read:public")

    assert ApiToken.objects.filter(owner=lead).live().count() == 2


def test_a_token_is_replaced_by_one_that_does_the_same(lead, region):
    old = ApiTokenFactory(
        owner=lead, scopes=["write:partnerships"], regions=[region], networks=["192.0.2.0/24"]
    )

    new, text = actions.rotate_token(old, by=by(lead), days=90, overlap=1)

    old.refresh_from_db()
    assert (new.scopes, list(new.regions.all()), new.networks) == (old.scopes, [region], old.networks)
    assert (new.replaces, new.name, new.owner) == (old, old.name, lead)
    assert text != old.text
    assert new.expires_at - new.created_at == 90 * DAY
    assert old.expires_at - new.created_at == DAY
    assert (history(old)[-1], history(new)) == (("token.rotated", "update"), [("token.rotated", "insert")])
    assert letters() == {
        (f"token:{old.uuid}:made", lead.email),
        (f"token:{new.uuid}:rotated", lead.email),
    }


@pytest.mark.parametrize(("days", "overlap", "left"), [(365, 30, 7), (365, 7, 7), (3, 7, 3)])
def test_the_old_one_works_seven_days_at_most_and_never_longer_than_it_would(lead, days, overlap, left):
    old = ApiTokenFactory(owner=lead, days=days)

    actions.rotate_token(old, by=by(lead), overlap=overlap)

    old.refresh_from_db()
    assert round((old.expires_at - old.created_at) / DAY) == left


def test_at_most_two_are_there_at_a_time(lead):
    old = ApiTokenFactory(owner=lead)
    new, _text = actions.rotate_token(old, by=by(lead))

    for token in (old, new):
        with pytest.raises(ValidationError):
            actions.rotate_token(token, by=by(lead))
    assert ApiToken.objects.live().count() == 2

    actions.revoke_token(old, by=by(lead))
    actions.rotate_token(new, by=by(lead))
    assert ApiToken.objects.live().count() == 2


def test_one_that_works_no_longer_is_not_replaced(lead):
    token = actions.revoke_token(ApiTokenFactory(owner=lead), by=by(lead))

    with pytest.raises(ValidationError):
        actions.rotate_token(token, by=by(lead))

    assert ApiToken.objects.count() == 1


def test_a_token_is_ended_once(lead):
    token = ApiTokenFactory(owner=lead)

    first = actions.revoke_token(token, by=by(lead))
    again = actions.revoke_token(token, by=by(lead))

    assert first.state == State.REVOKED
    assert again.revoked_at == first.revoked_at
    assert history(token) == [("token.made", "insert"), ("token.revoked", "update")]
    assert letters() == {(f"token:{token.uuid}:made", lead.email)}


@pytest.mark.parametrize("door", ["admin", "command"])
def test_the_owner_hears_that_somebody_else_ended_a_token(lead, admin_user, door):
    token = ApiTokenFactory(owner=lead)
    who = admin_user if door == "admin" else None

    actions.revoke_token(token, by=Actor(door=door, user=who))

    assert (f"token:{token.uuid}:revoked", lead.email) in letters()


def test_owners_are_warned_two_weeks_before_once(lead, neighbour):
    soon = ApiTokenFactory(owner=lead, days=14)
    ApiTokenFactory(owner=lead, days=16)
    replaced = ApiTokenFactory(owner=lead, days=10)
    actions.rotate_token(replaced, by=by(lead))
    actions.revoke_token(ApiTokenFactory(owner=lead, days=5), by=by(lead))
    gone = ApiTokenFactory(owner=neighbour, days=5)
    type(neighbour).objects.filter(pk=neighbour.pk).update(is_active=False)
    now = timezone.now()

    assert [actions.warn_of_expiry(now), actions.warn_of_expiry(now)] == [1, 1]
    assert {key for key, _to in letters() if key.endswith("expiring")} == {f"token:{soon.uuid}:expiring"}
    assert not gone.events.exclude(pgh_label="insert").exists()

    assert actions.warn_of_expiry(soon.expires_at) == 1  # now it is the one of sixteen days
    tasks.warn_of_expiry()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("made", ["lezen wat openbaar is", "Weet je hier niets van?"]),
        ("rotated", ["heeft een opvolger"]),
        ("revoked", ["kan er niet meer bij"]),
        ("expiring", ["Vervang hem op tijd"]),
    ],
)
def test_each_letter_says_which_token_and_where_they_are(lead, admin_user, name, words):
    token = ApiTokenFactory(owner=lead, name="Website <ROC> & co", days=10)
    if name == "rotated":
        token, _text = actions.rotate_token(token, by=by(lead))
    elif name == "revoked":
        actions.revoke_token(token, by=by(admin_user))
    elif name == "expiring":
        actions.warn_of_expiry()

    letter = Letter.objects.get(key=f"token:{token.uuid}:{name}")

    assert "Website <ROC> & co" in letter.subject
    for part in ["Website <ROC> & co", f"mbo_{token.public_id}", "/mijn/sleutels/", *words]:
        assert part in letter.text


def test_the_digest_and_the_use_are_not_in_history():
    fields = {field.name for field in pghistory.models.Event.__subclasses__() and _event()._meta.get_fields()}

    assert {"name", "scopes", "expires_at", "revoked_at"} <= fields
    assert not {"digest", "pepper_id", "last_used_at"} & fields


def _event():
    return ApiToken.events.rel.related_model
