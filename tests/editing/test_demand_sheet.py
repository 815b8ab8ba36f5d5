"""Editing a demand through its page: who asks, how much, and how far it may go."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, Row, change_record
from industriecoalitie.notifications.models import Event
from programmes.models import Demand
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.programmes import DemandFactory, DemandPartyFactory, ProgrammeFactory
from tests.factories.regions import OrganisationFactory

from .browser import errors_of, send

pytestmark = pytest.mark.django_db

TOO_FEW = (
    "Eén bedrijf is te weinig om verder te gaan dan bundelen. Zoek een tweede vrager, of schrijf bij ‘waarom verder "
    "met één vrager’ waarom het toch kan."
)


@pytest.fixture
def company(db):
    return ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="company", label="Bedrijf")


@pytest.fixture
def branch(db):
    return ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="branch_organisation", label="Branche")


def test_a_demand_is_added_with_who_asks_and_how_much(client, lead, region, company):
    asker = OrganisationFactory(name="Warmte BV", kind=company)
    partnership, programme = PartnershipFactory(name="Pps Warmte"), ProgrammeFactory(name="Monteur")
    client.force_login(lead)

    answer = send(
        client,
        reverse("programmes:demand_add"),
        rows={"parties": [{"organisation": "Warmte BV", "remark": "penvoerder"}]},
        title="Monteurs voor warmtepompen",
        qualifier="about",
        value="120",
        unit="vakmensen",
        partnerships_add="Pps Warmte",
        programmes_add="Monteur",
    )

    saved = Demand.objects.get()
    assert answer.status_code == 302, errors_of(answer)
    assert (saved.slug, saved.owner, saved.in_words, saved.stage, saved.visibility) == (
        "monteurs-voor-warmtepompen", region, "circa 120", "signalled", "concept",
    )  # fmt: skip
    assert [(row.organisation, row.remark) for row in saved.parties.all()] == [(asker, "penvoerder")]
    assert (list(saved.partnerships.all()), list(saved.programmes.all())) == ([partnership], [programme])
    assert list(Event.objects.values_list("kind", flat=True)) == ["demand.added"]


def test_one_company_stops_at_bundling_until_a_second_one_asks(client, lead, region, company):
    demand = DemandFactory(owner=region, stage="signalled")
    DemandPartyFactory(demand=demand, organisation__kind=company)
    OrganisationFactory(name="Tweede BV", kind=company)
    client.force_login(lead)
    address = reverse("programmes:demand_edit", args=[demand.slug])

    bundled = send(client, address, stage="bundled")
    refused = send(client, address, stage="decided", decision="new")
    decided = send(
        client, address, stage="decided", decision="new", rows={"parties": [{"organisation": "Tweede BV"}]}
    )

    demand.refresh_from_db()
    assert (bundled.status_code, decided.status_code) == (302, 302)
    assert errors_of(refused) == [TOO_FEW]
    assert refused.context["sheet"].fields["stage"].errors == [TOO_FEW]
    assert (demand.stage, demand.parties.count(), demand.version) == ("decided", 2, 3)


def test_one_company_goes_on_with_a_reason_that_is_shown(client, lead, region, company):
    demand = DemandFactory(owner=region, stage="bundled")
    DemandPartyFactory(demand=demand, organisation__kind=company)
    client.force_login(lead)
    reason = "Het is de enige werf van de regio."

    send(
        client,
        reverse("programmes:demand_edit", args=[demand.slug]),
        stage="delivered",
        one_party_reason=reason,
    )

    demand.refresh_from_db()
    assert (demand.stage, demand.one_party_reason) == ("delivered", reason)
    assert reason in client.get(demand.get_absolute_url()).content.decode()


def test_who_speaks_for_more_companies_is_more_than_one(lead, region, branch):
    demand = DemandFactory(owner=region, stage="bundled")
    DemandPartyFactory(demand=demand, organisation__kind=branch)

    saved = change_record(demand, Change({"stage": "decided"}), by=Actor("api", lead))

    assert saved.stage == "decided"


def test_the_rule_holds_at_every_door_and_when_an_asker_leaves(lead, region, company):
    demand = DemandFactory(owner=region, stage="decided")
    for _number in range(2):
        DemandPartyFactory(demand=demand, organisation__kind=company)
    gone = demand.parties.order_by("pk").last()

    with pytest.raises(ValidationError) as error:
        change_record(
            demand, Change(rows={"parties": [Row(gone.uuid, is_removed=True)]}), by=Actor("api", lead)
        )

    assert error.value.message_dict == {"stage": [TOO_FEW]}
    assert demand.parties.count() == 2


def test_a_demand_is_turned_down_with_a_reason_only(client, lead, region, company):
    demand = DemandFactory(owner=region, stage="sharpened")
    DemandPartyFactory(demand=demand, organisation__kind=company)
    client.force_login(lead)
    address = reverse("programmes:demand_edit", args=[demand.slug])

    refused = send(client, address, stage="decided", decision="declined")
    answer = send(client, address, stage="decided", decision="declined", decision_reason="Te klein.")

    demand.refresh_from_db()
    assert errors_of(refused) == ["Schrijf op waarom de vraag niet wordt opgepakt."]
    assert answer.status_code == 302
    assert (demand.stage, demand.decision) == ("decided", "declined")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_demand_asks_the_same_for_more_rows(
    client, lead, region, count, django_assert_num_queries
):
    demand = DemandFactory(owner=region)
    DemandPartyFactory.create_batch(count, demand=demand)
    demand.programmes.set(ProgrammeFactory.create_batch(count))
    client.force_login(lead)
    address = reverse("programmes:demand_edit", args=[demand.slug])
    client.get(address)

    with django_assert_num_queries(17):
        client.get(address)
