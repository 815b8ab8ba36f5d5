"""What can happen to partnerships."""

import pytest
from django.core.exceptions import ValidationError

from industriecoalitie.core.actors import Actor
from partnerships.actions import add_contact
from partnerships.models import Partnership, PartnershipContact
from tests.factories.accounts import UserFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db
BY = Actor(door="command")


def test_add_contact_lets_a_person_edit_that_one_partnership():
    partnership, user = PartnershipFactory(), UserFactory()
    PartnershipFactory()

    contact = add_contact(partnership, user, by=BY)

    assert list(Partnership.objects.editable_by(user)) == [partnership]
    assert contact.events.get().pgh_context.metadata["event"] == "contact.added"


def test_add_contact_refuses_the_same_person_twice():
    partnership, user = PartnershipFactory(), UserFactory()
    add_contact(partnership, user, by=BY)

    with pytest.raises(ValidationError) as caught:
        add_contact(partnership, user, by=BY)

    assert caught.value.messages
    assert PartnershipContact.objects.count() == 1
