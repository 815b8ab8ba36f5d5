"""Who reads what is not out yet: the own team, curators and the national team."""

import pytest

from knowledgebank.models import Practice
from regions.models import AgendaItem
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.regions import AgendaFactory, AgendaItemFactory


@pytest.mark.parametrize(
    ("who", "reads"),
    [("visitor", False), ("neighbour", False), ("lead", True), ("curator", True), ("national", True)],
)
@pytest.mark.django_db
def test_a_practice_that_is_not_published(who, reads, region, request):
    practice = PracticeFactory(owner=region, state="draft", visibility="public")

    assert Practice.objects.visible_to(request.getfixturevalue(who)).contains(practice) is reads


@pytest.mark.parametrize(
    ("who", "reads"),
    [("visitor", False), ("neighbour", False), ("lead", True), ("curator", True), ("national", True)],
)
@pytest.mark.django_db
def test_a_line_that_is_a_concept(who, reads, region, request):
    line = AgendaItemFactory(agenda=AgendaFactory(owner=region), visibility="concept")

    assert AgendaItem.objects.visible_to(request.getfixturevalue(who)).contains(line) is reads
