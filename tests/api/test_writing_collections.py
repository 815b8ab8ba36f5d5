"""Every collection that is written in: added with rows, changed, replaced, taken away; and what is refused."""

import uuid

import pytest

from industriecoalitie import router
from industriecoalitie.api.callers import WRITE_PARTNERSHIPS, WRITE_PRACTICES, WRITE_PROGRAMMES
from industriecoalitie.api.serializers import attributes
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.editing.files import FileField
from industriecoalitie.editing.sheets import Rows
from industriecoalitie.editing.writing.attributes import OWN_FIELDS, WRITE_ONLY
from industriecoalitie.editing.writing.schema import body_schema
from industriecoalitie.editing.writing.viewsets import WriteViewSet
from industriecoalitie.history.undoing import undo
from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import EvidenceFactory, PracticeFactory, SuccessFactorFactory
from tests.factories.programmes import ModuleFactory, ProgrammeFactory
from tests.factories.regions import OrganisationFactory, PlaceFactory

from .writers import PartnerSystem, wrong_in

pytestmark = pytest.mark.django_db

WRITTEN = {viewset.collection: viewset for viewset in router.RECORDS if issubclass(viewset, WriteViewSet)}
ALL = (WRITE_PARTNERSHIPS, WRITE_PROGRAMMES, WRITE_PRACTICES)
# The whole of a new record of each kind, as a partner system sends it.
BODIES = {
    "partnerships": {"name": "Warmte", "form": "pps", "partners": [{"organisation": "roc"}], "milestones": [{"title": "Opening"}]},
    "ecosystems": {
        "name": "Fieldlab", "kind": "fieldlab", "leadOrganisation": {"slug": "roc"}, "partners": ["roc"],
        "facilities": [{"name": "Lab", "place": "hengelo"}],
    },
    "demands": {
        "title": "Monteurs", "quantity": {"value": 60, "qualifier": "about", "unit": "vakmensen"},
        "parties": [{"organisation": "roc", "remark": "dringend"}], "programmes": ["monteur"], "isCoreNeed": True,
    },
    "programmes": {
        "name": "Lasser", "kind": "opleiding", "isPubliclyFunded": True, "durationYears": 2.5, "concepts": {"levels": ["mbo-3"]},
        "providers": [{"organisation": "roc", "role": "provider"}], "modules": [{"module": "lassen"}],
    },
    "modules": {"name": "Frezen", "hours": 40},
    "learning-paths": {"name": "Pad", "steps": [{"programme": "monteur", "level": "mbo-3"}, {"title": "Verder"}]},
    "offerings": {"programme": "monteur", "organisation": "roc", "capacity": 20, "level": {"notation": "mbo-3"}},
    "practices": {
        "title": "Zo deden wij het", "kind": "partnership", "context": "Toen.", "organisations": ["roc"],
        "successFactors": [{"factor": "vertrouwen", "how": "Elke week."}], "evidence": [{"statement": "Geteld", "datedOn": "2023"}],
        "figures": [{"label": "Studenten", "quantity": {"value": 12, "unit": "studenten"}, "year": 2023}],
        "quotes": [{"text": "Mooi", "function": "docent", "hasConsent": True}],
    },
}  # fmt: skip
NAME = {"demands": "title", "practices": "title", "offerings": "capacity"}
ROWS = {
    "partnerships": "partners", "ecosystems": "facilities", "demands": "parties", "programmes": "providers",
    "learning-paths": "steps", "practices": "evidence",
}  # fmt: skip


@pytest.fixture
def known(region):
    """What bodies name."""
    OrganisationFactory(slug="roc", name="ROC")
    PlaceFactory(slug="hengelo", name="Hengelo")
    ProgrammeFactory(slug="monteur", name="Monteur")
    ModuleFactory(slug="lassen", name="Lassen")
    SuccessFactorFactory(slug="vertrouwen", label="Vertrouwen")
    ConceptFactory(scheme=Scheme.PARTNERSHIP_FORM, notation="pps", label="Pps")
    ConceptFactory(scheme=Scheme.LEVEL, notation="mbo-3", label="Mbo 3")


@pytest.fixture
def system(lead, known) -> PartnerSystem:
    return PartnerSystem(lead, *ALL)


def added(system: PartnerSystem, collection: str):
    answer = system.post(collection, BODIES[collection])
    assert answer.status_code == 201, answer.content.decode()
    return answer


def at(collection: str, data: dict) -> str:
    return f"{collection}/{data['id']}"


@pytest.mark.parametrize("collection", WRITTEN)
def test_a_record_is_added_and_read_as_it_was_answered(system, collection):
    answer = added(system, collection)

    data = answer.json()
    again = system.get(at(collection, data))
    assert (again.json(), again["ETag"]) == (data, answer["ETag"])
    assert answer["Location"] == data["href"]
    record = WRITTEN[collection].queryset.model.objects.get(uuid=data["id"])
    assert (record.version, record.visibility, record.owner.slug) == (1, "concept", "twente")
    if collection in ROWS:
        assert len(data[ROWS[collection]]) == len(BODIES[collection][ROWS[collection]])


@pytest.mark.parametrize("collection", WRITTEN)
def test_a_change_is_in_history_with_its_token_and_one_undo_takes_it_back(system, lead, collection):
    first = added(system, collection).json()
    name, value = NAME.get(collection, "name"), 7 if collection == "offerings" else "Anders"
    rows = {ROWS[collection]: []} if collection in ROWS else {}

    answer = system.patch(
        at(collection, first), {name: value, **rows}, system.get(at(collection, first))["ETag"]
    )

    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()[name] == value
    record = WRITTEN[collection].queryset.model.objects.get(uuid=first["id"])
    event = type(record).pgh_event_model.objects.filter(pgh_obj=record.pk).latest("pgh_id")
    told = event.pgh_context.metadata
    assert (told["door"], told["token"], told["user"]) == ("api", str(system.token.uuid), lead.pk)
    undo(event.pgh_context_id, Actor("page", lead))
    now = system.get(at(collection, first)).json()
    assert (now[name], now["version"]) == (first[name], 3)
    assert [len(now[key]) for key in rows] == [len(first[key]) for key in rows]


@pytest.mark.parametrize("collection", WRITTEN)
def test_a_record_is_replaced_by_the_same_body_without_a_difference(system, collection):
    first = added(system, collection)
    data, body = first.json(), dict(BODIES[collection])
    if collection in ROWS:
        for key in [
            each
            for each in body
            if isinstance(data.get(each), list) and data[each] and "href" not in data[each][0]
        ]:
            if isinstance(body[key][0], dict):
                body[key] = [
                    {"id": row["id"], **each} for row, each in zip(data[key], body[key], strict=True)
                ]
    body["region"] = "twente" if "region" in data else None
    if body["region"] is None:
        del body["region"]

    answer = system.put(at(collection, data), body, first["ETag"])

    assert answer.status_code == 200, answer.content.decode()
    assert (answer.json(), answer["ETag"]) == (data, first["ETag"])


@pytest.mark.parametrize("collection", WRITTEN)
def test_a_record_is_taken_away(system, collection):
    first = added(system, collection)

    assert system.delete(at(collection, first.json()), first["ETag"]).status_code == 204
    assert system.get(at(collection, first.json())).status_code == 404


@pytest.mark.parametrize("collection", WRITTEN)
def test_what_answers_tell_and_nobody_writes_is_refused_by_name(system, collection):
    view = WRITTEN[collection]
    for_good = set(view.more_properties())
    names = {name for sheet in view.sheets() for name in view.shape(sheet).names} | for_good
    others = set(attributes(view.serializer_class)) - names

    answer = system.post(collection, BODIES[collection] | dict.fromkeys((*others, "ownerId", "hidden_at")))

    assert answer.status_code == 400
    assert set(wrong_in(answer)) == {*others, "ownerId", "hidden_at"}
    assert {"id", "slug", "version", "href", "sources", "createdAt"} <= others


@pytest.mark.parametrize("collection", WRITTEN)
def test_hidden_and_unknown_are_told_alike(system, collection):
    hidden = OrganisationFactory(slug="geheim", visibility="concept")
    view = WRITTEN[collection]
    shape = view.shape(view.sheets()[0])
    key = next((each for each in ("leadOrganisation", "organisation") if each in shape.fields), None)
    body = dict(BODIES[collection])

    def sent(mention: str):
        if key:
            return system.post(collection, body | {key: mention})
        if collection in ("practices", "demands"):
            many = "organisations" if collection == "practices" else "parties"
            return system.post(
                collection,
                body | {many: [mention if collection == "practices" else {"organisation": mention}]},
            )
        row = {"programmes": "providers", "learning-paths": "steps"}.get(collection)
        return system.post(collection, body | {row: [{"organisation": mention}]}) if row else None

    told = [sent(each) for each in ("geheim", str(hidden.uuid), "er-niet", str(uuid.uuid4()))]

    if collection != "modules":
        assert [each.status_code for each in told] == [400] * 4
        assert len({each.content for each in told}) == 1


# The document


@pytest.mark.parametrize("collection", WRITTEN)
def test_the_document_says_all_that_the_sheet_takes_and_nothing_else(collection):
    view = WRITTEN[collection]
    for sheet in view.sheets():
        schema = body_schema(view, is_partial=False)
        shape = view.shape(sheet)
        told = set(attributes(view.serializer_class)) | set(WRITE_ONLY)
        names = {name for key in shape.names for name in shape.fields_of(key)}
        assert set(schema["properties"]) == set(shape.names) | set(view.more_properties())
        assert set(shape.names) <= told
        assert names == {
            name for name, field in sheet.form.base_fields.items() if not isinstance(field, FileField)
        }
        assert {key for key, part in schema["properties"].items() if part.get("readOnly")} == set()
        blocks = {block.relation: block for block in sheet.blocks if isinstance(block, Rows)}
        written = {block.relation for block, _shape in shape.rows.values()}
        assert set(blocks) - written == ({"images"} if collection == "practices" else set())
        for key, (block, row) in shape.rows.items():
            fields = {name for each in row.names for name in row.fields_of(each)}
            assert fields == set(block.form.base_fields) - set(OWN_FIELDS)
            assert set(schema["properties"][key]["items"]["properties"]) == {"id", *row.names}


@pytest.mark.parametrize("collection", WRITTEN)
def test_what_the_document_calls_required_is_what_is_missed_in_an_empty_body(system, collection):
    view = WRITTEN[collection]
    wrong = set(wrong_in(system.post(collection, {})))

    required = set(body_schema(view, is_partial=False).get("required", []))
    assert wrong == required | ({"programme"} if collection == "offerings" else set())
    assert "required" not in body_schema(view, is_partial=True)


# What only some kinds have


def test_an_offering_is_of_one_programme_or_module_for_good(system):
    first = added(system, "offerings")
    body = BODIES["offerings"]

    neither = system.post("offerings", {key: value for key, value in body.items() if key != "programme"})
    both = system.post("offerings", body | {"module": "lassen"})
    other = system.patch(
        at("offerings", first.json()), {"programme": None, "module": "lassen"}, first["ETag"]
    )
    same = system.patch(at("offerings", first.json()), {"programme": {"slug": "monteur"}}, first["ETag"])

    assert [set(wrong_in(each)) for each in (neither, both, other)] == [
        {"programme"},
        {"programme"},
        {"programme", "module"},
    ]
    assert same.status_code == 200


def test_the_kind_of_a_practice_is_for_good(system):
    first = added(system, "practices")

    unknown = system.post("practices", BODIES["practices"] | {"kind": "iets"})
    other = system.patch(at("practices", first.json()), {"kind": "demand"}, first["ETag"])

    assert [set(wrong_in(each)) for each in (unknown, other)] == [{"kind"}, {"kind"}]


def test_what_is_published_is_left_alone_and_a_draft_stands_beside_it(system, lead, region):
    practice = PracticeFactory(owner=region, title="Zoals het is", visibility="public")
    row = EvidenceFactory(practice=practice, statement="Oud bewijs")
    path = f"practices/{practice.slug}"
    etag = system.get(path)["ETag"]

    answer = system.patch(
        path,
        {"title": "Zoals het wordt", "evidence": [{"id": str(row.uuid), "statement": "Nieuw bewijs"}]},
        etag,
    )
    again = system.patch(path, {"title": "Nog anders"}, etag)

    assert answer.status_code == 200, answer.content.decode()
    draft = Practice.objects.get(draft_of=practice)
    practice.refresh_from_db()
    assert (practice.title, practice.version, practice.state) == ("Zoals het is", 1, PracticeState.PUBLISHED)
    assert [each.statement for each in practice.evidence.all()] == ["Oud bewijs"]
    assert (draft.title, [each.statement for each in draft.evidence.all()]) == (
        "Zoals het wordt",
        ["Nieuw bewijs"],
    )
    assert answer["Content-Location"].endswith(f"/practices/{draft.slug}")
    assert answer.json()["draftOf"]["id"] == str(practice.uuid)
    assert again.status_code == 409
    assert draft.slug in again.json()["detail"]
    goes_on = system.patch(f"practices/{draft.slug}", {"title": "Verder"}, answer["ETag"])
    assert (goes_on.status_code, goes_on.json()["title"]) == (200, "Verder")
    gone = system.delete(f"practices/{draft.slug}", goes_on["ETag"])
    assert (gone.status_code, Practice.objects.filter(hidden_at=None).count()) == (204, 1)


def test_a_refused_change_of_what_is_published_leaves_no_draft(system, region):
    practice = PracticeFactory(owner=region, visibility="public")
    etag = system.get(f"practices/{practice.slug}")["ETag"]

    answer = system.patch(f"practices/{practice.slug}", {"title": None}, etag)

    assert (answer.status_code, set(wrong_in(answer))) == (400, {"title"})
    assert Practice.objects.count() == 1


def test_what_lies_with_the_curators_is_not_written_in(system, region):
    practice = PracticeFactory(owner=region, state=PracticeState.IN_REVIEW, published_on=None)

    answer = system.patch(f"practices/{practice.slug}", {"title": "Anders"}, '"1-x"')

    assert answer.status_code == 403
