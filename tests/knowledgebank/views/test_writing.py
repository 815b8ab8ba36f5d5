"""Writing a practice: choosing a kind, the form, a draft beside what is published, handing in and taking back."""

import pytest
from django.urls import reverse

from industriecoalitie.core.actors import Actor
from industriecoalitie.editing.models import Draft
from industriecoalitie.notifications.models import Event
from knowledgebank.actions import drafting, reviewing
from knowledgebank.choices import KIND_WORDS, PracticeKind, PracticeState
from knowledgebank.models import Practice, Review
from tests.factories.concepts import ConceptFactory
from tests.factories.files import StoredFileFactory
from tests.factories.knowledgebank import (
    EvidenceFactory,
    PracticeFactorFactory,
    PracticeFactory,
    PracticeFigureFactory,
    PracticeImageFactory,
    QuoteFactory,
    SuccessFactorFactory,
)
from tests.factories.partnerships import PartnerFactory, PartnershipFactory, TargetFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.regions import AgendaItemFactory, OrganisationFactory
from tests.forms import filled_in

pytestmark = pytest.mark.django_db

ADD = reverse("knowledgebank:practice_add")
WRITTEN = {"summary": "Kort", "approach": "Zo", "results": "Goed"}


def address(name: str, practice: Practice) -> str:
    return reverse(f"knowledgebank:practice_{name}", args=[practice.slug])


def full_practice(region, **values) -> Practice:
    """Return a practice with every row, link and value a form can hold."""
    practice = PracticeFactory(
        owner=region, region=region, title="Leren op locatie", **{**WRITTEN, "context": "Waarom", **values}
    )
    PracticeFactorFactory(practice=practice, how="Door te doen", order=1)
    EvidenceFactory(practice=practice, dated_on="2023-05-01", dated_precision="month", order=1)
    PracticeFigureFactory(practice=practice, order=1)
    PracticeImageFactory(practice=practice, order=1)
    QuoteFactory(practice=practice, organisation=OrganisationFactory(visibility="public"), order=1)
    practice.concepts.add(ConceptFactory(scheme="theme", label="Robotica"))
    practice.organisations.add(OrganisationFactory(visibility="public"))
    practice.agenda_items.add(AgendaItemFactory(visibility="public", agenda__visibility="public"))
    return practice


@pytest.mark.parametrize("kind", PracticeKind)
def test_a_form_sent_as_it_was_opened_changes_nothing(client, lead, region, kind):
    practice = full_practice(region, kind=kind, state=PracticeState.DRAFT)
    client.force_login(lead)

    page = client.get(address("edit", practice))
    answer = client.post(address("edit", practice), filled_in(page.content.decode(), "bewerken"))

    assert answer.status_code == 302, answer.context["errors"]
    version = practice.version
    practice.refresh_from_db()
    assert (practice.version, practice.kind) == (version, kind)
    assert Event.objects.count() == 0


@pytest.mark.parametrize("kind", PracticeKind)
def test_each_kind_is_added_with_its_own_form(client, lead, region, kind):
    client.force_login(lead)
    path = reverse("knowledgebank:practice_add_kind", args=[KIND_WORDS[kind]])

    form = filled_in(client.get(path).content.decode(), "bewerken")
    answer = client.post(path, {**form, "title": "Samen robots bouwen"})

    practice = Practice.objects.get()
    assert answer.status_code == 302
    assert (practice.kind, practice.state, practice.slug) == (kind, PracticeState.DRAFT, "samen-robots-bouwen")
    assert (practice.owner, practice.region, practice.visibility) == (region, region, "concept")
    assert [each.kind for each in Event.objects.all()] == ["practice.added"]
