"""The pages where curators keep terms and success factors."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.curation import actions
from knowledgebank.models import SuccessFactor
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import PracticeFactorFactory, PracticeFactory, SuccessFactorFactory
from tests.factories.partnerships import PartnershipFactory
from tests.promises.pages import form_on

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
LISTS = "/redactie/lijsten/"
SECTOR = "/redactie/lijsten/sector/"
TERM = "/redactie/lijsten/sector/metaalsector/"
FACTORS = "/redactie/succesfactoren/"
FACTOR = "/redactie/succesfactoren/elkaar-vertrouwen/"
PAGES = [
    LISTS, SECTOR, f"{SECTOR}nieuw/", TERM, f"{TERM}bewerken/", f"{TERM}samenvoegen/", f"{TERM}samenvoegen/?blijft=metaal",
    FACTORS, f"{FACTORS}nieuw/", FACTOR, f"{FACTOR}bewerken/", f"{FACTOR}samenvoegen/",
    f"{FACTOR}samenvoegen/?blijft=vertrouwen",
]  # fmt: skip
ACTS = [f"{SECTOR}volgorde/", f"{TERM}vervalt/", f"{TERM}terug/", f"{FACTOR}vervalt/", f"{FACTOR}terug/"]
ROLES = ["lead", "member", "national", "former_member", "curator", "admin_user"]


@pytest.fixture(autouse=True)
def _words(kept, gone, kept_factor, gone_factor):
    """Two terms and two factors are there."""


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", ROLES)
def test_curators_and_administrators_alone_open_the_pages(client, request, role):
    client.force_login(request.getfixturevalue(role))
    may = role in ("curator", "admin_user")

    answers = {address: client.get(address).status_code for address in PAGES}
    acts = {address: client.post(address).status_code for address in ACTS}

    assert answers == dict.fromkeys(PAGES, 200 if may else 403)
    assert acts == dict.fromkeys(ACTS, 302 if may else 403)


@pytest.mark.parametrize("address", [LISTS, SECTOR, TERM, FACTORS, FACTOR, "/redactie/verzendingen/"])
def test_every_page_leads_back_to_the_desk(signed_in, address):
    assert signed_in.get(address).context_data["crumbs"][0] == ("Redactie", "/redactie/")


def test_the_desk_leads_to_all_that_curators_keep(signed_in):
    page = signed_in.get("/redactie/").text

    for address in (
        "/redactie/verzendingen/",
        "/kennisbank/collecties/",
        "/kennisbank/etalage/",
        "/kennisbank/handreiking/",
    ):
        assert f'<li><a href="{address}">' in page


def test_a_visitor_is_asked_to_sign_in(client):
    assert {client.get(address).status_code for address in PAGES} == {302}
    assert {client.get(address)["Location"].partition("?")[0] for address in PAGES} == {"/inloggen/"}


def test_what_is_not_there_is_not_found(signed_in):
    for address in (
        "/redactie/lijsten/kleuren/",
        f"{SECTOR}niets/",
        f"{FACTORS}niets/",
        f"{LISTS}kleuren/nieuw/",
    ):
        assert signed_in.get(address).status_code == 404, address


@pytest.mark.parametrize(
    "address", [LISTS, SECTOR, TERM, FACTORS, FACTOR, f"{TERM}samenvoegen/?blijft=metaal"]
)
def test_asks_as_much_for_three_as_for_one(signed_in, address, gone, gone_factor):
    def use():
        PracticeFactory().concepts.add(gone)
        PracticeFactorFactory(factor=gone_factor)
        ConceptFactory(broader=[ConceptFactory(broader=[gone])])
        SuccessFactorFactory()

    use()
    one = queries_of(signed_in, address)
    use()
    use()
    three = queries_of(signed_in, address)

    assert one == three
    assert three <= MOST_QUERIES


class TestLists:
    def test_counts_terms_unused_and_retired(self, signed_in, kept, gone, by):
        PracticeFactory().concepts.add(kept)
        actions.retire(gone, by=by)

        rows = {row["key"]: row for row in signed_in.get(LISTS).context_data["rows"]}

        assert set(rows) == set(Scheme.values)
        assert (rows["sector"]["total"], rows["sector"]["unused"], rows["sector"]["retired"]) == (2, 1, 1)
        assert (rows["level"]["total"], rows["level"]["unused"], rows["level"]["retired"]) == (0, 0, 0)

    @pytest.mark.parametrize(
        ("query", "labels"),
        [
            ("", ["Metaal", "Metaalsector", "Bouw"]), ("?toon=ongebruikt", ["Metaalsector", "Bouw"]),
            ("?toon=vervallen", ["Bouw"]), ("?q=METAAL", ["Metaal", "Metaalsector"]),
            ("?q=metaal&toon=ongebruikt", ["Metaalsector"]), ("?toon=onzin", ["Metaal", "Metaalsector", "Bouw"]),
        ],
    )  # fmt: skip
    def test_shows_what_is_asked(self, signed_in, kept, query, labels):
        ConceptFactory(label="Bouw", order=3, retired_on=timezone.localdate())
        PartnershipFactory().concepts.add(kept)

        answer = signed_in.get(SECTOR + query)

        assert [place.concept.label for place in answer.context_data["places"]] == labels
        assert answer.context_data["is_whole"] == (len(labels) == 3)

    def test_a_term_is_moved_with_a_button(self, signed_in, kept, gone):
        answer = signed_in.post(f"{SECTOR}volgorde/", {"move": "metaalsector:up"})

        assert answer["Location"] == f"{SECTOR}#metaalsector"
        assert list(Concept.objects.order_by("order").values_list("notation", flat=True)) == [
            "metaalsector", "metaal",
        ]  # fmt: skip

    def test_moving_what_is_not_there_changes_nothing(self, signed_in):
        answer = signed_in.post(f"{SECTOR}volgorde/", {"move": "niets:up"})

        assert answer["Location"] == SECTOR
        assert set(Concept.objects.values_list("version", flat=True)) == {1}


def send(client, address: str, **values):
    """Fill in the form of a page and send it."""
    data = form_on(client.get(address).text)
    return client.post(address, data | values)


class TestEditing:
    def test_a_term_is_added_and_can_be_chosen_at_once(self, signed_in, kept):
        answer = send(signed_in, f"{SECTOR}nieuw/", label="Chemie en gas", broader=[str(kept.pk)])

        term = Concept.objects.get(notation="chemie-en-gas")
        assert answer["Location"] == f"{SECTOR}chemie-en-gas/"
        assert (term.scheme, term.label, term.visibility, term.order) == (
            "sector",
            "Chemie en gas",
            "public",
            3,
        )
        assert list(term.broader.all()) == [kept]

    def test_a_name_that_is_there_is_refused(self, signed_in):
        answer = send(signed_in, f"{SECTOR}nieuw/", label="METAAL")

        assert answer.status_code == 422
        assert "staat al in de lijst" in answer.text
        assert Concept.objects.count() == 2

    @pytest.mark.parametrize(
        ("label", "notation"), [("Nieuw", "nieuw-2"), ("Metaal!", "metaal-2"), ("±", "begrip")]
    )
    def test_a_new_key_is_free(self, signed_in, label, notation):
        send(signed_in, f"{SECTOR}nieuw/", label=label)

        assert Concept.objects.filter(notation=notation, label=label).exists()

    def test_a_name_changes_and_the_key_stays(self, signed_in, gone):
        send(
            signed_in, f"{TERM}bewerken/", label="Metaalbewerking", definition="Alles met metaal.", order="7"
        )

        gone.refresh_from_db()
        assert (gone.notation, gone.label, gone.definition, gone.order, gone.version) == (
            "metaalsector", "Metaalbewerking", "Alles met metaal.", 7, 2,
        )  # fmt: skip

    def test_a_term_below_itself_is_refused(self, signed_in, kept, gone):
        below = ConceptFactory(broader=[gone])
        address = f"{TERM}bewerken/"
        answer = send(signed_in, address, broader=[str(below.pk)])

        assert answer.status_code == 422
        assert "Een begrip kan niet onder zichzelf staan" in answer.text
        assert list(gone.broader.all()) == []
        assert f'value="{gone.pk}"' not in signed_in.get(address).text

    def test_two_people_at_once_are_asked(self, signed_in, gone):
        data = form_on(signed_in.get(f"{TERM}bewerken/").text)
        send(signed_in, f"{TERM}bewerken/", label="Metaalbewerking")

        answer = signed_in.post(f"{TERM}bewerken/", data | {"label": "Metalen"})

        assert answer["Location"] == f"{TERM}bewerken/?botsing=1"

    def test_a_factor_is_added_and_changed(self, signed_in):
        added = send(
            signed_in, f"{FACTORS}nieuw/", label="Korte lijnen", description="Iedereen kent iedereen."
        )
        send(signed_in, f"{FACTORS}korte-lijnen/bewerken/", label="Korte lijntjes")

        assert added["Location"] == f"{FACTORS}korte-lijnen/"
        factor = SuccessFactor.objects.get(slug="korte-lijnen")
        assert (factor.label, factor.description, factor.visibility, factor.version) == (
            "Korte lijntjes", "Iedereen kent iedereen.", "public", 2,
        )  # fmt: skip

    @pytest.mark.parametrize(("kind", "word"), [("begrip", "gone"), ("succesfactor", "gone_factor")])
    def test_history_tells_who_did_what(self, signed_in, curator, request, kind, word, by):
        record = request.getfixturevalue(word)
        actions.retire(record, by=by)

        answer = signed_in.get(f"/geschiedenis/{kind}/{record.uuid}/")

        assert answer.status_code == 200
        assert "uit de keuzelijst gehaald" in answer.text


class TestRetiring:
    @pytest.mark.parametrize("address", [TERM, FACTOR])
    def test_retire_and_take_back(self, signed_in, address):
        model = Concept if address == TERM else SuccessFactor

        retired = signed_in.post(f"{address}vervalt/", {"seen": "1"}, follow=True)
        assert model.objects.exclude(retired_on=None).count() == 1
        assert "is niet meer te kiezen" in retired.text

        back = signed_in.post(f"{address}terug/", {"seen": "2"}, follow=True)
        assert model.objects.exclude(retired_on=None).count() == 0
        assert "is weer te kiezen" in back.text

    def test_what_was_changed_meanwhile_is_looked_at_first(self, signed_in, gone):
        answer = signed_in.post(f"{TERM}vervalt/", {"seen": "9"}, follow=True)

        gone.refresh_from_db()
        assert gone.retired_on is None
        assert "Iemand veranderde dit zojuist" in answer.text

    def test_what_the_portal_goes_by_says_why_it_stays(self, signed_in):
        fixed = ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="roc_mbo", label="Mbo-college")
        address = "/redactie/lijsten/organisation-kind/roc_mbo/"
        why = "het portaal gebruikt het zelf om te zien wie er meedoet"

        assert why in signed_in.get(address).text
        assert why in signed_in.get(f"{address}samenvoegen/").text
        assert why in signed_in.post(f"{address}vervalt/", {"seen": "1"}, follow=True).text
        assert why in signed_in.post(f"/verwijderen/begrip/{fixed.uuid}/", {"seen": "1"}, follow=True).text
        fixed.refresh_from_db()
        assert (fixed.retired_on, fixed.hidden_at, fixed.version) == (None, None, 1)


class TestMerging:
    ADDRESS = f"{TERM}samenvoegen/?blijft=metaal"

    def test_shows_beforehand_what_moves(self, signed_in, kept, gone):
        PracticeFactory().concepts.set([kept, gone])
        PracticeFactory().concepts.set([gone])
        ConceptFactory(broader=[gone])

        answer = signed_in.get(self.ADDRESS)

        assert answer.context_data["links"] == [("Smallere begrippen", 0, 1), ("Praktijkvoorbeelden", 1, 2)]
        assert Concept.objects.filter(merged_into=None).count() == 3

    def test_merges_and_old_addresses_and_filters_go_on(self, signed_in, client, kept, gone):
        practice = PracticeFactory()
        practice.concepts.add(gone)

        answer = signed_in.post(self.ADDRESS, {"seen": "1", "seen_gone": "1"})

        assert answer["Location"] == f"{SECTOR}metaal/"
        client.logout()
        old = client.get("/begrippen/sector/metaalsector/")
        assert (old.status_code, old["Location"]) == (301, "/begrippen/sector/metaal/")
        found = client.get("/api/v1/practices?sector=metaalsector")
        assert [item["id"] for item in found.json()["items"]] == [str(practice.uuid)]
        assert client.get("/api/v1/practices?sector=metaal").json()["items"] == found.json()["items"]
        assert client.get("/kennisbank/?sector=metaalsector").context_data["total"] == 1
        assert client.get("/api/v1/concepts/sector:metaalsector").status_code == 404
        assert client.get("/api/v1/practices?sector=onzin").status_code == 400

    def test_an_old_key_of_a_wide_term_finds_what_is_narrower(self, client, kept, gone, by):
        practice = PracticeFactory()
        practice.concepts.add(ConceptFactory(broader=[gone]))
        actions.merge_concepts(kept, gone, by=by)

        assert client.get("/kennisbank/?sector=metaalsector").context_data["total"] == 1

    def test_an_old_key_that_was_never_open_is_no_key(self, signed_in, client, kept, gone, by):
        actions.merge_concepts(kept, gone, by=by)
        Concept.objects.filter(pk=gone.pk).update(visibility="concept")
        addresses = ("/kennisbank/?sector=metaalsector", "/begrippen/sector/metaalsector/")

        as_curator = [signed_in.get(each).status_code for each in addresses]
        client.logout()

        assert as_curator == [200, 301]
        assert [client.get(each).status_code for each in addresses] == [400, 404]

    def test_what_was_changed_meanwhile_is_shown_again(self, signed_in):
        answer = signed_in.post(self.ADDRESS, {"seen": "1", "seen_gone": "8"})

        assert (answer.status_code, "Er is niets samengevoegd" in answer.text) == (409, True)
        assert Concept.objects.filter(hidden_at=None).count() == 2

    def test_sending_without_a_choice_asks_for_it(self, signed_in):
        assert signed_in.post(f"{TERM}samenvoegen/").status_code == 422

    def test_a_factor_leads_to_the_one_it_became(self, signed_in, client, kept_factor, gone_factor):
        PracticeFactorFactory(factor=gone_factor)

        answer = signed_in.post(f"{FACTOR}samenvoegen/?blijft=vertrouwen", {"seen": "1", "seen_gone": "1"})

        assert answer["Location"] == f"{FACTORS}vertrouwen/"
        old = client.get("/kennisbank/succesfactoren/elkaar-vertrouwen/")
        assert (old.status_code, old["Location"]) == (301, "/kennisbank/succesfactoren/vertrouwen/")
        assert kept_factor.practice_links.count() == 1

    def test_undoing_on_the_page_of_the_change_brings_all_back(self, signed_in, kept, gone, by):
        practice = PracticeFactory()
        practice.concepts.add(gone)
        key = actions.merge_concepts(kept, gone, by=by).change_set

        answer = signed_in.post(f"/wijzigingen/{key}/ongedaan/", follow=True)

        assert answer.status_code == 200
        assert list(practice.concepts.all()) == [gone]
        assert signed_in.get("/begrippen/sector/metaalsector/").status_code == 200
