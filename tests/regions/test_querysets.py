"""Organisations are found by every name they have, and by the names of those they came from."""

import pytest

from regions.models import Organisation
from tests.factories.regions import OrganisationCodeFactory, OrganisationFactory, SuccessionFactory

pytestmark = pytest.mark.django_db


def found(text: str, **kwargs) -> list[tuple[str, str]]:
    rows = Organisation.objects.visible_to(kwargs.get("reader")) if kwargs else Organisation.objects
    return [(each.name, each.found_by) for each in rows.named(text, **kwargs)]


@pytest.fixture
def firda():
    firda = OrganisationFactory(name="Firda", aliases=["Firda college", "mbo Fryslân"])
    SuccessionFactory(
        successor=firda, predecessor__name="ROC Friese Poort", predecessor__aliases=["De Poort", "FP"]
    )
    SuccessionFactory(successor=firda, predecessor__name="Friesland College")
    OrganisationCodeFactory(organisation=firda, code="25LW")
    OrganisationFactory(name="Poortwachter", aliases=["Firdastichting"])
    return firda


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("firda", [("Firda", ""), ("Poortwachter", "Firdastichting")]),
        ("friese poort", [("ROC Friese Poort", ""), ("Firda", "ROC Friese Poort")]),
        ("poort", [("Poortwachter", ""), ("ROC Friese Poort", ""), ("Firda", "ROC Friese Poort")]),
        ("fryslan MBO", [("Firda", "mbo Fryslân")]),
        ("25lw", [("Firda", "25LW")]),
        ("de poort", [("Firda", "De Poort"), ("ROC Friese Poort", "De Poort")]),
        ("firda friese", [("Firda", "ROC Friese Poort")]),
        ("bestaat niet", []),
    ],
)
def test_named_finds_by_alias_code_and_predecessor(firda, text, expected):
    assert found(text) == expected


def test_named_finds_by_no_name_that_the_reader_may_not_know(firda, visitor, neighbour):
    older = Organisation.objects.get(name="Friesland College")
    older.visibility = "network"
    older.save()

    assert found("friesland", reader=visitor) == []
    assert found("friesland", reader=neighbour) == [("Friesland College", ""), ("Firda", "Friesland College")]
