"""Teaching materials for harvesters: OAI-PMH 2.0 with Dublin Core and NL LOM."""

import datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, change_record, change_set, hide_record, restore_record
from industriecoalitie.standards.oai import questions, records
from knowledgebank.choices import Licence
from knowledgebank.models import LearningResource
from tests.factories.concepts import ConceptFactory
from tests.factories.files import StoredFileFactory
from tests.factories.knowledgebank import LearningResourceFactory, PracticeFactory, ResourceVersionFactory
from tests.factories.programmes import ModuleFactory
from tests.factories.regions import RegionFactory

from .harvester import ADDRESS, SPACES, Copy, PortalClient, ask, error_of, moment, text, xml

pytestmark = pytest.mark.django_db
BASE = settings.BASE_URL


@pytest.fixture
def by(admin_user) -> Actor:
    return Actor("page", admin_user)


def shared(**values) -> LearningResource:
    return LearningResourceFactory(**{"licence": Licence.CC_BY, **values})


def identifier(resource) -> str:
    return f"oai:{urlsplit(BASE).hostname}:{resource.uuid}"


def headers(root) -> dict[str, str]:
    return {
        text(header, "oai:identifier").rpartition(":")[2]: header.get("status", "")
        for header in root.iterfind(".//oai:header", SPACES)
    }


def listed(client, **arguments) -> dict[str, str]:
    return headers(ask(client, verb="ListIdentifiers", metadataPrefix="lom", **arguments))


def values(element, path: str) -> list[str]:
    return [each.text for each in element.iterfind(path, SPACES)]


class TestProtocol:
    def test_says_who_it_is(self, client):
        shared()
        root = ask(client, verb="Identify")

        told = {each.tag.rpartition("}")[2]: each.text for each in root.find("oai:Identify", SPACES)}
        assert {
            name: told[name] for name in ("baseURL", "protocolVersion", "deletedRecord", "granularity")
        } == {
            "baseURL": f"{BASE}/oai",
            "protocolVersion": "2.0",
            "deletedRecord": "persistent",
            "granularity": "YYYY-MM-DDThh:mm:ssZ",
        }
        assert "@" in told["adminEmail"]
        assert moment(told["earliestDatestamp"]) <= timezone.now()
        assert root.find("oai:request", SPACES).attrib == {"verb": "Identify"}

    def test_a_client_of_others_reads_it(self, client):
        resource = shared(title="Lesbrief & robot", summary="Over <robots>")
        harvester = PortalClient(client)

        assert harvester.identify().deletedRecord() == "persistent"
        assert [each[0] for each in harvester.listMetadataFormats()] == ["oai_dc", "lom", "nl_lom"]
        (record,) = harvester.listRecords(metadataPrefix="oai_dc")
        assert record[0].identifier() == identifier(resource)
        assert record[1].getMap()["title"] == ["Lesbrief & robot"]
        assert record[1].getMap()["description"] == ["Over <robots>"]
        (alone,) = [harvester.getRecord(identifier=identifier(resource), metadataPrefix="oai_dc")]
        assert alone[0].identifier() == identifier(resource)

    def test_a_form_is_answered_like_an_address(self, client):
        resource = shared()
        asked = {"verb": "GetRecord", "metadataPrefix": "lom", "identifier": identifier(resource)}

        by_form = client.post(ADDRESS, asked)

        assert headers(xml(by_form)) == headers(xml(client.get(ADDRESS, asked))) == {str(resource.uuid): ""}
        assert dict(by_form.cookies) == {}

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("", "badVerb"),
            ("verb=Niets", "badVerb"),
            ("verb=Identify&verb=Identify", "badVerb"),
            ("verb=Identify&set=x", "badArgument"),
            ("verb=ListRecords", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=gisteren", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-03T00:00:00Z", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
            ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
            ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
            ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
            ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31", ""),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=theme:niets", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=niets", "noRecordsMatch"),
            ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=x", "idDoesNotExist"),
            ("verb=GetRecord&metadataPrefix=marc21&identifier=x", "cannotDisseminateFormat"),
            ("verb=ListMetadataFormats&identifier=oai:localhost:6f1f4b43-1d05-4b63-9f6c-0c5c8d9b6a11", "idDoesNotExist"),
        ],
    )  # fmt: skip
    def test_what_makes_no_sense(self, client, query, code):
        shared()
        root = xml(client.get(f"{ADDRESS}?{query}"))

        assert error_of(root) == code
        if code in ("badVerb", "badArgument"):
            assert root.find("oai:request", SPACES).attrib == {}

    def test_nothing_else_than_asking(self, client):
        assert client.put(ADDRESS).status_code == 405

    def test_the_same_for_everybody(self, client, curator, lead):
        LearningResourceFactory(licence=Licence.CC_BY, visibility="network", title="Geheim")
        resource = shared()
        answers = [listed(client)]
        for user in (curator, lead):
            client.force_login(user)
            answers.append(listed(client))
            assert "Cookie" not in client.get(ADDRESS, {"verb": "Identify"}).get("Vary", "")

        assert answers == [{str(resource.uuid): ""}] * 3


class TestWhatIsTold:
    def test_only_what_is_shared(self, client, admin_user):
        resource = shared()
        never = [
            LearningResourceFactory(title="Zonder licentie"),
            shared(visibility="network"),
            shared(visibility="concept"),
            shared(hidden_at=timezone.now()),
        ]
        client.force_login(admin_user)

        assert listed(client) == {str(resource.uuid): ""}
        for each in never:
            root = ask(client, verb="GetRecord", metadataPrefix="lom", identifier=identifier(each))
            assert error_of(root) == "idDoesNotExist"

    def test_what_was_shared_once_is_told_as_deleted(self, client, by):
        hidden, withdrawn, unlicensed, erased, back = (shared(title=f"Titel {n}") for n in range(5))
        hide_record(hidden, by=by)
        change_record(withdrawn, Change({"visibility": "concept"}), by=by)
        change_record(unlicensed, Change({"licence": ""}), by=by)
        erased_uuid = str(erased.uuid)
        LearningResource.objects.filter(pk=erased.pk).delete()
        restore_record(hide_record(back, by=by), by=by)

        found = listed(client)

        gone = {str(each.uuid): "deleted" for each in (hidden, withdrawn, unlicensed)}
        assert found == {**gone, erased_uuid: "deleted", str(back.uuid): ""}
        root = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier(hidden))
        assert headers(root) == {str(hidden.uuid): "deleted"}
        assert root.find(".//oai:metadata", SPACES) is None
        assert (
            b"Titel" not in client.get(ADDRESS, {"verb": "ListIdentifiers", "metadataPrefix": "lom"}).content
        )

    def test_what_happens_after_it_was_withdrawn_is_not_betrayed(self, client, by):
        resource = shared()
        hide_record(resource, by=by)
        before = ask(client, verb="ListRecords", metadataPrefix="oai_dc").find(".//oai:header", SPACES)
        term = ConceptFactory(scheme=Scheme.THEME, notation="later")
        fresh = LearningResource.objects.get(pk=resource.pk)
        change_record(fresh, Change({"title": "Anders"}, links={"concepts": [term]}), by=by)

        after = ask(client, verb="ListRecords", metadataPrefix="oai_dc").find(".//oai:header", SPACES)

        assert [each.text for each in after] == [each.text for each in before]

    def test_what_came_and_went_in_one_change_was_never_there(self, client, by):
        with change_set(by, "test"):
            resource = shared()
            change_record(resource, Change({"visibility": "concept"}), by=by)

        root = ask(client, verb="GetRecord", metadataPrefix="lom", identifier=identifier(resource))
        assert error_of(root) == "idDoesNotExist"

    def test_from_and_until_in_whole_seconds(self, client):
        early, late = shared(), shared()
        for each, at in ((early, "2026-01-02T03:04:05.900Z"), (late, "2026-01-03T00:00:00Z")):
            LearningResource.objects.filter(pk=each.pk).update(updated_at=moment(at))
        first, second = {str(early.uuid): ""}, {str(late.uuid): ""}

        assert listed(client, until="2026-01-02T03:04:05Z") == first
        assert listed(client, **{"from": "2026-01-02T03:04:05Z"}) == {**first, **second}
        assert listed(client, **{"from": "2026-01-02T03:04:06Z"}) == second
        assert listed(client, until="2026-01-02") == first
        assert listed(client, **{"from": "2026-01-03", "until": "2026-01-03"}) == second

    def test_sets_are_terms(self, client, by):
        robots = ConceptFactory(scheme=Scheme.THEME, notation="robotica", label="Robotica")
        quiet = ConceptFactory(scheme=Scheme.THEME, notation="stil", visibility="network")
        with_it, without, gone = shared(), shared(), shared()
        with_it.concepts.add(robots, quiet)
        gone.concepts.add(robots, quiet)
        hide_record(gone, by=by)

        root = ask(client, verb="ListSets")
        assert dict(zip(values(root, ".//oai:setSpec"), values(root, ".//oai:setName"), strict=True)) == {
            "theme": "Transitiethema", "sector": "Sector", "level": "Niveau", "theme:robotica": "Robotica",
        }  # fmt: skip
        expected = {str(with_it.uuid): "", str(gone.uuid): "deleted"}
        assert listed(client, set="theme:robotica") == listed(client, set="theme") == expected
        assert listed(client, set="theme:stil") == {}
        told = ask(client, verb="ListIdentifiers", metadataPrefix="lom")
        specs = {
            text(each, "oai:identifier").rpartition(":")[2]: values(each, "oai:setSpec")
            for each in told.iterfind(".//oai:header", SPACES)
        }
        assert specs == {
            str(with_it.uuid): ["theme:robotica"], str(without.uuid): [], str(gone.uuid): ["theme:robotica"],
        }  # fmt: skip


class TestMetadata:
    def test_dublin_core(self, client):
        practice = PracticeFactory(slug="robots")
        resource = shared(
            title="Lesbrief\x0b", summary="Kort", practice=practice, owner=RegionFactory(name="Twente"), slug="lesbrief"
        )  # fmt: skip
        resource.concepts.add(ConceptFactory(scheme=Scheme.THEME, label="Robotica"))

        root = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier(resource))

        dc = root.find(".//oai_dc:dc", SPACES)
        told = [(each.tag.rpartition("}")[2], each.text) for each in dc]
        page = f"{BASE}/kennisbank/leermiddelen/lesbrief/"
        assert told == [
            ("title", "Lesbrief"),
            ("creator", "Twente"),
            ("subject", "Robotica"),
            ("description", "Kort"),
            ("publisher", "Industriecoalitie"),
            ("date", resource.updated_at.date().isoformat()),
            ("format", "text/html"),
            ("identifier", page),
            ("identifier", resource.uuid.urn),
            ("language", "nl"),
            ("relation", f"{BASE}/kennisbank/robots/"),
            ("rights", "https://creativecommons.org/licenses/by/4.0/deed.nl"),
        ]

    @pytest.mark.parametrize("prefix", ["lom", "nl_lom"])
    def test_nl_lom(self, client, prefix):
        resource = shared(title="Lesbrief", summary="Kort", module=ModuleFactory(), licence=Licence.CC_BY_SA)
        stored = StoredFileFactory(document=True)
        version = ResourceVersionFactory(resource=resource, label="2.1", file=stored, url="", order=2)
        ResourceVersionFactory(resource=resource, label="1", order=1)
        theme = ConceptFactory(scheme=Scheme.THEME, notation="robotica", label="Robotica")
        level = ConceptFactory(scheme=Scheme.LEVEL, notation="mbo-4", label="Mbo 4")
        resource.concepts.add(theme, level, ConceptFactory(visibility="network", label="Geheim"))

        root = ask(client, verb="GetRecord", metadataPrefix=prefix, identifier=identifier(resource))

        lom = root.find(".//lom:lom", SPACES)

        def words(path: str) -> list[str]:
            return values(lom, f"{path}/lom:langstring")

        assert words("lom:general/lom:title") == ["Lesbrief"]
        assert words("lom:general/lom:description") == ["Kort"]
        assert words("lom:general/lom:catalogentry/lom:entry") == [resource.uuid.urn]
        assert sorted(words("lom:general/lom:keyword")) == ["Mbo 4", "Robotica"]
        assert words("lom:general/lom:aggregationlevel/lom:value") == ["3"]
        assert values(lom, "lom:general/lom:language") == ["nl"]
        assert values(lom, "lom:metametadata/lom:metadatascheme") == ["LOMv1.0", "nl_lom_v1p0"]
        assert words("lom:lifecycle/lom:version") == ["2.1"]
        assert values(lom, "lom:technical/lom:format") == ["application/pdf"]
        assert values(lom, "lom:technical/lom:location") == [f"{BASE}{version.get_absolute_url()}"]
        assert words("lom:educational/lom:context/lom:value") == ["BVE"]
        assert words("lom:educational/lom:intendedenduserrole/lom:value") == ["teacher"]
        assert words("lom:educational/lom:learningresourcetype/lom:value") == ["informatiebron"]
        assert words("lom:rights/lom:cost/lom:value") == ["no"]
        assert words("lom:rights/lom:copyrightandotherrestrictions/lom:value") == ["cc-by-sa-40"]
        purposes = words("lom:classification/lom:purpose/lom:value")
        entries = words("lom:classification/lom:taxonpath/lom:taxon/lom:entry")
        assert sorted(zip(purposes, entries, strict=True)) == [
            ("access rights", "open toegang"), ("discipline", "Robotica"), ("educational level", "Mbo 4"),
        ]  # fmt: skip
        assert {each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in lom.iter("{*}langstring")} == {
            "nl", "x-none",
        }  # fmt: skip

    @pytest.mark.parametrize("licence", Licence.values)
    def test_every_licence_has_its_word(self, client, licence):
        resource = shared(licence=licence)
        root = ask(client, verb="GetRecord", metadataPrefix="lom", identifier=identifier(resource))

        (word,) = values(root, ".//lom:copyrightandotherrestrictions/lom:value/lom:langstring")
        assert word == ("yes" if licence == Licence.ASK else word)
        opened = [each for each in values(root, ".//lom:taxon/lom:id") if each == "OpenAccess"]
        assert opened == ([] if licence == Licence.ASK else ["OpenAccess"])

    def test_a_file_that_was_not_looked_through_is_not_told_of(self, client):
        resource = shared(slug="les")
        stored = StoredFileFactory(document=True, state="waiting")
        ResourceVersionFactory(resource=resource, file=stored, url="")

        root = ask(client, verb="GetRecord", metadataPrefix="lom", identifier=identifier(resource))

        assert values(root, ".//lom:location") == [f"{BASE}/kennisbank/leermiddelen/les/"]
        assert values(root, ".//lom:format") == ["text/html"]


class TestPages:
    @pytest.fixture(autouse=True)
    def three_a_page(self, monkeypatch):
        monkeypatch.setattr(records, "PAGE_SIZE", 3)

    def test_all_pages_hold_everything_once_in_order(self, client, by):
        made = [shared() for _number in range(7)]
        # The same moment for all: then the identifier decides.
        LearningResource.objects.update(updated_at=moment("2026-01-02T03:04:05Z"))
        hide_record(made[0], by=by)

        seen, asked, cursors = [], {"metadataPrefix": "lom"}, []
        while asked:
            root = ask(client, verb="ListIdentifiers", **asked)
            seen += headers(root)
            token = root.find(".//oai:resumptionToken", SPACES)
            cursors.append(token.get("cursor"))
            asked = {"resumptionToken": token.text} if token.text else {}

        assert len(seen) == 7
        assert set(seen) == {str(each.uuid) for each in made}
        assert seen[:6] == sorted(seen[:6])
        assert cursors == ["0", "3", "6"]

    def test_one_page_has_no_token(self, client):
        for _number in range(3):
            shared()

        root = ask(client, verb="ListRecords", metadataPrefix="lom")
        assert root.find(".//oai:resumptionToken", SPACES) is None

    def test_a_token_is_ours_of_this_verb_and_not_old(self, client, monkeypatch):
        for _number in range(4):
            shared()
        token = text(ask(client, verb="ListRecords", metadataPrefix="lom"), ".//oai:resumptionToken")

        assert error_of(ask(client, verb="ListRecords", resumptionToken=token)) == ""
        assert error_of(ask(client, verb="ListIdentifiers", resumptionToken=token)) == "badResumptionToken"
        assert error_of(ask(client, verb="ListRecords", resumptionToken=f"{token}x")) == "badResumptionToken"
        forged = signing.dumps({"verb": "ListRecords", "niets": 1}, salt=questions.SALT)
        assert error_of(ask(client, verb="ListRecords", resumptionToken=forged)) == "badResumptionToken"
        monkeypatch.setattr(questions, "TOKEN_SECONDS", -1)
        assert error_of(ask(client, verb="ListRecords", resumptionToken=token)) == "badResumptionToken"

    def test_a_copy_stays_equal_while_everything_changes(self, client, by):
        made = [shared(title=f"Eerste {number}") for number in range(11)]
        chaos = iter(range(1000))

        def happen():
            number = next(chaos)
            if number > 12:
                return
            resource = LearningResource.objects.get(pk=made[(number * 5) % 11].pk)
            step = number % 4
            if step == 0:
                change_record(resource, Change({"title": f"Anders {number}"}), by=by)
            elif step == 1:
                hide_record(resource, by=by)
            elif step == 2 and resource.hidden_at:
                restore_record(resource, by=by)
            else:
                change_record(resource, Change({"visibility": "network"}), by=by)
            made.append(shared(title=f"Later {number}"))

        copy = Copy()
        copy.refresh(client, happen)
        for _round in range(2):
            copy.refresh(client, happen)
        copy.refresh(client)

        rows = LearningResource.objects.filter(visibility="public", hidden_at=None)
        assert copy.titles == {identifier(each): each.title for each in rows}
        assert copy.pages > 10

    def test_asks_as_much_for_three_as_for_one(self, client, by):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                ask(client, verb="ListRecords", metadataPrefix="lom")
            return len(captured)

        def one_more():
            resource = shared(owner=RegionFactory(), practice=PracticeFactory(), module=ModuleFactory())
            resource.concepts.add(ConceptFactory(scheme=Scheme.THEME))
            ResourceVersionFactory(resource=resource)
            gone = shared()
            gone.concepts.add(ConceptFactory(scheme=Scheme.THEME))
            hide_record(gone, by=by)

        one_more()
        one = queries()
        records.PAGE_SIZE = 100
        one_more()
        one_more()

        assert queries() == one <= 8


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_under_way_is_not_missed(client):
    """The date of an answer is that of the beginning of what is not stored yet: who asks on from it gets that too."""
    with connection.copy().cursor() as other:
        other.execute("BEGIN")
        other.execute("SELECT now()")
        began = other.fetchone()[0]
        other.execute("SELECT pg_sleep(1.1)")

        told = moment(text(ask(client, verb="Identify"), "oai:responseDate"))
        other.execute("COMMIT")
        after = moment(text(ask(client, verb="Identify"), "oai:responseDate"))
        other.connection.close()

    assert told <= began < after <= timezone.now() + datetime.timedelta(seconds=1)
