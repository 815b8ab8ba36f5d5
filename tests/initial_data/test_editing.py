"""Opening the form of any record and sending it as it is changes nothing: no version, no noise in the history."""

import pytest
from django.urls import reverse

from industriecoalitie.notifications.models import Event
from knowledgebank.models import LearningResource
from partnerships.models import Ecosystem, Instrument, Partnership
from programmes.models import Demand, LearningPath, Module, Offering, Programme
from regions.models import Agenda, Organisation, Region
from tests.factories.accounts import UserFactory
from tests.forms import filled_in

PAGES = {
    Partnership: "partnerships:partnership_edit",
    Ecosystem: "partnerships:ecosystem_edit",
    Instrument: "partnerships:instrument_edit",
    Programme: "programmes:programme_edit",
    Module: "programmes:module_edit",
    Offering: "programmes:offering_edit",
    LearningPath: "programmes:learning_path_edit",
    Demand: "programmes:demand_edit",
    Region: "regions:region_edit",
    Organisation: "regions:organisation_edit",
    Agenda: "regions:agenda_edit",
    LearningResource: "knowledgebank:learning_resource_edit",
}
MOST = 25


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_a_form_sent_as_it_was_opened_changes_nothing(client, model):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    events = Event.objects.count()

    wrong = {}
    for record in model.objects.order_by("pk")[:MOST]:
        address = reverse(PAGES[model], args=[record.slug])
        page = client.get(address)
        answer = client.post(address, filled_in(page.content.decode(), "bewerken"))
        version = record.version
        record.refresh_from_db()
        if answer.status_code != 302:
            wrong[record.slug] = answer.context["errors"]
        elif record.version != version:
            wrong[record.slug] = "changed"

    assert wrong == {}
    assert Event.objects.count() == events
