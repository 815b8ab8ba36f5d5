"""A list as it is laid out, and moving a term in it."""

import pytest

from industriecoalitie.concepts.models import Concept
from industriecoalitie.curation.outline import Outline
from tests.factories.concepts import ConceptFactory

pytestmark = pytest.mark.django_db


def outline() -> Outline:
    return Outline(Concept.objects.for_list())


@pytest.fixture
def terms():
    """A, with B and C below it (C below D too), and D."""
    a = ConceptFactory(notation="a", order=1)
    b = ConceptFactory(notation="b", order=2, broader=[a])
    d = ConceptFactory(notation="d", order=4)
    c = ConceptFactory(notation="c", order=3, broader=[d, a])
    return a, b, c, d


def test_each_term_stands_once_below_its_first_broader_term(terms):
    a, b, c, d = terms

    found = [(place.concept, place.depth, place.also) for place in outline().places()]

    assert found == [(a, 0, ()), (b, 1, ()), (c, 1, (d,)), (d, 0, ())]


def test_first_and_last_among_neighbours(terms):
    ends = {place.concept.notation: (place.is_first, place.is_last) for place in outline().places()}

    assert ends == {"a": (True, False), "b": (True, False), "c": (False, True), "d": (False, True)}


@pytest.mark.parametrize(
    ("notation", "way", "order"),
    [
        ("c", "up", "acbd"), ("b", "down", "acbd"), ("d", "up", "dabc"), ("a", "down", "dabc"),
        ("a", "up", "abcd"), ("d", "down", "abcd"), ("c", "down", "abcd"), ("b", "sideways", "abcd"), ("z", "up", "abcd"),
    ],
)  # fmt: skip
def test_a_term_moves_with_what_is_below_it(terms, notation, way, order):
    assert "".join(each.notation for each in outline().moved(notation, way)) == order


def test_terms_that_stand_below_each_other_are_all_there():
    one = ConceptFactory(notation="een")
    other = ConceptFactory(notation="ander", broader=[one])
    one.broader.add(other)

    assert {place.concept for place in outline().places()} == {one, other}
