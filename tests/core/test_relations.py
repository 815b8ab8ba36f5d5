"""All that hangs on a record, in one query."""

import pytest

from industriecoalitie.core.relations import Relation, related_sections, subjects_of
from knowledgebank.models import Measurement
from tests.factories.knowledgebank import MeasurementFactory
from tests.factories.partnerships import EcosystemFactory, PartnerFactory, PartnershipFactory
from tests.factories.regions import OrganisationFactory


def sections_of(organisation, user):
    return related_sections(
        [
            Relation(
                "partnerships", "Samenwerkingen", organisation.partner_links.visible_to(user),
                label="partnership__name", url_name="partnerships:partnership_detail", slugs=("partnership__slug",),
                note="role__label", period="",
            ),
            Relation(
                "ecosystems", "Ecosystemen", organisation.partner_ecosystems.visible_to(user),
                label="name", url_name="partnerships:ecosystem_detail",
            ),
        ]
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_related_sections_take_one_query(db, count, visitor, django_assert_num_queries):
    organisation = OrganisationFactory()
    for _ in range(count):
        PartnerFactory(organisation=organisation, from_on="2019-01-01", from_precision="year")
        EcosystemFactory().partners.add(organisation)

    with django_assert_num_queries(1):
        sections = sections_of(organisation, visitor)

    assert [len(section.rows) for section in sections.values()] == [count, count]
    first = sections["partnerships"].rows[0]
    assert (first.note, first.starts.in_words(), first.ends) == ("Onderwijspartner", "2019", None)
    assert first.url.startswith("/samenwerkingen/")
    assert len(subjects_of(sections)) == 2 * count


def test_related_sections_leave_out_what_is_hidden(db, visitor):
    organisation = OrganisationFactory()
    PartnerFactory(organisation=organisation, partnership=PartnershipFactory(visibility="concept"))

    sections = sections_of(organisation, visitor)

    assert sections["partnerships"].rows == []


def test_rows_without_a_rank_come_last(db, visitor):
    MeasurementFactory(indicator__name="zonder jaar", year=None)
    MeasurementFactory(indicator__name="laat", year=2021)
    MeasurementFactory(indicator__name="vroeg", year=2014)

    sections = related_sections(
        [
            Relation(
                "measurements", "Cijfers", Measurement.objects.visible_to(visitor),
                label="indicator__name", url_name="knowledgebank:indicator_detail", slugs=("indicator__slug",),
                rank="year",
            ),
        ]
    )  # fmt: skip

    assert [row.label for row in sections["measurements"].rows] == ["vroeg", "laat", "zonder jaar"]
