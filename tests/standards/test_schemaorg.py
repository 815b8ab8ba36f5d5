"""What pages tell machines of themselves: schema.org, for visitors alone and never more than a visitor may read."""

import json
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.standards.schemaorg.describing import described
from knowledgebank.choices import Licence
from tests.factories.concepts import ConceptFactory
from tests.factories.files import StoredFileFactory
from tests.factories.knowledgebank import (
    IndicatorFactory,
    LearningResourceFactory,
    PracticeFactory,
    ResourceVersionFactory,
)
from tests.factories.partnerships import EcosystemFactory, PartnerFactory, PartnershipFactory
from tests.factories.programmes import (
    LearningPathFactory,
    LearningPathStepFactory,
    ModuleFactory,
    OfferingFactory,
    ProgrammeFactory,
    ProgrammeModuleFactory,
    ProviderFactory,
)
from tests.factories.regions import (
    CoverageFactory,
    LabourMarketRegionFactory,
    OrganisationCodeFactory,
    OrganisationFactory,
    PlaceFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db
BASE = settings.BASE_URL
SECRET = "Geheimnaam"
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def scripts(client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return SCRIPT.findall(answer.content.decode())


def said_by(client, record) -> dict:
    """Return what the page of a record says of it; also checks the way to it."""
    (script,) = scripts(client, record.get_absolute_url())
    told = json.loads(script)
    assert told["@context"] == "https://schema.org"
    words, way = told["@graph"]
    assert way["@type"] == "BreadcrumbList"
    steps = way["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert all(step["name"] and step["item"].startswith(f"{BASE}/") for step in steps)
    assert (steps[0]["item"], steps[-1]["item"]) == (f"{BASE}/", f"{BASE}{record.get_absolute_url()}")
    assert (words["@id"], words["url"]) == (record.uuid.urn, f"{BASE}{record.get_absolute_url()}")
    assert not any(value in ("", None, [], {}) for value in words.values())
    return words


def names(rows: list[dict]) -> list[str]:
    return [row["name"] for row in rows]


@pytest.fixture
def school():
    return OrganisationFactory(
        name="ROC van Twente",
        kind=ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="roc_mbo", label="Mbo-instelling"),
    )


@pytest.fixture
def hidden():
    return OrganisationFactory(name=SECRET, visibility="network")


class TestWorking:
    def test_a_school_with_its_codes_and_area(self, client, school):
        area = LabourMarketRegionFactory(code="AM08", name="Twente")
        region = RegionFactory(name="Regio Twente", labour_market_region=area)
        school.region, school.place, school.website = region, PlaceFactory(name="Hengelo"), "https://roc.test"
        school.summary, school.aliases = "Een <b>school</b>\nin Twente", ["ROCvT"]
        school.save()
        OrganisationCodeFactory(organisation=school, code_type="institution_code", code="27YU")
        OrganisationCodeFactory(organisation=school, code_type="kvk_organisation_id", code="12345678")
        OrganisationCodeFactory(
            organisation=school, code_type="institution_code", code="01AA", of_predecessor="Oude school"
        )

        words = said_by(client, school)

        assert words["@type"] == "EducationalOrganization"
        assert (words["name"], words["alternateName"]) == ("ROC van Twente", ["ROCvT"])
        assert (words["description"], words["sameAs"]) == ("Een <b>school</b> in Twente", "https://roc.test")
        assert [(each["@type"], each["propertyID"], each["value"]) for each in words["identifier"]] == [
            ("PropertyValue", "BRIN", "27YU"), ("PropertyValue", "KvK", "12345678"),
        ]  # fmt: skip
        assert words["address"] == {
            "@type": "PostalAddress", "addressLocality": "Hengelo", "addressCountry": "NL",
        }  # fmt: skip
        assert names(words["areaServed"]) == ["Regio Twente", "Twente"]
        assert words["areaServed"][1]["identifier"]["value"] == "AM08"

    @pytest.mark.parametrize(
        ("notation", "kind"), [("company", "Organization"), ("government_province", "GovernmentOrganization")]
    )
    def test_other_organisations(self, client, notation, kind):
        term = ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation=notation)
        assert said_by(client, OrganisationFactory(kind=term))["@type"] == kind

    def test_regions(self, client):
        covered = LabourMarketRegionFactory(code="AM08")
        region = RegionFactory(name="Twente")
        CoverageFactory(region=region, labour_market_region=covered)

        words = said_by(client, region)

        assert words["@type"] == "AdministrativeArea"
        assert [each["identifier"]["value"] for each in words["containsPlace"]] == ["AM08"]
        assert said_by(client, covered)["identifier"]["value"] == "AM08"

    def test_a_partnership_with_who_takes_part(self, client, school, hidden):
        partnership = PartnershipFactory(
            name="Techniekcampus", region=RegionFactory(name="Twente"), from_on="2023-01-01", from_precision="year"
        )  # fmt: skip
        PartnerFactory(partnership=partnership, organisation=school)
        PartnerFactory(partnership=partnership, organisation=hidden)
        partnership.concepts.add(
            ConceptFactory(scheme=Scheme.THEME, label="Robotica"),
            ConceptFactory(scheme=Scheme.THEME, label=SECRET, visibility="concept"),
        )

        words = said_by(client, partnership)

        assert (words["@type"], words["foundingDate"]) == ("Project", "2023")
        assert [(each["@type"], each["name"]) for each in words["member"]] == [
            ("EducationalOrganization", "ROC van Twente")
        ]
        assert words["keywords"] == ["Robotica"]
        assert names(words["areaServed"]) == ["Twente"]

    def test_an_ecosystem(self, client):
        words = said_by(client, EcosystemFactory(region=RegionFactory(name="Twente")))

        assert (words["@type"], names(words["areaServed"])) == ("Organization", ["Twente"])


class TestLearning:
    def test_a_programme_that_is_offered(self, client, school, hidden):
        programme = ProgrammeFactory(
            name="Mechatronica", code="25743", duration_years="1.5", summary="Leer het vak"
        )
        ProviderFactory(programme=programme, organisation=school)
        ProviderFactory(programme=programme, organisation=hidden)
        ProgrammeModuleFactory(programme=programme, module=ModuleFactory(name="Robots"))
        ProgrammeModuleFactory(programme=programme, module=ModuleFactory(name=SECRET, visibility="concept"))
        level = ConceptFactory(scheme=Scheme.LEVEL, label="Mbo 4")
        offering = OfferingFactory(
            programme=programme, organisation=school, place=PlaceFactory(name="Hengelo"), level=level, capacity=20,
            form=ConceptFactory(scheme=Scheme.EDUCATION_FORM, label="Bbl"), from_on="2026-09-01",
        )  # fmt: skip
        OfferingFactory(programme=programme, organisation=hidden)
        OfferingFactory(programme=programme, organisation=school, state="ended")

        words = said_by(client, programme)

        assert words["@type"] == ["EducationalOccupationalProgram", "Course"]
        assert (words["name"], words["description"]) == ("Mechatronica", "Leer het vak")
        assert words["identifier"] == {"@type": "PropertyValue", "propertyID": "crebo", "value": "25743"}
        assert words["timeToComplete"] == "P1Y6M"
        assert names(words["provider"]) == ["ROC van Twente"]
        assert names(words["hasCourse"]) == ["Robots"]
        (instance,) = words["hasCourseInstance"]
        assert instance["@type"] == "CourseInstance"
        assert instance["@id"] == offering.uuid.urn
        assert {name: instance[name] for name in ("courseMode", "startDate", "maximumAttendeeCapacity")} == {
            "courseMode": "Bbl", "startDate": "2026-09-01", "maximumAttendeeCapacity": 20,
        }  # fmt: skip
        assert (instance["location"]["name"], words["educationalLevel"]) == ("Hengelo", ["Mbo 4"])

    def test_a_programme_without_offers(self, client):
        assert said_by(client, ProgrammeFactory())["@type"] == "EducationalOccupationalProgram"

    def test_a_module(self, client, school):
        module = ModuleFactory(code="K0123", hours=240, outcome="mbo_certificate", summary="Lassen")
        OfferingFactory(programme=None, module=module, organisation=school)

        words = said_by(client, module)

        expected = {
            "@type": "Course", "courseCode": "K0123", "timeRequired": "PT240H",
            "educationalCredentialAwarded": "mbo-certificaat",
        }  # fmt: skip
        assert {name: words[name] for name in expected} == expected
        assert names(words["provider"]) == ["ROC van Twente"]
        assert len(words["hasCourseInstance"]) == 1

    def test_a_learning_path(self, client):
        path = LearningPathFactory(duration_years=2)
        LearningPathStepFactory(path=path, order=1, programme=ProgrammeFactory(name="Eerst"))
        LearningPathStepFactory(path=path, order=2, programme=None, module=ModuleFactory(name="Dan"))
        LearningPathStepFactory(
            path=path, order=3, programme=None, module=ModuleFactory(name=SECRET, visibility="concept")
        )

        words = said_by(client, path)

        assert words["@type"] == "EducationalOccupationalProgram"
        assert (names(words["hasCourse"]), words["timeToComplete"]) == (["Eerst", "Dan"], "P2Y")

    def test_a_teaching_material_as_edurep_maps_it(self, client):
        resource = LearningResourceFactory(
            title="Lesbrief", summary="Kort", licence=Licence.CC_BY, practice=PracticeFactory(title="Voorbeeld"),
            module=ModuleFactory(name=SECRET, visibility="concept"), owner=RegionFactory(name="Twente"),
        )  # fmt: skip
        version = ResourceVersionFactory(
            resource=resource, label="2", file=StoredFileFactory(document=True), url=""
        )
        resource.concepts.add(
            ConceptFactory(scheme=Scheme.THEME, label="Robotica"),
            ConceptFactory(scheme=Scheme.LEVEL, label="Mbo 4"),
        )

        words = said_by(client, resource)

        expected = {
            "@type": "LearningResource",
            "name": "Lesbrief",
            "description": "Kort",
            "inLanguage": "nl",
            "isAccessibleForFree": True,
            "learningResourceType": "informatiebron",
            "educationalLevel": ["BVE", "Mbo 4"],
            "license": "https://creativecommons.org/licenses/by/4.0/deed.nl",
            "encodingFormat": "application/pdf",
            "version": "2",
        }
        assert {name: words[name] for name in expected} == expected
        assert words["encoding"]["contentUrl"] == f"{BASE}{version.get_absolute_url()}"
        assert words["audience"]["audienceType"] == "teacher"
        assert [each["targetName"] for each in words["educationalAlignment"]] == ["Robotica"]
        assert (words["author"]["name"], names(words["isPartOf"])) == ("Twente", ["Voorbeeld"])

    def test_without_licence_no_address(self, client):
        resource = LearningResourceFactory(licence="", url="https://geheim.test/les")
        ResourceVersionFactory(resource=resource)

        words = said_by(client, resource)

        assert {"license", "encoding", "encodingFormat"} & set(words) == set()
        assert "test/les" not in json.dumps(words)


class TestOthers:
    def test_an_indicator_is_a_data_set(self, client):
        words = said_by(
            client, IndicatorFactory(name="Studenten", slug="studenten", definition="Ingeschreven")
        )

        assert (words["@type"], words["name"], words["description"]) == (
            "Dataset",
            "Studenten",
            "Ingeschreven",
        )
        assert words["variableMeasured"]["unitText"] == "studenten"
        assert words["distribution"]["contentUrl"] == f"{BASE}/api/v1/indicators/studenten"
        assert words["license"] == "http://creativecommons.org/licenses/by/4.0/deed.nl"

    def test_a_term(self, client):
        words = said_by(client, ConceptFactory(scheme=Scheme.THEME, notation="robotica", label="Robotica"))

        assert (words["@type"], words["name"], words["termCode"]) == ("DefinedTerm", "Robotica", "robotica")
        assert words["inDefinedTermSet"]["url"] == f"{BASE}/begrippen/theme/"

    def test_the_site(self, client):
        (script,) = scripts(client, "/")

        (site,) = json.loads(script)["@graph"]
        assert (site["@type"], site["url"]) == ("WebSite", f"{BASE}/")
        assert site["potentialAction"]["target"]["urlTemplate"] == f"{BASE}/zoeken/?q={{search_term_string}}"

    def test_nothing_ends_the_element(self, client):
        evil = "</script><script>alert(1)</script><!--"
        assert said_by(client, ProgrammeFactory(name=evil, summary=evil))["name"] == evil


def everything() -> list:
    resource = LearningResourceFactory(licence=Licence.CC_BY)
    return [
        OrganisationFactory(), RegionFactory(), LabourMarketRegionFactory(), PartnershipFactory(), EcosystemFactory(),
        ProgrammeFactory(), ModuleFactory(), LearningPathFactory(), resource, IndicatorFactory(), ConceptFactory(),
    ]  # fmt: skip


def test_who_is_signed_in_gets_none_of_it(client, admin_user):
    """Such a page may name what a visitor may not read; and what is told is never another for another reader."""
    records = everything()
    assert [len(scripts(client, each.get_absolute_url())) for each in records] == [1] * len(records)
    client.force_login(admin_user)

    assert [scripts(client, each.get_absolute_url()) for each in records] == [[]] * len(records)


@pytest.mark.parametrize(
    "values", [{"visibility": "network"}, {"visibility": "concept"}, {"hidden_at": timezone.now()}]
)
def test_what_is_not_public_is_not_described(values):
    for each in everything():
        assert described(each) is not None
        for name, value in values.items():
            setattr(each, name, value)
        assert described(each) is None


@pytest.mark.parametrize("record", ["programme", "partnership", "organisation"])
def test_asks_as_much_for_three_as_for_one(client, school, record):
    def one_more():
        if record == "programme":
            OfferingFactory(programme=subject, organisation=OrganisationFactory(), place=PlaceFactory())
            ProviderFactory(programme=subject, organisation=OrganisationFactory())
            ProgrammeModuleFactory(programme=subject)
            subject.concepts.add(ConceptFactory())
        elif record == "partnership":
            PartnerFactory(partnership=subject, organisation=OrganisationFactory())
            subject.concepts.add(ConceptFactory())
        else:
            OrganisationCodeFactory(organisation=subject)
            CoverageFactory(region=subject.region)

    makers = {
        "programme": ProgrammeFactory,
        "partnership": PartnershipFactory,
        "organisation": OrganisationFactory,
    }
    subject = makers[record](region=RegionFactory())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(subject.get_absolute_url())
        return len(captured)

    one_more()
    queries()
    one = queries()
    one_more()
    one_more()

    assert queries() == one
