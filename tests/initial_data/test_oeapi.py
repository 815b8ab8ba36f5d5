"""The initial data in the form of the Open Education API 6.0: all of it fits, and what it names is there."""

import pytest

from industriecoalitie.core.choices import Visibility
from programmes.models import Module, Offering, Programme
from regions.models import Organisation
from tests.standards.oeapi import ROOT, faults

MODELS = {"organisations": Organisation, "programmes": Programme, "courses": Module}
NESTED = {
    "organisations": ("programmes", "courses", "programme-offerings", "course-offerings"),
    "programmes": ("programmes", "courses", "programme-offerings"),
    "courses": ("course-offerings",),
}
KEYS = {"organisations": "organisationId", "programmes": "programmeId", "courses": "courseId"}
OFFERED_KEYS = {"programme-offerings": "programmeOfferingId", "course-offerings": "courseOfferingId"}
EXPANDS = {"programme-offerings": "programme,organisation", "course-offerings": "course"}
# As many parents whose lists are read.
SOME = 40


def read(client, path: str, **query) -> dict:
    answer = client.get(f"{ROOT}/{path}", query)
    assert answer.status_code == 200, answer.content[:300]
    return answer.json()


@pytest.mark.parametrize("collection", MODELS)
def test_all_that_is_public_is_there_and_fits(client, collection):
    shown = MODELS[collection].objects.filter(visibility=Visibility.PUBLIC, hidden_at=None)

    page = read(client, collection, pageSize=250)

    assert {item[KEYS[collection]] for item in page["items"]} == {str(record.uuid) for record in shown}
    assert [fault for item in page["items"] for fault in faults(collection, item)] == []
    assert len(page["items"]) == shown.count() > 10


def test_what_hangs_on_a_thing_fits_and_is_there_by_itself(client):
    seen: dict[str, set[str]] = {"programme-offerings": set(), "course-offerings": set()}
    for collection, kinds in NESTED.items():
        parents = MODELS[collection].objects.filter(visibility=Visibility.PUBLIC, hidden_at=None)
        full = [each for each in parents if each.offerings.exists()]
        for parent in (full + [each for each in parents if each not in full])[:SOME]:
            for kind in kinds:
                items = read(client, f"{collection}/{parent.uuid}/{kind}", pageSize=100)["items"]
                assert [fault for item in items for fault in faults(kind, item)] == []
                if kind in seen:
                    seen[kind] |= {item[OFFERED_KEYS[kind]] for item in items}

    alone = [
        (kind, read(client, f"{kind}/{key}", expand=EXPANDS[kind]))
        for kind, keys in seen.items()
        for key in keys
    ]
    assert [fault for kind, item in alone for fault in faults(kind, item)] == []
    offered = Offering.objects.filter(visibility=Visibility.PUBLIC, hidden_at=None)
    assert seen["programme-offerings"] == {str(uuid) for uuid in offered.values_list("uuid", flat=True)}


def test_every_name_of_another_thing_leads_to_it(client):
    items = {
        collection: {item[KEYS[collection]]: item for item in read(client, collection, pageSize=250)["items"]}
        for collection in MODELS
    }

    named = [
        (collection, key)
        for item in [one for page in items.values() for one in page.values()]
        for name, collection in (
            ("parentId", "organisations"), ("childIds", "organisations"), ("organisationId", "organisations"),
            ("programmeIds", "programmes"),
        )
        for key in (item.get(name, []) if name.endswith("s") else [item[name]] if name in item else [])
    ]  # fmt: skip

    assert [(collection, key) for collection, key in named if key not in items[collection]] == []
    assert len(named) > 100


def test_a_college_has_its_own_code_and_none_of_who_came_before(client):
    by_name = {
        item["name"][0]["value"]: item for item in read(client, "organisations", pageSize=250)["items"]
    }

    assert by_name["Deltion College"]["primaryCode"] == {"codeType": "institution_code", "code": "25PJ"}
    assert by_name["Firda"]["primaryCode"] == {"codeType": "identifier", "code": "firda"}
    assert "otherCodes" not in by_name["Firda"]


@pytest.mark.parametrize(
    ("collection", "key", "value", "slugs"),
    [
        ("programmes", "levelOfQualification", "eqf_4", {"mbo4-smart-industry", "greenbiz-curriculum"}),
        ("courses", "level", "secondary_vocational_education", {"keuzedeel-smart-maintenance"}),
    ],
)
def test_levels_are_those_of_the_source(client, collection, key, value, slugs):
    page = read(client, collection, **{key: value})

    assert {item["primaryCode"]["code"] for item in page["items"]} == slugs
    assert {item[key] for item in page["items"]} == {value}
