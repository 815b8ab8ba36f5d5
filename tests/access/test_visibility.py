"""Who sees and who changes a record, for every record there is."""

import pytest
from django.utils import timezone

from industriecoalitie.core.models import Part, Record
from industriecoalitie.search.models import Promotion, Synonym
from knowledgebank.models import Practice
from regions.models import Owned
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.partnerships import PartnerFactory, PartnershipContactFactory, PartnershipFactory
from tests.factories.regions import OrganisationFactory
from tests.models import factory_of, label_of, our_models

RECORDS = [model for model in our_models() if issubclass(model, Record)]
OWNED = [model for model in our_models() if issubclass(model, Owned)]
# A practice is written in while it is a draft, by its team and by curators; tests/knowledgebank tells of the other states.
WRITTEN_AS = {Practice: {"state": "draft"}}
# They work for everybody, and are seen by those who keep them: curators.
KEPT_APART = (Synonym, Promotion)
PARTS = [model for model in our_models() if issubclass(model, Part)]


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS, ids=label_of)
@pytest.mark.parametrize(("visibility", "seen"), [("concept", False), ("network", False), ("public", True)])
def test_a_visitor_sees_what_is_public(model, visibility, seen, visitor):
    record = factory_of(model)(visibility=visibility)

    assert (record in model.objects.visible_to(visitor)) is (seen and model not in KEPT_APART)
    assert list(model.objects.editable_by(visitor)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS, ids=label_of)
def test_what_is_hidden_is_seen_by_nobody(model, visitor, lead, curator, national, admin_user):
    record = factory_of(model)(visibility="public", hidden_at=timezone.now())

    seen_by = [
        user
        for user in (visitor, lead, curator, national, admin_user)
        if record in model.objects.visible_to(user)
    ]

    assert seen_by == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", OWNED, ids=label_of)
@pytest.mark.parametrize(
    ("who", "may_see", "may_change"),
    [
        ("visitor", False, False),
        ("lead", True, True),
        ("member", True, True),
        ("former_member", False, False),
        ("neighbour", False, False),
        ("curator", True, False),
        ("national", True, False),
        ("admin_user", True, True),
    ],
)
def test_a_concept_of_a_region_is_for_its_team(model, who, may_see, may_change, region, request):
    user = request.getfixturevalue(who)
    record = factory_of(model)(visibility="concept", owner=region, **WRITTEN_AS.get(model, {}))
    may_change |= model is Practice and who == "curator"

    assert (record in model.objects.visible_to(user)) is may_see
    assert (record in model.objects.editable_by(user)) is may_change


@pytest.mark.django_db
@pytest.mark.parametrize("model", OWNED, ids=label_of)
@pytest.mark.parametrize(("who", "may_change"), [("lead", False), ("curator", False), ("national", True)])
def test_a_record_without_region_is_kept_by_the_national_team(model, who, may_change, request):
    user = request.getfixturevalue(who)
    record = factory_of(model)(owner=None, **WRITTEN_AS.get(model, {}))
    may_change |= model is Practice and who == "curator"

    assert (record in model.objects.editable_by(user)) is may_change


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["approved", "published", "retired"])
@pytest.mark.parametrize("who", ["visitor", "lead", "member", "curator", "national", "admin_user"])
def test_a_practice_that_was_settled_is_written_in_by_nobody(who, state, region, request):
    user = request.getfixturevalue(who)
    publish_at = timezone.now() if state == "approved" else None
    practice = PracticeFactory(owner=region, state=state, publish_at=publish_at)

    assert practice.is_editable_by(user) is False
    assert (practice in Practice.objects.editable_by(user)) is False


@pytest.mark.django_db
@pytest.mark.parametrize("model", PARTS, ids=label_of)
def test_rows_of_a_record_are_hidden_with_it(model, visitor):
    row = factory_of(model)()
    assert row in model.objects.visible_to(visitor)

    parent = getattr(row, model.part_of)
    type(parent).objects.filter(pk=parent.pk).update(visibility="concept")

    assert row not in model.objects.visible_to(visitor)


@pytest.mark.django_db
def test_a_partner_row_never_names_a_hidden_organisation(visitor):
    shown = PartnerFactory()
    PartnerFactory(partnership=shown.partnership, organisation=OrganisationFactory(visibility="concept"))

    assert list(shown.partnership.partners.visible_to(visitor)) == [shown]


def test_a_partner_contact_changes_that_one_partnership(region):
    mine, other = PartnershipFactory(owner=region), PartnershipFactory(owner=region)
    contact = PartnershipContactFactory(partnership=mine).user

    assert list(type(mine).objects.editable_by(contact)) == [mine]
    assert other not in type(mine).objects.editable_by(contact)


def test_an_ended_invitation_gives_nothing(region):
    invitation = PartnershipContactFactory(partnership__owner=region, until_on="2020-12-31")

    assert list(type(invitation.partnership).objects.editable_by(invitation.user)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS, ids=label_of)
@pytest.mark.parametrize("who", ["visitor", "lead", "neighbour", "curator", "national", "admin_user"])
def test_permissions_say_the_same_as_the_querysets(model, who, request):
    user = request.getfixturevalue(who)
    record = factory_of(model)(visibility="network", **WRITTEN_AS.get(model, {}))
    name = f"{model._meta.app_label}.%s_{model._meta.model_name}"

    assert user.has_perm(name % "view", record) is (record in model.objects.visible_to(user))
    assert user.has_perm(name % "change", record) is (record in model.objects.editable_by(user))
