"""The pages of progress reports."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledgebank.choices import EntryKind
from tests.factories.knowledgebank import (
    IndicatorFactory,
    MeasurementFactory,
    ProgressEntryFactory,
    ProgressReportFactory,
)
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import AgendaFactory, AgendaItemFactory, RegionFactory
from tests.factories.sources import CitationFactory, SourceDocumentFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
LIST = "/tussenstanden/"


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


def add_entries(report, theme) -> None:
    """Add one status and one example, with all that a page shows of them."""
    for kind in EntryKind:
        entry = ProgressEntryFactory(
            report=report, theme=theme, kind=kind, partnership=PartnershipFactory(), region=RegionFactory()
        )
        indicator = IndicatorFactory(partnership=PartnershipFactory())
        MeasurementFactory(indicator=indicator)
        entry.indicators.add(indicator)
        CitationFactory(subject=entry.uuid)


class TestProgressReportList:
    def test_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        ProgressReportFactory(document=SourceDocumentFactory())
        one = queries_of(client, LIST)

        ProgressReportFactory(document=SourceDocumentFactory())
        ProgressReportFactory(document=SourceDocumentFactory())
        three = queries_of(client, LIST)

        assert one == three
        assert three <= MOST_QUERIES

    def test_counts_entries_and_examples_apart(self, client):
        report = ProgressReportFactory()
        theme = AgendaItemFactory(agenda=report.agenda)
        for number in range(3):
            ProgressEntryFactory(report=report, theme=theme, order=number)
        ProgressEntryFactory(report=report, theme=theme, kind=EntryKind.EXAMPLE)

        answer = client.get(LIST)

        assert "3 onderdelen" in answer.text
        assert "1 voorbeeld uit de regio" in answer.text

    def test_keeps_what_is_not_public_from_a_visitor(self, client):
        ProgressReportFactory(title="Stille stand", visibility="concept")

        answer = client.get(LIST)

        assert answer.context_data["total"] == 0

    def test_says_in_dutch_which_filter_it_does_not_know(self, client):
        answer = client.get(LIST, {"agenda": "atlantis"})

        assert answer.status_code == 400
        assert "Dit filter kennen we niet" in answer.text


class TestProgressReportDetail:
    def test_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        report = ProgressReportFactory(document=SourceDocumentFactory())
        add_entries(report, AgendaItemFactory(agenda=report.agenda))
        one = queries_of(client, report.get_absolute_url())

        add_entries(report, AgendaItemFactory(agenda=report.agenda))
        add_entries(report, AgendaItemFactory(agenda=report.agenda))
        three = queries_of(client, report.get_absolute_url())

        assert one == three
        assert three <= MOST_QUERIES

    def test_groups_by_theme_and_counts_each(self, client):
        report = ProgressReportFactory(agenda=AgendaFactory())
        choose = AgendaItemFactory(agenda=report.agenda, title="Kiezen", position=1)
        learn = AgendaItemFactory(agenda=report.agenda, title="Leren", position=2)
        ProgressEntryFactory(report=report, theme=learn)
        ProgressEntryFactory(report=report, theme=choose)
        ProgressEntryFactory(report=report, theme=choose)
        ProgressEntryFactory(report=report, theme=choose, kind=EntryKind.EXAMPLE)

        answer = client.get(report.get_absolute_url())

        counts = [
            (theme.item.title, len(theme.progress), len(theme.examples))
            for theme in answer.context_data["themes"]
        ]
        assert counts == [("Kiezen", 2, 1), ("Leren", 1, 0)]
        assert answer.context_data["progress_total"] == 3
        assert answer.context_data["example_total"] == 1

    def test_says_that_a_frozen_edition_does_not_change(self, client):
        frozen = ProgressReportFactory(frozen_at="2019-05-20T10:00:00Z")
        running = ProgressReportFactory()

        answers = [client.get(report.get_absolute_url()).text for report in (frozen, running)]

        assert ["Een vastgestelde editie verandert niet meer" in text for text in answers] == [True, False]

    def test_shows_the_figure_of_an_entry_with_its_word(self, client):
        indicator = IndicatorFactory(name="Toegekende aanvragen")
        MeasurementFactory(indicator=indicator, value=15, qualifier="about", unit="aanvragen", year=2018)
        entry = ProgressEntryFactory()
        entry.indicators.add(indicator)

        answer = client.get(entry.report.get_absolute_url())

        assert "Toegekende aanvragen" in answer.text
        assert "circa 15 aanvragen" in answer.text

    def test_leaves_out_what_names_a_hidden_partnership_and_hidden_figures(self, client):
        report = ProgressReportFactory()
        theme = AgendaItemFactory(agenda=report.agenda)
        ProgressEntryFactory(
            report=report, theme=theme, partnership=PartnershipFactory(name="Stil plan", visibility="concept")
        )
        shown = ProgressEntryFactory(
            report=report, theme=theme, region=RegionFactory(name="Stil land", visibility="concept")
        )
        shown.indicators.add(IndicatorFactory(name="Stil getal", visibility="concept"))

        answer = client.get(report.get_absolute_url())

        assert answer.context_data["progress_total"] == 1
        assert "Stil" not in answer.text
