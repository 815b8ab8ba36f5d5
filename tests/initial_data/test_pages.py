"""Every page of the initial data opens, within twelve queries, for a visitor and for those who work here."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from industriecoalitie.core.models import Record
from industriecoalitie.search.models import Promotion, Synonym
from regions.models import Region
from tests.factories.accounts import UserFactory
from tests.factories.regions import MembershipFactory
from tests.models import our_models

MOST_QUERIES = 12
LISTS = (
    "home", "accessibility", "privacy", "regions:region_list", "regions:organisation_list", "regions:agenda_list",
    "regions:coverage", "partnerships:partnership_list", "partnerships:ecosystem_list", "partnerships:instrument_list",
    "partnerships:timeline", "programmes:programme_list", "programmes:module_list", "programmes:learning_path_list",
    "programmes:demand_list", "knowledgebank:practice_list", "knowledgebank:success_factor_list",
    "knowledgebank:learning_resource_list", "knowledgebank:indicator_list", "knowledgebank:progress_report_list",
    "sources:source_list", "concepts:concept_list", "api_docs",
)  # fmt: skip
# Their pages are for curators alone.
KEPT_BY_CURATORS = (Synonym, Promotion)


def addresses() -> list[str]:
    found = [reverse(name) for name in LISTS]
    for model in our_models():
        if issubclass(model, Record) and hasattr(model, "get_absolute_url") and model not in KEPT_BY_CURATORS:
            found += [record.get_absolute_url() for record in model.objects.all()]
    return sorted(set(found))


def faults(client, paths) -> list[str]:
    """Return what is wrong with each page: not there, or too dear."""
    found = []
    for path in paths:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = client.get(path)
        if answer.status_code != 200 or len(captured) > MOST_QUERIES:
            found.append(f"{path}: status {answer.status_code}, {len(captured)} queries")
    return found


def test_pages_open_within_twelve_queries_for_a_visitor(client):
    """Every fifth page; the release check opens them all."""
    paths = addresses()

    assert len(paths) > 900
    assert faults(client, paths[::5]) == []


@pytest.mark.release
@pytest.mark.timeout(1200)
def test_every_page_opens_within_twelve_queries_for_a_visitor(client):
    assert faults(client, addresses()) == []


@pytest.mark.parametrize("who", ["lead", "curator", "national", "administrator"])
def test_pages_open_within_twelve_queries_for_who_works_here(client, who):
    if who == "administrator":
        user = UserFactory(is_staff=True, is_superuser=True)
    else:
        user = MembershipFactory(
            role=who, region=Region.objects.get(slug="twente") if who == "lead" else None
        ).user
    client.force_login(user)
    paths = [reverse(name) for name in LISTS] + addresses()[::60]

    assert faults(client, paths) == []
