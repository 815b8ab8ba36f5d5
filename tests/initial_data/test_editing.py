"""Opening the form of any record and sending it as it is changes nothing: no version, no noise in the history."""

import pytest
from django.urls import reverse

from industriecoalitie.core.actors import Actor
from industriecoalitie.notifications.models import Event
from knowledgebank.actions.drafting import overlay, start_draft
from knowledgebank.choices import PracticeKind
from knowledgebank.models import LearningResource, Practice
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

    assert left_alone(client, model.objects.order_by("pk")[:MOST], PAGES[model]) == {}
    assert Event.objects.count() == events


def test_a_draft_of_each_practice_sent_as_it_was_opened_changes_nothing(client):
    """Nobody writes in what is published: its sheet is opened for the draft beside it."""
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    drafts = [start_draft(practice, by=Actor("page", user)) for practice in Practice.objects.originals()]
    events = Event.objects.count()

    assert left_alone(client, drafts, "knowledgebank:practice_edit") == {}
    assert Event.objects.count() == events
    assert [overlay(draft).change.values for draft in drafts] == [{}] * len(drafts)
    assert {draft.kind for draft in drafts} == set(PracticeKind)


def left_alone(client, records, name: str) -> dict[str, object]:
    """Send the form of each record as it was opened; return what is wrong by its slug."""
    wrong = {}
    for record in records:
        address = reverse(name, args=[record.slug])
        page = client.get(address)
        answer = client.post(address, filled_in(page.content.decode(), "bewerken"))
        version = record.version
        record.refresh_from_db()
        if answer.status_code != 302:
            wrong[record.slug] = answer.context["errors"]
        elif record.version != version:
            wrong[record.slug] = "changed"

    return wrong
