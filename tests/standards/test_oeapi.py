"""The Open Education API: which questions it takes, what it answers, and that it shows nothing that is not public."""

import datetime
from decimal import Decimal

import jsonschema
import pytest
from django.test import Client
from django.utils import timezone
from drf_spectacular.validation import validate_schema

from industriecoalitie.api.addresses import FACADES
from industriecoalitie.standards.oeapi import codes, shapes
from industriecoalitie.standards.oeapi.document import document, paths
from programmes.choices import ModuleOutcome, OfferingState, ProgrammeKind
from regions.choices import CodeType
from tests.factories.concepts import ConceptFactory
from tests.factories.programmes import (
    ModuleFactory,
    OfferingFactory,
    ProgrammeFactory,
    ProgrammeModuleFactory,
    ProviderFactory,
)
from tests.factories.regions import OrganisationCodeFactory, OrganisationFactory, PlaceFactory
from tests.indexing import indexed

from .oeapi import LISTS, ROOT, faults

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
OURS = "application/vnd.oeapi+json"
KEYS = {
    "organisations": "organisationId",
    "programmes": "programmeId",
    "courses": "courseId",
    "programme-offerings": "programmeOfferingId",
    "course-offerings": "courseOfferingId",
}


def term(scheme: str, notation: str):
    return ConceptFactory(scheme=scheme, notation=notation, label=notation.title(), visibility="public")


def school(**values):
    return OrganisationFactory(kind=term("organisation-kind", "roc_mbo"), **values)


def ask(client, path: str, *, accept: str = "", **query):
    headers = {"Accept": accept} if accept else {}
    return client.get(f"{ROOT}{path}", query, headers=headers)


def read(client, path: str, **query):
    answer = ask(client, path, **query)
    assert answer.status_code == 200, answer.content[:300]
    return answer.json()


def refused(answer) -> dict[str, str]:
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM), answer.content[:300]
    return {param["name"]: param["reason"] for param in answer.json()["invalidParams"]}


@pytest.fixture
def full(db) -> dict[str, object]:
    """One of each kind with all that the portal can know of it, and whole names between them."""
    place = PlaceFactory(name="Hengelo", visibility="public")
    above = OrganisationFactory(name="Koepel", kind=term("organisation-kind", "foundation"))
    college = school(
        name="ROC", slug="roc", summary="Een school.", website="https://roc.test/é", place=place, parent=above
    )
    OrganisationCodeFactory(organisation=college, code_type=CodeType.KVK, code="12345678")
    OrganisationCodeFactory(organisation=college, code_type=CodeType.INSTITUTION, code="27YU")
    programme = ProgrammeFactory(
        name="Mechatronica", slug="mechatronica", code="25742", summary="Techniek.", duration_years="1.5",
        website="https://roc.test/mechatronica", from_on="2026-08-01", until_on="2030-07-31",
    )  # fmt: skip
    bbl, mbo4 = term("education-form", "bbl"), term("level", "mbo-4")
    programme.concepts.add(bbl, mbo4, term("education-form", "diploma"))
    ProviderFactory(programme=programme, organisation=college)
    module = ModuleFactory(
        name="Robots", slug="robots", code="K0165", hours=240, outcome=ModuleOutcome.ELECTIVE
    )
    module.concepts.add(mbo4)
    ProgrammeModuleFactory(programme=programme, module=module)
    whole = {"organisation": college, "place": place, "form": bbl, "level": mbo4, "capacity": 24}
    days = {"from_on": timezone.localdate(), "until_on": timezone.localdate() + datetime.timedelta(days=30)}
    return {
        "organisations": college,
        "programmes": programme,
        "courses": module,
        "programme-offerings": OfferingFactory(programme=programme, slug="aanbod-p", **whole, **days),
        "course-offerings": OfferingFactory(programme=None, module=module, slug="aanbod-m", **whole, **days),
    }


def test_an_organisation(client, full):
    college = full["organisations"]

    answer = read(client, f"/organisations/{college.uuid}", expand="parent,children")

    assert faults("organisations", answer) == []
    assert answer.pop("parent")["childIds"] == [str(college.uuid)]
    assert answer == {
        "organisationId": str(college.uuid),
        "primaryCode": {"codeType": "institution_code", "code": "27YU"},
        "organisationType": "institute",
        "name": [{"language": "nl", "value": "ROC"}],
        "description": [{"language": "nl", "value": "Een school."}],
        "addresses": [{"addressType": "x-town", "city": "Hengelo"}],
        "link": "https://roc.test/%C3%A9",
        "otherCodes": [
            {"codeType": "identifier", "code": "roc"},
            {"codeType": "kvk_organisation_id", "code": "12345678"},
        ],
        "parentId": str(college.parent.uuid),
        "ext": {
            "href": "http://localhost:8000/api/v1/organisations/roc",
            "page": "http://localhost:8000/organisaties/roc/",
        },
    }


def test_a_programme(client, full):
    programme, college = full["programmes"], full["organisations"]

    answer = read(client, f"/programmes/{programme.uuid}", expand="organisation,parent,children")

    assert faults("programmes", answer) == []
    assert answer.pop("organisation")["organisationId"] == str(college.uuid)
    assert answer == {
        "programmeId": str(programme.uuid),
        "primaryCode": {"codeType": "programme_code", "code": "25742"},
        "otherCodes": [{"codeType": "identifier", "code": "mechatronica"}],
        "programmeType": "programme",
        "name": [{"language": "nl", "value": "Mechatronica"}],
        "description": [{"language": "nl", "value": "Techniek."}],
        "qualificationAwarded": "vocational_diploma",
        "formalDocument": "diploma",
        "modeOfStudy": "dual_training",
        "modesOfDelivery": ["work_based"],
        "duration": "P1Y6M",
        "level": "secondary_vocational_education_4",
        "levelOfQualification": "eqf_4",
        "link": "https://roc.test/mechatronica",
        "organisationId": str(college.uuid),
        "validFrom": "2026-08-01T00:00:00+02:00",
        "validTo": "2030-08-01T00:00:00+02:00",
        "ext": {
            "href": "http://localhost:8000/api/v1/programmes/mechatronica",
            "page": "http://localhost:8000/opleidingen/mechatronica/",
            "levels": ["secondary_vocational_education_4"],
            "modesOfStudy": ["dual_training"],
            "organisationIds": [str(college.uuid)],
        },
    }


def test_a_course(client, full):
    answer = read(client, f"/courses/{full['courses'].uuid}", expand="programmes")

    assert faults("courses", answer) == []
    assert [item["programmeId"] for item in answer.pop("programmes")] == [str(full["programmes"].uuid)]
    assert answer == {
        "courseId": str(full["courses"].uuid),
        "primaryCode": {"codeType": "programme_code", "code": "K0165"},
        "otherCodes": [{"codeType": "identifier", "code": "robots"}],
        "name": [{"language": "nl", "value": "Robots"}],
        "studyLoad": [{"studyLoadUnit": "hour", "value": 240}],
        "level": "secondary_vocational_education_4",
        "programmeIds": [str(full["programmes"].uuid)],
        "ext": {
            "href": "http://localhost:8000/api/v1/modules/robots",
            "page": "http://localhost:8000/modules/robots/",
            "levels": ["secondary_vocational_education_4"],
        },
    }


@pytest.mark.parametrize(
    ("kind", "of", "name", "key"),
    [
        ("programme-offerings", "programme", "Mechatronica, ROC, Bbl, Mbo-4", "aanbod-p"),
        ("course-offerings", "course", "Robots, ROC, Bbl, Mbo-4", "aanbod-m"),
    ],
)
def test_an_offering(client, full, kind, of, name, key):
    record, first = full[kind], timezone.localdate()
    last = first + datetime.timedelta(days=30)

    answer = read(client, f"/{kind}/{record.uuid}", expand=of)

    assert faults(kind, answer) == []
    assert answer.pop(of)[f"{of}Id"] == answer[f"{of}Id"] == str(full[f"{of}s"].uuid)
    days = [datetime.datetime.fromisoformat(answer.pop(name)) for name in ("startDateTime", "endDateTime")]
    assert [str(day.replace(tzinfo=None)) for day in days] == [f"{first} 00:00:00", f"{last} 23:59:59"]
    answer.pop(f"{of}Id")
    assert answer == {
        KEYS[kind]: str(record.uuid),
        "primaryCode": {"codeType": "offering_code", "code": key},
        "name": [{"language": "nl", "value": name}],
        "state": "active",
        "modesOfDelivery": ["work_based"],
        "maxNumberStudents": 24,
        "addresses": [{"addressType": "teaching", "city": "Hengelo"}],
        "organisationId": str(full["organisations"].uuid),
        "ext": {
            "href": f"http://localhost:8000/api/v1/offerings/{key}",
            "level": "secondary_vocational_education_4",
            "levelOfQualification": "eqf_4",
            "modeOfStudy": "dual_training",
        },
    }


def test_what_is_not_known_is_left_out(client):
    programme = ProgrammeFactory(
        summary="", from_on="2026-01-01", from_precision="year", duration_years="0.3"
    )
    module, organisation = ModuleFactory(), OrganisationFactory(kind=term("organisation-kind", "company"))

    answers = [
        read(client, f"/programmes/{programme.uuid}"),
        read(client, f"/courses/{module.uuid}"),
        read(client, f"/organisations/{organisation.uuid}"),
    ]

    assert [set(answer) for answer in answers] == [
        {"programmeId", "primaryCode", "programmeType", "name", "ext"},
        {"courseId", "primaryCode", "name", "ext"},
        {"organisationId", "primaryCode", "organisationType", "name", "ext"},
    ]
    assert answers[2]["organisationType"] == "x-company"


@pytest.mark.parametrize(
    ("forms", "modes"),
    [
        (["bol"], ["full_time"]),
        (["bol", "deeltijd"], ["part_time"]),
        (["bbl"], ["dual_training"]),
        (["bbl", "duaal"], ["dual_training"]),
        (["bol", "bbl"], ["dual_training", "full_time"]),
        (["maatwerk"], []),
    ],
)
def test_forms_are_modes_of_study(forms, modes):
    assert codes.modes_of_study(forms) == modes


@pytest.mark.parametrize(
    ("levels", "level", "qualification"),
    [
        (["mbo-2"], "secondary_vocational_education_2", "eqf_2"),
        (["mbo-2", "mbo-3"], "secondary_vocational_education", None),
        (["mbo-4", "hbo"], None, None),
        (["hbo"], "x-hbo", None),
        (["ad"], "associate_degree", "eqf_5"),
        ([], None, None),
    ],
)
def test_levels_are_one_level_or_none(client, levels, level, qualification):
    programme = ProgrammeFactory()
    programme.concepts.set([term("level", notation) for notation in levels])

    answer = read(client, f"/programmes/{programme.uuid}")

    assert (answer.get("level"), answer.get("levelOfQualification")) == (level, qualification)


@pytest.mark.parametrize(
    ("outcome", "ext"),
    [
        (ModuleOutcome.PRACTICE_DECLARATION, ("none", "testimonial")),
        (ModuleOutcome.MBO_CERTIFICATE, ("certificate", "certificate")),
        (ModuleOutcome.PART_CERTIFICATE, ("certificate", "certificate")),
        (ModuleOutcome.DIPLOMA, ("vocational_diploma", "diploma")),
        (ModuleOutcome.NONE, ("none", "no_official_document")),
        (ModuleOutcome.ELECTIVE, (None, None)),
        (ModuleOutcome.UNKNOWN, (None, None)),
    ],
)
def test_what_a_module_ends_in(client, outcome, ext):
    found = read(client, f"/courses/{ModuleFactory(outcome=outcome).uuid}")["ext"]

    assert (found.get("qualificationAwarded"), found.get("formalDocument")) == ext


def test_every_term_of_ours_has_a_name_there():
    assert set(codes.PROGRAMME_TYPES) == set(ProgrammeKind)
    assert set(codes.STATES) == set(OfferingState)
    assert set(codes.CODE_TYPES) == set(CodeType)
    assert {name: " ".join(sorted(values)) for name, values in codes.OFFICIAL.items()} == {
        name: " ".join(sorted(LISTS.get(name, LISTS["modesOfDelivery"]).split())) for name in codes.OFFICIAL
    }
    assert FACADES == {codes.ROOT: codes.VERSION}


def test_a_code_that_was_inferred_or_of_a_predecessor_is_not_told(client):
    college = school(slug="fusie")
    OrganisationCodeFactory(
        organisation=college, code_type=CodeType.INSTITUTION, code="08PG", of_predecessor="A"
    )
    OrganisationCodeFactory(
        organisation=college, code_type=CodeType.INSTITUTION, code="25LG", is_inferred=True
    )
    OrganisationCodeFactory(
        organisation=college, code_type=CodeType.INSTITUTION, code="99ZZ", until_on="2012-12-31"
    )

    answer = read(client, f"/organisations/{college.uuid}")

    assert answer["primaryCode"] == {"codeType": "identifier", "code": "fusie"}
    assert "otherCodes" not in answer


# Pages and questions.


def test_pages_follow_each_other(client):
    made = [ProgrammeFactory(name=f"Opleiding {number:02}") for number in range(23)]

    pages = [read(client, "/programmes", pageNumber=number) for number in (1, 2, 3)]

    assert [{key: value for key, value in page.items() if key != "items"} for page in pages] == [
        {"pageSize": 10, "pageNumber": 1, "hasPreviousPage": False, "hasNextPage": True, "totalPages": 3},
        {"pageSize": 10, "pageNumber": 2, "hasPreviousPage": True, "hasNextPage": True, "totalPages": 3},
        {"pageSize": 10, "pageNumber": 3, "hasPreviousPage": True, "hasNextPage": False, "totalPages": 3},
    ]
    ids = [item["programmeId"] for page in pages for item in page["items"]]
    assert ids == [str(each.uuid) for each in made]


def test_an_empty_list_is_a_page(client):
    assert read(client, "/courses", pageSize=250, pageNumber=40) == {
        "pageSize": 250,
        "pageNumber": 40,
        "hasPreviousPage": True,
        "hasNextPage": False,
        "items": [],
        "totalPages": 0,
    }


@pytest.mark.parametrize(
    ("path", "query", "wrong"),
    [
        ("/programmes", {"pageSize": "25"}, {"pageSize"}),
        ("/programmes", {"pageSize": "250", "pageNumber": "41"}, {"pageNumber"}),
        ("/programmes", {"pageNumber": "0"}, {"pageNumber"}),
        ("/programmes", {"pageNumber": "1001"}, {"pageNumber"}),
        ("/programmes", {"limit": "10", "sort": "name"}, {"limit", "sort"}),
        ("/programmes", {"consumer": "rio"}, {"consumer"}),
        ("/programmes", {"programmeType": "opleiding", "levelOfQualification": "4"}, {"programmeType", "levelOfQualification"}),
        ("/programmes", {"q": "een twee drie vier vijf zes zeven acht negen tien elf"}, {"q"}),
        ("/programmes", {"primaryCode": ""}, {"primaryCode"}),
        ("/programmes", {"teachingLanguage": "Nederlands"}, {"teachingLanguage"}),
        ("/programmes", {"fieldsOfStudy": "techniek"}, {"fieldsOfStudy"}),
        ("/programmes", {"fields": "(name"}, {"fields"}),
        ("/programmes", {"fields": "name)(,"}, {"fields"}),
        ("/programmes", {"fields": "(a(b(c(d))))"}, {"fields"}),
        ("/programmes", {"fields": ""}, {"fields"}),
        ("/programmes", {"expand": "organisation"}, {"expand"}),
        ("/courses", {"level": "mbo-4", "modeOfDelivery": "school"}, {"level", "modeOfDelivery"}),
        ("/organisations", {"organisationType": "roc_mbo", "level": "bachelor"}, {"organisationType", "level"}),
        ("", {"pageSize": "10"}, {"pageSize"}),
        ("/openapi.json", {"x": "1"}, {"x"}),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_all_at_once(client, path, query, wrong):
    assert set(refused(ask(client, path, **query))) == wrong


@pytest.mark.parametrize("name", ["q", "primaryCode", "onbekend"])
def test_what_no_text_holds_is_refused(client, name):
    answer = ask(client, "/programmes", **{name: "a\x00"})

    assert (answer.status_code, answer["Content-Type"], answer["API-Version"]) == (400, PROBLEM, "6.0")


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({"since": "gisteren"}, {"since"}),
        ({"until": "2026-13-01"}, {"until"}),
        ({"since": ""}, {"since"}),
        ({"resultExpected": "1"}, {"resultExpected"}),
        ({"state": "running", "modeOfStudy": "bbl"}, {"state", "modeOfStudy"}),
        ({"modeOfDelivery": "online"}, {"modeOfDelivery"}),
        ({"primaryCode": "x"}, {"primaryCode"}),
    ],
)
def test_what_makes_no_sense_of_offerings(client, full, query, wrong):
    answer = ask(client, f"/programmes/{full['programmes'].uuid}/programme-offerings", **query)

    assert set(refused(answer)) == wrong


def test_a_key_that_is_given_twice_is_refused(client):
    assert set(refused(client.get(f"{ROOT}/courses?q=a&q=b&pageSize=10&pageSize=20"))) == {"q", "pageSize"}


@pytest.mark.parametrize(
    ("kind", "expand"),
    [("programmes", "coordinators"), ("courses", "organisation"), ("organisations", "root")],
)
def test_what_cannot_be_opened_is_refused(client, full, kind, expand):
    assert set(refused(ask(client, f"/{kind}/{full[kind].uuid}", expand=expand))) == {"expand"}


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("/organisations", {"primaryCode": "27YU"}, {"ROC"}),
        ("/organisations", {"primaryCode": "roc"}, set()),
        ("/organisations", {"primaryCode": "koepel"}, {"Koepel"}),
        ("/organisations", {"organisationType": "institute"}, {"ROC"}),
        ("/organisations", {"organisationType": "x-roc_mbo"}, set()),
        ("/organisations", {"organisationType": "school"}, set()),
        ("/programmes", {"primaryCode": "25742"}, {"Mechatronica"}),
        ("/programmes", {"primaryCode": "mechatronica"}, set()),
        ("/programmes", {"programmeType": "programme"}, {"Mechatronica"}),
        ("/programmes", {"programmeType": "x-platform"}, {"Ander"}),
        ("/programmes", {"qualificationAwarded": "vocational_diploma"}, {"Mechatronica"}),
        ("/programmes", {"qualificationAwarded": "certificate"}, set()),
        ("/programmes", {"levelOfQualification": "eqf_4"}, {"Mechatronica"}),
        ("/programmes", {"levelOfQualification": "eqf_3"}, set()),
        ("/programmes", {"levelOfQualification": "eqf_4", "programmeType": "minor"}, set()),
        ("/programmes", {"teachingLanguage": "nl"}, set()),
        ("/programmes", {"fieldsOfStudy": "0714"}, set()),
        ("/courses", {"level": "secondary_vocational_education_4"}, {"Robots"}),
        ("/courses", {"level": "secondary_vocational_education"}, set()),
        ("/courses", {"modeOfDelivery": "work_based"}, set()),
        ("/courses", {"primaryCode": "K0165"}, {"Robots"}),
    ],
)
def test_lists_are_narrowed(client, full, path, query, found):
    ProgrammeFactory(name="Ander", kind=ProgrammeKind.PLATFORM)
    above = full["organisations"].parent
    type(above).objects.filter(pk=above.pk).update(slug="koepel")

    items = read(client, path, **query)["items"]

    assert {item["name"][0]["value"] for item in items} == found


def test_q_is_the_search_of_the_portal(client, full):
    other = ProgrammeFactory(name="Laadpalen plaatsen")
    indexed(full["programmes"], full["organisations"], full["courses"], other)
    path = f"/organisations/{full['organisations'].uuid}/programme-offerings"

    assert [item["programmeId"] for item in read(client, "/programmes", q="laadpaal")["items"]] == [
        str(other.uuid)
    ]
    assert [item["programmeId"] for item in read(client, path, q="mechatronica")["items"]] == [
        str(full["programmes"].uuid)
    ]
    assert read(client, path, q="laadpaal")["items"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"nu", "straks", "ooit"}),
        ({"since": "2000-01-01"}, {"voorbij", "nu", "straks"}),
        ({"since": "2090-06-01T00:00:00Z"}, set()),
        ({"since": "2090-01-01T00:00:00+01:00"}, {"straks"}),
        ({"since": "2090-01-01T00:00:01+01:00"}, set()),
        ({"until": "2012-12-31T23:59:59+01:00"}, {"voorbij"}),
        ({"until": "2012-12-31T23:00:00+01:00"}, set()),
        ({"state": "x-ended"}, set()),
        ({"state": "concept"}, {"straks"}),
        ({"modeOfStudy": "dual_training"}, {"nu"}),
        ({"modeOfStudy": "full_time"}, set()),
        ({"resultExpected": "true"}, set()),
    ],
)
def test_offerings_by_day_state_and_mode(client, query, found):
    programme = ProgrammeFactory()
    values = {"programme": programme, "organisation": school()}
    OfferingFactory(
        slug="voorbij", from_on="2010-01-01", until_on="2012-12-31", state=OfferingState.ENDED, **values
    )
    OfferingFactory(slug="nu", from_on="2020-01-01", form=term("education-form", "bbl"), **values)
    OfferingFactory(slug="straks", from_on="2090-01-01", state=OfferingState.PLANNED, **values)
    OfferingFactory(slug="ooit", **values)

    items = read(client, f"/programmes/{programme.uuid}/programme-offerings", **query)["items"]

    assert {item["primaryCode"]["code"] for item in items} == found


def test_offerings_come_by_day(client):
    module = ModuleFactory()
    for slug, day in (("b", "2090-01-01"), ("c", None), ("a", "2080-01-01")):
        OfferingFactory(slug=slug, programme=None, module=module, from_on=day)

    items = read(client, f"/courses/{module.uuid}/course-offerings")["items"]

    assert [item["primaryCode"]["code"] for item in items] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("fields", "attributes"),
    [
        ("(level)", {"level"}),
        ("level,duration", {"level", "duration"}),
        ("( level , onbekend )", {"level"}),
        ("(organisation(name))", set()),
    ],
)
def test_fields_trim_and_never_what_is_required(client, full, fields, attributes):
    required = {"programmeId", "programmeType", "name", "primaryCode"}

    one = read(client, f"/programmes/{full['programmes'].uuid}", fields=fields)
    (listed,) = read(client, "/programmes", fields=fields)["items"]

    assert (set(one), set(listed)) == (required | attributes, required | attributes)


def test_fields_trim_what_is_opened(client, full):
    path, query = f"/programmes/{full['programmes'].uuid}", "(duration,organisation(link))"

    answer = read(client, path, fields=query, expand="organisation")

    assert set(answer["organisation"]) == {
        "organisationId", "organisationType", "name", "primaryCode", "link",
    }  # fmt: skip


# Versions, headers and errors.


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml;q=0.9", "application/json"),
        ("application/json", "application/json"),
        (f"{OURS};version=6.0", f"{OURS};version=6.0"),
        (f"{OURS}; version=6.1", f"{OURS};version=6.0"),
        (f"{OURS};version=6", f"{OURS};version=6.0"),
        (OURS, f"{OURS};version=6.0"),
    ],
)
def test_the_version_is_asked_in_accept(client, accept, content_type):
    answer = ask(client, "/courses", accept=accept)

    assert (answer.status_code, answer["Content-Type"], answer["API-Version"]) == (200, content_type, "6.0")
    assert "Accept" in answer["Vary"].split(", ")


@pytest.mark.parametrize("path", ["", "/courses", "/openapi.json", "/courses/nergens"])
@pytest.mark.parametrize("version", ["5.0", "7", "60", "x"])
def test_another_version_is_not_acceptable(client, path, version):
    answer = ask(client, path, accept=f"{OURS};version={version}")

    body = answer.json()
    assert (answer.status_code, answer["Content-Type"], body["status"]) == (406, PROBLEM, 406)
    assert (body["requestedVersion"], body["supportedVersions"]) == (version, ["6.0"])
    assert {"type", "title"} <= body.keys()


def test_a_consumer_is_not_acceptable(client):
    accept = f"{OURS};version=6.0;consumer=rio;consumer-version=2.0"

    body = ask(client, "/courses", accept=accept).json()

    assert body["status"] == 406
    assert (body["consumer"], body["requestedVersion"], body["supportedVersions"]) == (
        {"consumerKey": "rio"}, "2.0", [],
    )  # fmt: skip


def test_an_answer_is_kept_and_asked_again(client, full):
    answer = ask(client, "/programmes")
    again = client.get(f"{ROOT}/programmes", headers={"If-None-Match": answer["ETag"]})
    head = client.head(f"{ROOT}/programmes")

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    ["/", "/x", "/courses/", "/courses/1", "/programme-offerings", "/organisations/x/courses", "/persons"],
)
def test_addresses_that_are_not_there(client, path):
    answer = client.get(f"{ROOT}{path}")

    assert answer.status_code == (200 if path == "/" else 404)
    assert answer["API-Version"] == "6.0"
    assert answer["Content-Type"] == ("application/json" if path == "/" else PROBLEM)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "path", ["", "/courses", "/courses/2a3ed424-2908-5ec6-a61e-60dc5528f0fc", "/openapi.json"]
)
def test_nothing_is_written(method, path):
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"{ROOT}{path}")

    assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_options_say_yes_to_every_site(client):
    answer = client.options(f"{ROOT}/courses", headers={"Origin": "https://elders.test"})

    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")


# Rights: everybody gets what a visitor gets.


@pytest.mark.parametrize(
    "state", [{"visibility": "concept"}, {"visibility": "network"}, {"hidden_at": "now"}]
)
def test_what_is_not_public_shows_nowhere(client, admin_user, full, state):
    values = {"hidden_at": timezone.now()} if "hidden_at" in state else state
    college = full["organisations"]
    organisation = school(name="Geheim", parent=college, **values)
    programme, module = ProgrammeFactory(name="Geheim", **values), ModuleFactory(name="Geheim", **values)
    ProviderFactory(programme=programme, organisation=college)
    ProviderFactory(programme=full["programmes"], organisation=organisation, order=0)
    ProgrammeModuleFactory(programme=programme, module=full["courses"])
    ProgrammeModuleFactory(programme=full["programmes"], module=module)
    offerings = [
        OfferingFactory(programme=full["programmes"], organisation=college, **values),
        OfferingFactory(programme=programme, organisation=college),
        OfferingFactory(programme=full["programmes"], organisation=organisation),
        OfferingFactory(programme=None, module=module, organisation=college),
        OfferingFactory(programme=None, module=full["courses"], organisation=organisation),
    ]
    secret = {str(each.uuid) for each in (organisation, programme, module, *offerings)}
    addresses = [
        "/organisations", "/programmes", "/courses",
        *(f"/{kind}/{full[kind].uuid}" for kind in KEYS),
        *(f"/organisations/{college.uuid}/{name}" for name in
          ("programmes", "courses", "programme-offerings", "course-offerings")),
        *(f"/programmes/{full['programmes'].uuid}/{name}" for name in ("programmes", "courses", "programme-offerings")),
        f"/courses/{full['courses'].uuid}/course-offerings",
    ]  # fmt: skip
    closed = [
        f"/organisations/{organisation.uuid}", f"/organisations/{organisation.uuid}/programmes",
        f"/programmes/{programme.uuid}", f"/programmes/{programme.uuid}/courses",
        f"/courses/{module.uuid}", f"/courses/{module.uuid}/course-offerings",
        *(f"/programme-offerings/{each.uuid}" for each in offerings),
        *(f"/course-offerings/{each.uuid}" for each in offerings),
    ]  # fmt: skip
    client.force_login(admin_user)

    for address in addresses:
        answer = ask(client, address)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert not [key for key in (*secret, "Geheim") if key in text], address
        assert answer.json().get("totalPages", 1) <= 1
        assert answer["Cache-Control"] == "no-cache"
        assert answer.content == ask(Client(), address).content
    assert {ask(client, address).status_code for address in closed} == {404}


def test_a_hidden_record_does_not_count(client):
    for _number in range(10):
        ModuleFactory()
    ModuleFactory(visibility="concept")

    page = read(client, "/courses")

    assert (len(page["items"]), page["totalPages"], page["hasNextPage"]) == (10, 1, False)


def test_terms_and_places_that_are_not_public_are_left_out(client, full):
    for record in (full["organisations"].place, *full["programmes"].concepts.all()):
        type(record).objects.filter(pk=record.pk).update(visibility="concept")

    programme = read(client, f"/programmes/{full['programmes'].uuid}")
    offering = read(client, f"/programme-offerings/{full['programme-offerings'].uuid}")

    assert not {"level", "levelOfQualification", "modeOfStudy", "qualificationAwarded"} & programme.keys()
    assert not {"addresses", "modesOfDelivery"} & offering.keys()
    assert set(offering["ext"]) == {"href"}
    assert offering["name"] == [{"language": "nl", "value": "Mechatronica, ROC"}]


# What it costs.


def filled(number: int) -> dict[str, object]:
    """Make so many of everything around one college, programme and module; return these."""
    college = school()
    level, form = term("level", "mbo-3"), term("education-form", "bol")
    main, part = ProgrammeFactory(), ModuleFactory()
    for _each in range(number):
        programme, module = ProgrammeFactory(), ModuleFactory()
        programme.concepts.add(level, form)
        module.concepts.add(level)
        ProviderFactory(programme=programme, organisation=college)
        ProgrammeModuleFactory(programme=main, module=module)
        ProgrammeModuleFactory(programme=programme, module=part)
        whole = {
            "organisation": college,
            "level": level,
            "form": form,
            "place": PlaceFactory(visibility="public"),
        }
        OfferingFactory(programme=main, **whole)
        OfferingFactory(programme=None, module=part, **whole)
        OfferingFactory(programme=None, module=module, **whole)
        OrganisationCodeFactory(organisation=OrganisationFactory(kind=college.kind, parent=college))
    return {"organisations": college, "programmes": main, "courses": part}


# As many queries as each address takes: the count, the rows, and what hangs on them; the parent of a nested list.
QUERIES = {
    "organisations": 4, "programmes": 3, "courses": 3,
    "organisations/{}": 3, "programmes/{}": 2, "courses/{}": 2,
    "organisations/{}/programmes": 4, "organisations/{}/courses": 4,
    "organisations/{}/programme-offerings": 3, "organisations/{}/course-offerings": 3,
    "programmes/{}/courses": 4, "programmes/{}/programme-offerings": 3, "courses/{}/course-offerings": 3,
}  # fmt: skip


@pytest.mark.parametrize("number", [1, 200])
def test_an_answer_takes_as_many_queries_for_one_as_for_many(client, django_assert_num_queries, number):
    around = filled(number)
    asked = {}
    for path, queries in QUERIES.items():
        collection = path.split("/")[0]
        address = f"{ROOT}/{path.format(around[collection].uuid)}"
        with django_assert_num_queries(queries, info=path):
            asked[path] = client.get(address, {"pageSize": 250} if not path.endswith("{}") else {}).json()

    counts = {path: len(answer["items"]) for path, answer in asked.items() if "items" in answer}
    assert {count >= number for count in counts.values()} == {True}


# The document.


def test_the_document_has_the_17_paths():
    assert sorted(document()["paths"]) == sorted(paths())
    assert len(paths()) == 17


def test_the_document_is_openapi(client):
    body = read(client, "/openapi.json")

    assert (body["openapi"], body["servers"]) == ("3.0.3", [{"url": f"http://localhost:8000{ROOT}"}])
    validate_schema(body)
    names = {name for path in body["paths"].values() for name in [path["get"]["operationId"]]}
    assert len(names) == 17


@pytest.mark.parametrize("path", sorted(paths()))
def test_answers_fit_the_document(client, full, path):
    body = document()
    operation = body["paths"][path]["get"]
    shown = operation["responses"]["200"]["content"]["application/json"]["schema"]
    validator = jsonschema.Draft202012Validator(
        shown | {"components": body["components"]}, format_checker=jsonschema.FormatChecker()
    )
    key = next((each["name"] for each in operation["parameters"] if each["in"] == "path"), "")
    kind = next((kind for kind, name in KEYS.items() if name == key), "")
    address = path.replace(f"{{{key}}}", str(full[kind].uuid)) if kind else path
    opened = [each["schema"]["items"]["enum"] for each in operation["parameters"] if each["name"] == "expand"]

    answer = read(client, address, **({"expand": ",".join(opened[0])} if opened else {}))

    assert [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(answer)] == []


@pytest.mark.parametrize("path", sorted(set(paths()) - {"/"}))
def test_the_document_names_every_parameter(client, full, path):
    operation = document()["paths"][path]["get"]
    key = next((each["name"] for each in operation["parameters"] if each["in"] == "path"), "")
    kind = next((kind for kind, name in KEYS.items() if name == key), "")
    address = path.replace(f"{{{key}}}", str(full[kind].uuid)) if kind else path
    named = [each["name"] for each in operation["parameters"] if each["in"] == "query"]
    bad = dict.fromkeys(named, "(" * 201)

    assert set(refused(ask(client, address, onbekend="", **bad))) == {"onbekend", *named}


def test_the_service_tells_what_it_can_do(client):
    body = read(client, "/")

    assert body == read(client, "")
    assert body["contactEmail"] == "api-beheer@industriecoalitie.example"
    assert body["specification"] == f"http://localhost:8000{ROOT}/openapi.json"
    assert [entry["verbs"] for entry in body["supportedOperations"]] == [["GET"]] * 17
    assert body["supportedConsumers"] == []


@pytest.mark.parametrize(
    ("years", "text"),
    [("1", "P1Y"), ("0.5", "P6M"), ("2.5", "P2Y6M"), ("0.3", None), (None, None), ("0", None)],
)
def test_a_duration_in_whole_months(years, text):
    assert shapes.duration(Decimal(years) if years else None) == text
