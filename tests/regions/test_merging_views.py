"""Pages about organisations that may be one: who may open them, what they show, what they do."""

import re

import pytest
from django.http import Http404
from django.urls import reverse

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.undoing import undo
from regions.choices import Role
from regions.models import Organisation, OrganisationDistinct, Succession
from regions.views.alike import Candidate, possible_doubles, words_of_name
from tests.factories.partnerships import PartnerFactory
from tests.factories.regions import (
    MembershipFactory,
    OrganisationCodeFactory,
    OrganisationDistinctFactory,
    OrganisationFactory,
    PlaceFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db


def candidate(pk: int, name: str, **values) -> Candidate:
    known = {"slug": f"o-{pk}", "aliases": [], "kind": "bedrijf", "place": "", "parent": None} | values
    return Candidate(pk=pk, name=name, **known)


def reasons(*candidates: Candidate, apart=()) -> dict[tuple[int, int], tuple[int, list[str]]]:
    found = possible_doubles(candidates, {each.pk for each in candidates}, apart)
    return {(double.one.pk, double.other.pk): (double.score, double.reasons) for double in found}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ROC Friese Poort", ("friese", "poort")),
        ("Stichting Platform Talent voor Technologie", ("platform", "talent", "technologie")),
        ("Demcon B.V.", ("demcon",)),
        ("ROC", ("roc",)),
        ("’s Heeren Loo", ("s", "heeren", "loo")),
        ("Súdwest & Zn.", ("sudwest", "zn")),
    ],
)
def test_words_that_tell_a_name_apart(name, words):
    assert words_of_name(name) == words


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        (candidate(1, "Demcon"), candidate(2, "DEMCON"), 95),
        (candidate(1, "Demcon"), candidate(2, "Demcon B.V."), 92),
        (candidate(1, "Firda"), candidate(2, "Fries mbo", aliases=["ROC Firda"]), 90),
        (candidate(1, "Aaa", aliases=["TCT"]), candidate(2, "Zzz", aliases=["T.C.T."]), 80),
        (candidate(1, "Windesheim Zwolle", place="Zwolle"), candidate(2, "Windesheim", place="Zwolle"), 85),
        (
            candidate(1, "Alfa", codes=frozenset({("KvK", "1")})),
            candidate(2, "Omega", codes=frozenset({("KvK", "1")})),
            100,
        ),
    ],
)
def test_pairs_that_may_be_one(one, other, score):
    assert [score_ for score_, _reasons in reasons(one, other).values()] == [score]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (candidate(1, "Gemeente Enschede"), candidate(2, "Gemeente Hengelo")),
        (candidate(1, "Gemeente Groningen"), candidate(2, "Provincie Groningen", kind="provincie")),
        (candidate(1, "Praktijkcentrum 1"), candidate(2, "Praktijkcentrum 2")),
        (candidate(1, "Demcon"), candidate(2, "Demcon B.V.", parent=1)),
        (
            candidate(1, "Alfa", codes=frozenset({("KvK", "1")})),
            candidate(2, "Omega", codes=frozenset({("BRIN", "1")})),
        ),
    ],
)
def test_pairs_that_are_two(one, other):
    assert reasons(one, other) == {}


def test_typing_errors_weigh_more_in_one_place():
    here = reasons(
        candidate(1, "Machinefabriek Jansen", place="Hengelo"),
        candidate(2, "Machinefabriek Janssen", place="Hengelo"),
    )
    apart = reasons(
        candidate(1, "Machinefabriek Jansen", place="Hengelo"),
        candidate(2, "Machinefabriek Janssen", place="Venlo"),
    )

    assert here[(1, 2)][1] == ["De namen lijken op elkaar.", "Ze zitten allebei in Hengelo."]
    assert here[(1, 2)][0] > apart[(1, 2)][0]


def test_the_surest_come_first_and_what_is_known_to_be_two_not_at_all():
    rows = [candidate(1, "Demcon"), candidate(2, "Demcon B.V."), candidate(3, "demcon")]

    assert list(reasons(*rows)) == [(1, 3), (1, 2), (3, 2)] or list(reasons(*rows)) == [
        (1, 3),
        (1, 2),
        (2, 3),
    ]
    assert list(reasons(*rows, apart=[(3, 1)])) == [pair for pair in reasons(*rows) if pair != (1, 3)]


def test_only_pairs_with_one_of_mine():
    rows = [
        candidate(1, "Demcon"),
        candidate(2, "Demcon B.V."),
        candidate(3, "Twence"),
        candidate(4, "Twence B.V."),
    ]

    found = possible_doubles(rows, {3})

    assert [(double.one.pk, double.other.pk) for double in found] == [(3, 4)]


DOUBLES = "/organisaties/dubbel/"


@pytest.fixture
def pair(region):
    place = PlaceFactory(name="Enschede")
    return (
        OrganisationFactory(slug="demcon", name="Demcon", owner=region, place=place),
        OrganisationFactory(slug="demcon-bv", name="Demcon B.V.", owner=region, place=place),
    )


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.LEAD, 200), (Role.MEMBER, 200), (Role.NATIONAL, 200), (Role.CONNECTOR, 403), (Role.CURATOR, 403)],
)
def test_doubles_are_for_who_keeps_organisations(client, region, pair, role, status):
    is_national = role in (Role.NATIONAL, Role.CURATOR)
    client.force_login(MembershipFactory(role=role, region=None if is_national else region).user)

    assert client.get(DOUBLES).status_code == status


def test_visitors_are_asked_to_sign_in(client, pair):
    for path in (DOUBLES, "/organisaties/demcon/samenvoegen/", "/organisaties/demcon/opvolging/"):
        assert client.get(path).status_code == 302
    assert client.post("/organisaties/demcon/geen-dubbel/", {"met": "demcon-bv"}).status_code == 302


def test_doubles_say_why_and_offer_both_ways(client, lead, pair):
    client.force_login(lead)

    page = client.get(DOUBLES).content.decode()

    assert "De namen zijn gelijk, op rechtsvorm" in page
    assert "Ze zitten allebei in Enschede." in page
    assert "/organisaties/demcon/samenvoegen/?met=demcon-bv" in page
    assert "Dit zijn er twee" in page


def test_doubles_of_two_regions_are_shown_without_the_button(client, lead, pair, other_region):
    pair[1].owner = other_region
    pair[1].save()
    client.force_login(lead)

    page = client.get(DOUBLES).content.decode()

    assert "Demcon B.V." in page
    assert "samenvoegen/?met" not in page


def test_doubles_name_nothing_that_is_hidden_from_the_reader(client, lead, pair, other_region):
    pair[1].owner = other_region
    pair[1].visibility = "concept"
    pair[1].save()
    client.force_login(lead)

    assert "Demcon B.V." not in client.get(DOUBLES).content.decode()


@pytest.mark.parametrize(
    "make",
    [
        lambda one, other: OrganisationDistinctFactory(organisation=other, other=one),
        lambda one, other: SuccessionFactory(predecessor=one, successor=other),
    ],
)
def test_doubles_leave_out_what_is_known_to_be_two(client, lead, pair, make):
    make(*pair)
    client.force_login(lead)

    assert "Demcon" not in client.get(DOUBLES).content.decode()


def test_doubles_take_as_many_queries_for_many(client, lead, region, pair, django_assert_num_queries):
    client.force_login(lead)
    client.get(DOUBLES)
    with django_assert_num_queries(7):
        client.get(DOUBLES)
    for number in range(6):
        OrganisationCodeFactory(
            organisation=OrganisationFactory(name=f"Twence {'abc'[number % 3]}", owner=region)
        )

    with django_assert_num_queries(7):
        client.get(DOUBLES)


def test_saying_that_they_are_two(client, lead, neighbour, pair):
    client.force_login(neighbour)
    assert client.post("/organisaties/demcon/geen-dubbel/", {"met": "demcon-bv"}).status_code == 403
    client.force_login(lead)

    answer = client.post("/organisaties/demcon/geen-dubbel/", {"met": "demcon-bv"})

    assert (answer.status_code, answer["Location"]) == (302, DOUBLES)
    assert OrganisationDistinct.objects.count() == 1
    assert client.post("/organisaties/demcon/geen-dubbel/", {"met": "weg"}).status_code == 404
    assert client.get("/organisaties/demcon/geen-dubbel/").status_code == 405


MERGE = "/organisaties/demcon/samenvoegen/?met=demcon-bv"


def test_the_merge_page_lays_them_side_by_side(client, lead, pair):
    PartnerFactory(organisation=pair[1])
    pair[1].website = "https://www.demcon.com"
    pair[1].save()
    client.force_login(lead)

    page = client.get(MERGE).content.decode()

    assert re.findall(r'type="radio" name="(\w+)" value="(\w+)"( checked)?', page) == [
        ("name", "kept", " checked"), ("name", "gone", ""),
        ("website", "kept", ""), ("website", "gone", " checked"),
    ]  # fmt: skip
    assert "Partners" in page
    assert "/organisaties/demcon-bv/samenvoegen/?met=demcon" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_merge_page_query_count(client, lead, pair, count, django_assert_num_queries):
    for _ in range(count):
        PartnerFactory(organisation=pair[1])
    client.force_login(lead)
    client.get(MERGE)

    with django_assert_num_queries(8):
        client.get(MERGE)


def test_merging_through_the_page(client, lead, pair):
    partner = PartnerFactory(organisation=pair[1])
    client.force_login(lead)

    answer = client.post(MERGE, {"seen": "1", "seen_gone": "1", "name": "gone"}, follow=True)

    kept = Organisation.objects.get(slug="demcon")
    partner.refresh_from_db()
    assert (kept.name, kept.aliases, partner.organisation) == ("Demcon B.V.", ["Demcon"], kept)
    assert answer.redirect_chain == [("/organisaties/demcon/", 302)]
    assert "Bekijken of ongedaan maken" in answer.content.decode()


def test_the_old_address_leads_to_what_was_kept(client, lead, pair, visitor):
    client.force_login(lead)
    client.post(MERGE, {"seen": "1", "seen_gone": "1"})
    client.logout()

    answer = client.get("/organisaties/demcon-bv/")

    assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (
        301,
        "/organisaties/demcon/",
        "no-cache",
    )
    Organisation.objects.filter(slug="demcon").update(visibility="concept")
    assert client.get("/organisaties/demcon-bv/").status_code == 404


def test_an_address_that_was_never_open_leads_nowhere(client, lead, pair):
    client.force_login(lead)
    client.post(MERGE, {"seen": "1", "seen_gone": "1"})
    Organisation.objects.filter(slug="demcon-bv").update(visibility="concept")

    as_lead = client.get("/organisaties/demcon-bv/")
    client.logout()
    as_visitor = client.get("/organisaties/demcon-bv/")

    assert (as_lead.status_code, as_visitor.status_code) == (301, 404)


def test_merging_what_was_changed_meanwhile_asks_again(client, lead, pair):
    client.force_login(lead)

    answer = client.post(MERGE, {"seen": "1", "seen_gone": "9"})

    assert answer.status_code == 409
    assert "Iemand veranderde intussen een van de twee" in answer.content.decode()
    assert Organisation.objects.filter(hidden_at=None).count() == Organisation.objects.count()


def test_only_a_post_merges(client, lead, pair):
    client.force_login(lead)

    client.head(MERGE)
    client.get(MERGE)

    assert not Organisation.objects.exclude(merged_into=None).exists()


@pytest.mark.parametrize("path", [MERGE, "/organisaties/demcon-bv/samenvoegen/?met=demcon"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_merging_needs_the_right_to_change_both(client, lead, pair, other_region, path, method):
    pair[1].owner = other_region
    pair[1].save()
    client.force_login(lead)

    assert getattr(client, method)(path).status_code == 403
    pair[1].visibility = "concept"
    pair[1].save()
    assert getattr(client, method)(path).status_code == 404
    assert not Organisation.objects.exclude(merged_into=None).exists()


def test_merging_cannot_publish_without_the_right(client, member, pair):
    pair[0].visibility = "network"
    pair[0].save()
    client.force_login(member)

    client.post(MERGE, {"seen": "1", "seen_gone": "1", "visibility": "gone", "owner": "gone"})

    kept = Organisation.objects.get(slug="demcon")
    assert (kept.version, kept.visibility) == (2, "network")


def test_another_is_found_by_name_first(client, lead, pair, other_region):
    OrganisationFactory(name="Demcon elders", owner=other_region)
    client.force_login(lead)

    page = client.get("/organisaties/demcon/samenvoegen/").content.decode()

    assert "/organisaties/demcon/samenvoegen/?met=demcon-bv" in page
    assert "Demcon elders" not in page


def test_who_merged_may_undo_it_whoever_keeps_what_moved(client, lead, neighbour, pair, region):
    PartnerFactory(organisation=pair[1])
    OrganisationCodeFactory(organisation=pair[1], code="12AB")
    before = everything_about_organisations()
    client.force_login(lead)
    client.post(MERGE, {"seen": "1", "seen_gone": "1", "name": "gone"})
    key = (
        Organisation.pgh_event_model.objects.filter(pgh_label="update")
        .order_by("-pgh_id")
        .first()
        .pgh_context_id
    )
    assert everything_about_organisations() != before

    with pytest.raises(Http404):
        undo(key, Actor("page", neighbour))
    undo(key, Actor("page", lead))

    assert everything_about_organisations() == before
    assert client.get("/organisaties/demcon-bv/").status_code == 200


def everything_about_organisations() -> dict[str, list]:
    """Return all rows that are an organisation or point at one, without what counts and times them."""
    models = {Organisation} | {
        relation.related_model
        for relation in Organisation._meta.related_objects
        if not relation.related_model.__name__.endswith("Event")
    }
    found = {}
    for model in sorted(models, key=lambda each: each._meta.label):
        names = [f.attname for f in model._meta.concrete_fields if f.name not in ("version", "updated_at")]
        found[model._meta.label] = list(model._base_manager.order_by("uuid").values_list(*names))
        for field in model._meta.many_to_many:
            rows = field.remote_field.through._base_manager.order_by()
            ends = (field.m2m_column_name(), field.m2m_reverse_name())
            found[f"{model._meta.label}.{field.name}"] = sorted(rows.values_list(*ends))
    return found


SUCCESSION = "/organisaties/demcon/opvolging/"


def test_succession_is_recorded_through_the_page(client, lead, pair):
    older = OrganisationFactory(name="Oude Machinefabriek", aliases=["OMF"])
    client.force_login(lead)
    assert client.get(SUCCESSION).status_code == 200

    answer = client.post(
        SUCCESSION, {"direction": "before", "kind": "merger", "others": [str(older.uuid)], "happened": "2019"}
    )

    link = Succession.objects.get()
    assert answer.status_code == 302
    assert (link.predecessor, link.successor, str(link.happened)) == (older, pair[0], "2019")
    assert "Demcon" in client.get(reverse("regions:organisation_list"), {"q": "omf"}).content.decode()


def test_going_on_as_another_needs_the_right_to_change_that(client, lead, pair, other_region):
    elsewhere = OrganisationFactory(name="Elders", owner=other_region)
    client.force_login(lead)

    answer = client.post(SUCCESSION, {"direction": "after", "kind": "split", "others": [str(elsewhere.uuid)]})

    assert answer.status_code == 422
    assert "houd je niet bij" in answer.content.decode()
    assert Succession.objects.count() == 0


def test_succession_refuses_nobody_and_a_circle(client, lead, pair):
    client.force_login(lead)

    nobody = client.post(SUCCESSION, {"direction": "before", "kind": "merger"})
    itself = client.post(SUCCESSION, {"direction": "before", "kind": "merger", "others": [str(pair[0].uuid)]})

    assert (nobody.status_code, itself.status_code) == (422, 422)
    assert "Noem minstens één andere organisatie." in nobody.content.decode()
    assert "kan niet uit zichzelf voortkomen" in itself.content.decode()


def test_succession_of_another_region_is_refused(client, neighbour, pair):
    client.force_login(neighbour)

    assert client.get(SUCCESSION).status_code == 403
