"""Rows of several kinds in one query."""

import datetime
from decimal import Decimal

import pytest

from industriecoalitie.core.gathering import Kind, gathered
from knowledgebank.models import Evidence, PracticeFigure, Quote
from tests.factories.knowledgebank import (
    EvidenceFactory,
    PracticeFactory,
    PracticeFigureFactory,
    QuoteFactory,
)
from tests.factories.regions import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_rows_of_several_kinds_come_in_one_query_as_they_are(django_assert_num_queries):
    practice = PracticeFactory()
    second = EvidenceFactory(practice=practice, order=2, dated_on="2023-05-01", dated_precision="month")
    first = EvidenceFactory(practice=practice, order=1)
    figure = PracticeFigureFactory(practice=practice, value="12.5")
    quote = QuoteFactory(practice=practice, organisation=OrganisationFactory(name="Demcon"))
    lonely = QuoteFactory(practice=practice)

    with django_assert_num_queries(1):
        found = gathered(
            {
                "evidence": Kind(Evidence.objects.filter(practice=practice)),
                "figures": Kind(PracticeFigure.objects.filter(practice=practice)),
                "quotes": Kind(
                    Quote.objects.filter(practice=practice), beside={"organisation": ("name", "slug")}
                ),
                "none": Kind(Quote.objects.filter(practice=None)),
            }
        )
        names = [each.organisation and each.organisation.name for each in found["quotes"]]

    assert names == ["Demcon", None]
    assert found == {"evidence": [first, second], "figures": [figure], "quotes": [quote, lonely], "none": []}
    assert [each.dated_on for each in found["evidence"]] == [None, datetime.date(2023, 5, 1)]
    assert (found["figures"][0].value, found["figures"][0].uuid) == (Decimal("12.5"), figure.uuid)
