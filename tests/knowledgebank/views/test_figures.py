"""The pages of figures."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledgebank.choices import MeasurementKind
from tests.factories.knowledgebank import (
    IndicatorFactory,
    MeasurementFactory,
    ProgressEntryFactory,
    ProgressReportFactory,
)
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import AgendaFactory, RegionFactory
from tests.factories.sources import CitationFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
LIST = "/cijfers/"


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


def shortage() -> tuple:
    """Return the shortage of 2026 and its two parts, as the proposition gives them."""
    whole = IndicatorFactory(slug="tekort", name="Tekort", unit="vacatures")
    mbo = IndicatorFactory(slug="tekort-mbo", name="Waarvan mbo", unit="vacatures", part_of=whole)
    hbo = IndicatorFactory(slug="tekort-hbo", name="Waarvan hbo en wo", unit="vacatures", part_of=whole)
    for indicator, value, qualifier in (
        (whole, 50000, "over"),
        (mbo, 23000, "nearly"),
        (hbo, 28000, "exact"),
    ):
        MeasurementFactory(
            indicator=indicator,
            value=value,
            qualifier=qualifier,
            unit="vacatures",
            year=2026,
            kind=MeasurementKind.FORECAST,
        )
    return whole, mbo, hbo


def split_of_eight() -> tuple:
    """Return the ratio of inflow per eight students and its three parts: baseline and target."""
    numbers = {"Samen": (8, 15), "Deltion": (5, 5), "Techniek Academie": (2, 5), "Landstede": (1, 5)}
    indicators = {}
    for name, (baseline, target) in numbers.items():
        indicator = IndicatorFactory(name=name, unit="deel van 8", part_of=indicators.get("Samen"))
        indicators[name] = indicator
        MeasurementFactory(
            indicator=indicator, value=baseline, kind=MeasurementKind.BASELINE, year=None, unit="deel van 8"
        )
        MeasurementFactory(
            indicator=indicator, value=target, kind=MeasurementKind.TARGET, year=None, unit="deel van 8"
        )
    return tuple(indicators.values())


class TestIndicatorList:
    def test_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        MeasurementFactory(indicator__partnership=PartnershipFactory(), region=RegionFactory())
        one = queries_of(client, LIST)

        for _number in range(2):
            MeasurementFactory(indicator__partnership=PartnershipFactory(), region=RegionFactory())
        three = queries_of(client, LIST)

        assert one == three
        assert three <= MOST_QUERIES

    def test_shows_the_word_and_sorts_on_the_value(self, client):
        for value, qualifier in ((50, "over"), (51, "exact"), (49, "nearly")):
            MeasurementFactory(value=value, qualifier=qualifier)

        answer = client.get(LIST, {"sort": "value"})

        assert [value.in_words for _indicator, value, _about in answer.context_data["rows"]] == [
            "51",
            "ruim 50",
            "bijna 49",
        ]
        assert "ruim 50" in answer.text

    def test_shows_the_value_of_the_chosen_year(self, client):
        indicator = IndicatorFactory()
        MeasurementFactory(indicator=indicator, value=30, year=2019)
        MeasurementFactory(indicator=indicator, value=60, year=2023)
        MeasurementFactory(year=2023)

        answer = client.get(LIST, {"year": "2019"})

        assert [value.value for _indicator, value, _about in answer.context_data["rows"]] == [30]

    @pytest.mark.parametrize(
        ("about", "fields"),
        [("partnership", {"partnership": PartnershipFactory}), ("agenda", {"agenda": AgendaFactory})],
    )
    def test_narrows_by_what_it_is_about(self, client, about, fields):
        wanted = IndicatorFactory(**{name: build() for name, build in fields.items()})
        IndicatorFactory()

        answer = client.get(LIST, {"about": about})

        assert [indicator for indicator, _value, _about in answer.context_data["rows"]] == [wanted]

    def test_counts_a_facet_by_indicators_with_a_shown_value(self, client):
        region = RegionFactory(slug="oost", name="Oost")
        MeasurementFactory(region=region, year=2019)
        MeasurementFactory(region=region, year=2019, visibility="concept")
        MeasurementFactory(region=RegionFactory(name="Stil gebied", visibility="concept"), year=2020)

        answer = client.get(LIST)

        facets = {facet["name"]: facet["options"] for facet in answer.context_data["facets"]}
        assert [(option.value, option.count) for option in facets["region"]] == [("oost", 1)]
        assert [(option.value, option.count) for option in facets["year"]] == [("2020", 1), ("2019", 1)]
        assert "Stil gebied" not in answer.text

    def test_keeps_hidden_indicators_from_a_visitor(self, client):
        MeasurementFactory(indicator__name="Geheim getal", indicator__visibility="concept")

        answer = client.get(LIST)

        assert answer.context_data["total"] == 0
        assert "Geheim getal" not in answer.text

    @pytest.mark.parametrize(
        ("key", "value"),
        [("year", "20190"), ("year", "²⁰¹⁹"), ("kind", "soms"), ("about", "alles"), ("region", "atlantis")],
    )
    def test_says_in_dutch_which_filter_it_does_not_know(self, client, key, value):
        answer = client.get(LIST, {key: value})

        assert answer.status_code == 400
        assert "Dit filter kennen we niet" in answer.text


class TestIndicatorDetail:
    def test_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        indicator = IndicatorFactory(partnership=PartnershipFactory())
        MeasurementFactory(indicator=indicator, region=RegionFactory())
        MeasurementFactory(indicator=IndicatorFactory(part_of=indicator))
        ProgressEntryFactory().indicators.add(indicator)
        one = queries_of(client, indicator.get_absolute_url())

        for _number in range(2):
            CitationFactory(subject=MeasurementFactory(indicator=indicator, region=RegionFactory()).uuid)
            MeasurementFactory(indicator=IndicatorFactory(part_of=indicator))
            ProgressEntryFactory().indicators.add(indicator)
        three = queries_of(client, indicator.get_absolute_url())

        assert one == three
        assert three <= MOST_QUERIES

    def test_says_that_the_parts_fit_the_whole(self, client):
        whole, *_parts = shortage()

        answer = client.get(whole.get_absolute_url())

        assert "28.000 en bijna 23.000 is samen 51.000: past bij ruim 50.000." in answer.text

    def test_says_that_parts_do_not_fit(self, client):
        whole, *_parts = shortage()
        whole.measurements.update(value=40000)

        answer = client.get(whole.get_absolute_url())

        assert [check.fits for check in answer.context_data["checks"]] == [False]
        assert "past niet bij ruim 40.000" in answer.text

    def test_does_not_add_up_when_a_part_is_unknown(self, client):
        whole, mbo, _hbo = shortage()
        mbo.measurements.all().delete()

        answer = client.get(whole.get_absolute_url())

        assert answer.context_data["checks"] == []

    def test_shows_a_ratio_with_its_parts_and_its_growth(self, client):
        whole, *_parts = split_of_eight()

        answer = client.get(whole.get_absolute_url())

        assert [check.sentence for check in answer.context_data["checks"]] == [
            "5, 2 en 1 is samen 8: past bij 8.",
            "5, 5 en 5 is samen 15: past bij 15.",
        ]
        assert answer.context_data["growth"] == ["Van 8 naar 15 is +7: 1,875 keer zo veel."]
        assert "deel van 8" in answer.text

    def test_computes_a_share_itself(self, client):
        measurement = MeasurementFactory(value=14, out_of=Decimal(23), unit="aanvragen")

        answer = client.get(measurement.get_absolute_url())

        assert "14 van 23 = 61%" in answer.text

    def test_chart_and_table_carry_the_same_numbers(self, client):
        indicator = IndicatorFactory()
        for year, value in ((2018, 35), (2022, 45)):
            MeasurementFactory(indicator=indicator, year=year, value=value, unit="studenten")

        answer = client.get(indicator.get_absolute_url())

        bars = [bar["value"] for bar in answer.context_data["bars"]]
        assert bars == [row.value for row, _when, _share in answer.context_data["rows"]] == [35, 45]
        assert '<td class="getal">45</td>' in answer.text
        assert "in studenten" in answer.text
        assert '<span class="balk-getal">45</span>' in answer.text

    def test_keeps_hidden_values_and_parts_from_a_visitor(self, client):
        indicator = IndicatorFactory()
        MeasurementFactory(indicator=indicator, value=111)
        MeasurementFactory(indicator=indicator, value=777, visibility="concept")
        IndicatorFactory(part_of=indicator, name="Geheim deel", visibility="concept")

        answer = client.get(indicator.get_absolute_url())

        assert "111" in answer.text
        assert "777" not in answer.text
        assert "Geheim deel" not in answer.text

    def test_does_not_name_a_hidden_subject_or_report(self, client):
        indicator = IndicatorFactory(partnership=PartnershipFactory(name="Stil plan", visibility="concept"))
        report = ProgressReportFactory(title="Stille stand", visibility="concept")
        ProgressEntryFactory(report=report, title="Stil onderdeel").indicators.add(indicator)

        answer = client.get(indicator.get_absolute_url())

        assert "Stil" not in answer.text

    def test_does_not_name_a_hidden_region(self, client):
        secret = RegionFactory(name="Stille streek", visibility="concept")
        indicator = IndicatorFactory()
        for year in (2020, 2021):
            MeasurementFactory(indicator=indicator, year=year, region=secret)

        answer = client.get(indicator.get_absolute_url())

        assert len(answer.context_data["bars"]) == 2
        assert "Stil" not in answer.text

    def test_without_measurement_says_so(self, client):
        answer = client.get(IndicatorFactory().get_absolute_url())

        assert "Er is nog geen meting." in answer.text

    def test_unknown_indicator_is_not_there(self, client):
        assert client.get(reverse("knowledgebank:indicator_detail", args=["bestaat-niet"])).status_code == 404
