"""Success factors across the bank, and the roadmap that is made of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.notifications.models import Event
from knowledgebank.choices import PracticeKind, PracticeState
from knowledgebank.models import FactorLine
from tests.editing.browser import errors_of, send
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import (
    AdoptionFactory,
    EvidenceFactory,
    FactorLineFactory,
    PracticeFactorFactory,
    PracticeFactory,
    SuccessFactorFactory,
)
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db

LIST = reverse("knowledgebank:success_factor_list")
GUIDE = reverse("knowledgebank:roadmap")


@pytest.fixture
def factor():
    return SuccessFactorFactory(label="Langdurige samenwerking", slug="langdurig")


@pytest.fixture
def edit(factor):
    return reverse("knowledgebank:roadmap_edit", args=[factor.slug])


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def used(factor, **practice):
    """Return a published practice in which a factor worked."""
    values = {f"practice__{name}": value for name, value in practice.items()}
    return PracticeFactorFactory(factor=factor, how="Elk kwartaal aan tafel.", **values).practice


def labels_on(answer) -> list[str]:
    return [factor.label for factor, _spread in answer.context_data["rows"]]


class TestList:
    def test_counts_practices_proven_ones_and_adoptions(self, client, factor):
        practice = used(
            factor,
            is_proven=True,
            review_on="2030-01-01",
            kind=PracticeKind.DEMAND,
            region=RegionFactory(name="Maas"),
        )
        practice.concepts.add(ConceptFactory(scheme=Scheme.SECTOR, label="Chemie"))
        used(factor, kind=PracticeKind.DEMAND)
        used(factor, state=PracticeState.DRAFT)
        used(factor, visibility="concept")
        AdoptionFactory(practice=practice)
        AdoptionFactory(practice=practice, state="stopped")
        AdoptionFactory(practice=practice, region__visibility="concept")

        ((found, spread),) = client.get(LIST).context_data["rows"]

        assert (found.practice_count, found.proven_count, found.adoption_count) == (2, 1, 1)
        assert (spread.by_kind, spread.sectors, spread.regions) == ([0, 2, 0, 0], {"Chemie"}, {"Maas"})

    def test_narrows_by_kind_sector_and_region_of_what_is_published(self, client, factor):
        practice = used(factor, kind=PracticeKind.DEMAND, region=RegionFactory(slug="maas"))
        practice.concepts.add(ConceptFactory(scheme=Scheme.SECTOR, notation="chemie"))
        draft = used(
            SuccessFactorFactory(label="Geheim"), kind=PracticeKind.DEMAND, state=PracticeState.DRAFT,
            region=practice.region,
        )  # fmt: skip
        draft.concepts.add(practice.concepts.get())
        used(SuccessFactorFactory(label="Elders"))

        answers = [
            client.get(LIST, query)
            for query in ({"kind": "demand"}, {"sector": "chemie"}, {"region": "maas"})
        ]

        assert [labels_on(answer) for answer in answers] == [["Langdurige samenwerking"]] * 3
        facet = next(each for each in answers[0].context_data["facets"] if each["name"] == "kind")
        assert {option.value: option.count for option in facet["options"]}["demand"] == 1

    def test_draws_factor_by_kind(self, client, factor):
        used(factor, kind=PracticeKind.PROGRAMME)

        page = client.get(LIST).text

        assert "Aantal voorbeelden per succesfactor en soort" in page
        assert page.count('<td class="getal">1</td>') == 1

    def test_asks_as_much_for_three_as_for_one(self, client, lead, factor):
        client.force_login(lead)
        used(factor, region=RegionFactory()).concepts.add(ConceptFactory(scheme=Scheme.SECTOR))
        one = queries_of(client, LIST)

        for _number in range(2):
            used(SuccessFactorFactory(), region=RegionFactory()).concepts.add(
                ConceptFactory(scheme=Scheme.SECTOR)
            )

        assert (queries_of(client, LIST), one <= 12) == (one, True)


class TestDetail:
    def test_quotes_how_it_worked_with_dated_evidence_and_who_followed(self, client, factor):
        practice = used(factor, title="Bedrijfsschool")
        EvidenceFactory(
            practice=practice, statement="Tien jaar later", dated_on="2023-01-01", dated_precision="year"
        )
        EvidenceFactory(practice=practice, statement="Zonder datum")
        AdoptionFactory(practice=practice, region__name="Zeeland")

        page = client.get(factor.get_absolute_url()).text

        assert all(text in page for text in ("Elk kwartaal aan tafel.", "Tien jaar later", "Zeeland"))
        assert "Zonder datum" not in page

    def test_each_line_shows_what_it_rests_on_and_the_version(self, client, factor):
        practice, other = used(factor, title="Bedrijfsschool"), used(factor, title="Nog los")
        hidden = used(factor, title="Verborgen", visibility="concept")
        line = FactorLineFactory(factor=factor, text="Begin **klein**.")
        line.practices.set([practice, hidden])

        answer = client.get(factor.get_absolute_url())

        assert "Begin <strong>klein</strong>." in answer.text
        assert "Versie 1, " in answer.text
        assert [list(each.practices.all()) for each in answer.context_data["lines"]] == [[practice]]
        assert answer.context_data["untold"] == [other]
        assert "Verborgen" not in answer.text

    @pytest.mark.parametrize(("who", "shown"), [("curator", True), ("lead", False), ("visitor", False)])
    def test_curators_alone_are_shown_the_way_to_edit(self, client, request, factor, edit, who, shown):
        user = request.getfixturevalue(who)
        if user.is_authenticated:
            client.force_login(user)

        assert (edit in client.get(factor.get_absolute_url()).text) is shown

    def test_asks_as_much_for_three_as_for_one(self, client, lead, factor):
        client.force_login(lead)

        def more() -> None:
            practice = used(factor, region=RegionFactory())
            EvidenceFactory(practice=practice, dated_on="2023-01-01")
            AdoptionFactory(practice=practice)
            FactorLineFactory(factor=factor).practices.add(practice)

        more()
        one = queries_of(client, factor.get_absolute_url())
        more()
        more()

        assert (queries_of(client, factor.get_absolute_url()), one <= 12) == (one, True)


class TestRoadmap:
    def test_a_curator_writes_lines_with_practices_and_the_version_goes_up(
        self, client, curator, factor, edit
    ):
        practice = used(factor, title="Bedrijfsschool")
        client.force_login(curator)

        answer = send(
            client,
            edit,
            rows={"lines": [{"text": "Begin klein.", "practices_add": "Bedrijfsschool"}, {"text": "Blijf."}]},
        )

        lines = list(FactorLine.objects.order_by("order"))
        factor.refresh_from_db()
        assert answer["Location"] == factor.get_absolute_url()
        assert [(line.text, list(line.practices.all())) for line in lines] == [
            ("Begin klein.", [practice]),
            ("Blijf.", []),
        ]
        assert (factor.version, factor.label) == (2, "Langdurige samenwerking")
        assert Event.objects.get(record=factor.uuid).kind == "successfactor.changed"

    def test_only_the_practices_of_a_line_change_and_can_be_undone(self, client, curator, factor, edit):
        practice = used(factor, title="Bedrijfsschool")
        line = FactorLineFactory(factor=factor, order=1)
        client.force_login(curator)

        send(client, edit, **{"lines-0-practices_add": "Bedrijfsschool"})
        linked = set(line.practices.all())
        saved = send(client, edit, **{"lines-0-practices": []})

        factor.refresh_from_db()
        assert saved.status_code == 302
        assert (linked, set(line.practices.all()), factor.version) == ({practice}, set(), 3)

    def test_nothing_different_is_no_new_version(self, client, curator, factor, edit):
        FactorLineFactory(factor=factor, order=1).practices.add(used(factor))
        client.force_login(curator)

        send(client, edit)

        factor.refresh_from_db()
        assert factor.version == 1

    def test_a_practice_without_the_factor_or_unpublished_is_refused(self, client, curator, factor, edit):
        PracticeFactory(title="Zonder factor")
        used(factor, title="Ontwerp", state=PracticeState.DRAFT)
        client.force_login(curator)

        for title in ("Zonder factor", "Ontwerp"):
            answer = send(client, edit, rows={"lines": [{"text": "Begin klein.", "practices_add": title}]})

            assert f"Bij ‘{title}’ staat deze succesfactor niet" in errors_of(answer)[0]
        assert FactorLine.objects.count() == 0

    @pytest.mark.parametrize(
        ("who", "status"), [("lead", 403), ("national", 403), ("curator", 200), ("admin_user", 200)]
    )
    def test_curators_alone_write_it(self, client, request, edit, who, status):
        client.force_login(request.getfixturevalue(who))

        assert client.get(edit).status_code == status

    def test_the_guide_has_every_roadmap_the_most_used_first(self, client, factor):
        FactorLineFactory(factor=factor, text="Blijf.").practices.add(used(factor))
        seldom = SuccessFactorFactory(label="Zelden")
        FactorLineFactory(factor=seldom, text="Ooit.")
        SuccessFactorFactory(label="Zonder handreiking")
        FactorLineFactory(factor=SuccessFactorFactory(label="Stil", visibility="concept"))

        answer = client.get(GUIDE)

        assert [each.label for each in answer.context_data["factors"]] == [
            "Langdurige samenwerking",
            "Zelden",
        ]
        assert "Blijf." in answer.text

    def test_the_guide_asks_as_much_for_three_as_for_one(self, client, lead, factor):
        client.force_login(lead)
        FactorLineFactory(factor=factor).practices.add(used(factor))
        one = queries_of(client, GUIDE)

        for each in (SuccessFactorFactory(), SuccessFactorFactory()):
            FactorLineFactory(factor=each).practices.add(used(each))

        assert (queries_of(client, GUIDE), one <= 12) == (one, True)
