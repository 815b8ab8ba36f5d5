"""Saying which practices tell about a partnership."""

import pytest
from django.urls import reverse

from tests.factories.knowledgebank import PracticeFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(region):
    return PartnershipFactory(owner=region)


@pytest.fixture
def address(partnership):
    return reverse("knowledgebank:partnership_practices", args=[partnership.slug])


def test_a_practice_is_linked_by_name_and_unlinked(client, lead, region, partnership, address):
    practice = PracticeFactory(owner=region, title="Leren op de werkvloer", state="draft")
    client.force_login(lead)

    linked = client.post(address, {"linked_add": "leren op de werkvloer"})
    practice.refresh_from_db()
    now = practice.partnership
    client.post(address, {})

    practice.refresh_from_db()
    assert linked["Location"] == partnership.get_absolute_url()
    assert (now, practice.partnership, practice.version) == (partnership, None, 3)


def test_a_practice_of_another_partnership_stays_there(client, lead, region, address):
    other = PartnershipFactory(owner=region)
    practice = PracticeFactory(owner=region, title="Leren op de werkvloer", partnership=other, state="draft")
    client.force_login(lead)

    answer = client.post(address, {"linked_add": "Leren op de werkvloer"})

    practice.refresh_from_db()
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "linked": [
            "‘Leren op de werkvloer’ hoort al bij een andere samenwerking. "
            "Een voorbeeld hoort bij één samenwerking."
        ]
    }
    assert practice.partnership == other


@pytest.mark.parametrize("state", ["published", "in_review", "retired"])
def test_what_is_handed_in_or_published_is_not_changed_past_the_curators(
    client, lead, region, partnership, address, state
):
    practice = PracticeFactory(owner=region, title="Leren op de werkvloer", state=state)
    client.force_login(lead)

    answer = client.post(address, {"linked_add": "Leren op de werkvloer"})

    practice.refresh_from_db()
    assert answer.status_code == 422
    assert "in een concept van dat voorbeeld" in str(answer.context["form"].errors)
    assert (practice.partnership, practice.version) == (None, 1)


@pytest.mark.parametrize(("who", "status"), [("member", 200), ("neighbour", 403), ("former_member", 403)])
def test_who_changes_the_partnership_opens_the_page(client, request, address, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.get(address).status_code == status
