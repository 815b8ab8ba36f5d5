"""What can happen to an account."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from industriecoalitie.accounts.actions import add_account, rename
from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor

pytestmark = pytest.mark.django_db
BY = Actor(door="command")


def test_add_account_confirms_the_address_and_says_who_did_it():
    user = add_account("kim@voorbeeld.test", by=BY, name="Kim", password=make_password("geheim-genoeg"))

    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("kim@voorbeeld.test", True, True)
    assert user.check_password("geheim-genoeg")
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert user.events.get().pgh_context.metadata["door"] == "command"


def test_add_account_without_a_password_lets_nobody_in():
    user = add_account("kim@voorbeeld.test", by=BY)

    assert not user.has_usable_password()


def test_add_account_refuses_an_address_twice():
    add_account("kim@voorbeeld.test", by=BY)

    with pytest.raises(ValidationError) as caught:
        add_account("Kim@voorbeeld.test", by=BY)

    assert caught.value.messages
    assert User.objects.count() == 1


def test_rename_keeps_who_did_it_and_the_old_name():
    user = add_account("kim@voorbeeld.test", by=BY, name="Kim")

    renamed = rename(user, "Kim de Vries", by=Actor(door="page", user=user))

    assert renamed.name == "Kim de Vries"
    assert list(user.events.order_by("pgh_id").values_list("name", flat=True)) == ["Kim", "Kim de Vries"]
    assert user.events.latest("pgh_id").pgh_context.metadata == {
        "door": "page", "user": user.pk, "event": "account.renamed",
    }  # fmt: skip


def test_rename_refuses_a_name_that_does_not_fit():
    user = add_account("kim@voorbeeld.test", by=BY, name="Kim")

    with pytest.raises(ValidationError):
        rename(user, "x" * 151, by=BY)

    user.refresh_from_db()
    assert user.name == "Kim"
