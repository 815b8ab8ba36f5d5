"""A term that is hidden is named on no page, wherever it describes a record."""

import pytest
from django.utils import timezone

from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import PartnerFactory, PartnershipFactory
from tests.factories.regions import AgendaItemFactory, FrontrunnerFactory, OrganisationFactory

SECRET = "Kanarieterm"


@pytest.fixture
def hidden(db):
    """Return a maker of hidden terms of a list."""

    def make(scheme: str):
        return ConceptFactory(scheme=scheme, notation="kanarie", label=SECRET, hidden_at=timezone.now())

    return make


def addresses(hidden) -> list[str]:
    organisation = OrganisationFactory(kind=hidden("organisation-kind"))
    partnership = PartnershipFactory(form=hidden("partnership-form"))
    PartnerFactory(partnership=partnership, organisation=organisation, role=hidden("partner-role"))
    line = AgendaItemFactory(status=hidden("action-status"))
    line.organisations.add(organisation)
    partnership.agenda_items.add(line)
    frontrunner = FrontrunnerFactory(organisation=organisation)
    pages = [
        record.get_absolute_url()
        for record in (organisation, partnership, line, line.agenda, frontrunner.region)
    ]
    return [*pages, "/", "/organisaties/", "/samenwerkingen/", "/agendas/", "/dekking/", "/begrippen/"]


def test_a_hidden_term_is_named_on_no_page(client, hidden):
    paths = addresses(hidden)

    answers = {path: client.get(path) for path in paths}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(paths, 200)
    assert [
        path for path, answer in answers.items() if SECRET in answer.content.decode().replace("\xad", "")
    ] == []


def test_a_hidden_term_is_named_in_no_answer(client, hidden):
    addresses(hidden)

    answers = [
        client.get(f"/api/v1/{name}")
        for name in ("organisations", "partnerships", "agenda-items", "concepts")
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert not any(SECRET in answer.content.decode() for answer in answers)
