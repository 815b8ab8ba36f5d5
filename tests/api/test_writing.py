"""A partner system adds, changes, replaces and takes away a partnership with its rows."""

import pytest

from industriecoalitie.api.callers import WRITE_PARTNERSHIPS
from industriecoalitie.concepts.choices import Scheme
from partnerships.models import Partnership
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import MilestoneFactory, PartnerFactory, PartnershipFactory
from tests.factories.regions import OrganisationFactory

from .writers import PartnerSystem, wrong_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms(db):
    """The terms that bodies name."""
    ConceptFactory(scheme=Scheme.PARTNERSHIP_FORM, notation="pps", label="Pps")
    ConceptFactory(scheme=Scheme.PARTNER_ROLE, notation="onderwijspartner", label="Onderwijspartner")
    ConceptFactory(scheme=Scheme.THEME, notation="warmte", label="Warmte")
    ConceptFactory(scheme=Scheme.SECTOR, notation="metaal", label="Metaal")


@pytest.fixture
def system(lead, terms) -> PartnerSystem:
    return PartnerSystem(lead, WRITE_PARTNERSHIPS)


def body_of(**more) -> dict:
    return {"name": "Warmte Twente", "form": "pps", **more}


def test_a_partnership_is_added_with_its_rows(system, region):
    firda = OrganisationFactory(slug="firda", name="Firda")
    roc = OrganisationFactory(slug="roc", name="ROC")

    answer = system.post(
        "partnerships",
        body_of(
            summary="Samen aan warmte.\nEn meer.",
            aliases=["WT", "Warmte"],
            region={"slug": "twente"},
            leadOrganisation=str(roc.uuid),
            status="running",
            website="https://warmte.example",
            **{"from": "2024-02", "until": "2026"},
            concepts={"themes": ["warmte"], "sectors": [{"notation": "metaal", "label": "Metaal"}]},
            partners=[
                {"organisation": "firda", "role": "onderwijspartner", "from": "2024"},
                {"label": "bedrijven", "count": {"value": 60, "qualifier": "about"}},
            ],
            milestones=[
                {"title": "Opening", "dueOn": "2024-05-09", "isReached": True, "reachedOn": "2024-05-10"}
            ],
            targets=[
                {
                    "name": "Studenten",
                    "baseline": {"value": 10, "unit": "studenten"},
                    "target": {"value": 60.5, "qualifier": "over", "unit": "studenten"},
                    "dueOn": "2027",
                }
            ],
            actionLines=[{"title": "Een"}, {"title": "Twee", "summary": "Verder"}],
            fundings=[{"label": "Provincie", "amount": {"value": 1000, "unit": "euro"}, "firstYear": 2024}],
        ),
    )

    assert answer.status_code == 201, answer.content.decode()
    saved = Partnership.objects.get()
    data = answer.json()
    assert answer["Location"].endswith(f"/api/v1/partnerships/{saved.slug}")
    assert answer["ETag"].startswith('"1-')
    assert (saved.owner, saved.visibility, saved.slug) == (region, "concept", "warmte-twente")
    assert (data["summary"], data["aliases"], data["from"], data["until"]) == (
        "Samen aan warmte.\nEn meer.", ["WT", "Warmte"], "2024-02", "2026",
    )  # fmt: skip
    assert data["leadOrganisation"]["slug"] == "roc"
    assert [each["slug"] for each in [data["region"]]] == ["twente"]
    assert data["concepts"]["themes"] == [{"notation": "warmte", "label": "Warmte"}]
    assert [(row["organisation"] and row["organisation"]["id"], row["from"], row["count"]) for row in data["partners"]] == [
        (str(firda.uuid), "2024", None),
        (None, None, {"value": 60, "qualifier": "about", "unit": None, "text": "circa 60"}),
    ]  # fmt: skip
    assert [
        (row["title"], row["dueOn"], row["isReached"], row["reachedOn"]) for row in data["milestones"]
    ] == [("Opening", "2024-05-09", True, "2024-05-10")]
    assert data["targets"][0]["target"]["value"] == 60.5
    assert (data["targets"][0]["baseline"]["unit"], data["targets"][0]["dueOn"]) == ("studenten", "2027")
    assert [row["title"] for row in data["actionLines"]] == ["Een", "Twee"]
    assert [(row["amount"]["value"], row["firstYear"]) for row in data["fundings"]] == [(1000, 2024)]


def test_all_errors_are_told_together_each_at_its_place(system):
    answer = system.post(
        "partnerships",
        {
            "form": "bestaat-niet",
            "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "version": 3,
            "owners": 1,
            "from": "gisteren",
            "summary": 3,
            "status": "onzin",
            "aliases": "Warmte",
            "concepts": {"themes": ["onbekend"], "levels": [], "kleuren": []},
            "partners": [{"organisation": "bestaat-niet", "count": 60}, {}, 3],
            "milestones": {"title": "geen lijst"},
        },
    )

    assert answer.status_code == 400
    assert set(wrong_in(answer)) == {
        "name", "form", "id", "version", "owners", "from", "summary", "status", "aliases", "concepts.themes[0]",
        "concepts.levels", "concepts.kleuren", "partners[0].organisation", "partners[0].count", "partners[1]",
        "partners[2]", "milestones",
    }  # fmt: skip
    assert not Partnership.objects.exists()


def test_patch_changes_what_it_names_and_leaves_the_rest(system, region):
    partnership = PartnershipFactory(owner=region, summary="Zo was het", status_note="nog steeds")
    kept, _gone = PartnerFactory.create_batch(2, partnership=partnership, role=None)
    MilestoneFactory(partnership=partnership, title="Blijft")
    etag = system.get(f"partnerships/{partnership.slug}")["ETag"]

    answer = system.patch(
        f"partnerships/{partnership.slug}",
        {
            "summary": None,
            "partners": [
                {"id": str(kept.uuid), "organisation": kept.organisation.slug, "remark": "penvoerder"}
            ],
        },
        etag,
    )

    assert answer.status_code == 200, answer.content.decode()
    partnership.refresh_from_db()
    assert (partnership.version, partnership.summary, partnership.status_note) == (2, "", "nog steeds")
    assert [(row.pk, row.remark) for row in partnership.partners.all()] == [(kept.pk, "penvoerder")]
    assert partnership.milestones.count() == 1
    assert answer["ETag"].startswith('"2-')
    assert answer["ETag"] == system.get(f"partnerships/{partnership.slug}")["ETag"]


def test_put_empties_what_it_leaves_out_but_not_who_may_see_it(system, region):
    partnership = PartnershipFactory(
        owner=region, region=region, summary="Zo was het", status="idea", visibility="network"
    )
    PartnerFactory(partnership=partnership, role=None)
    etag = system.get(f"partnerships/{partnership.slug}")["ETag"]

    answer = system.put(f"partnerships/{partnership.slug}", {"name": "Nieuw", "form": "pps"}, etag)

    assert answer.status_code == 200, answer.content.decode()
    partnership.refresh_from_db()
    assert (partnership.name, partnership.summary, partnership.region, partnership.status) == (
        "Nieuw",
        "",
        None,
        "running",
    )
    assert (partnership.visibility, partnership.partners.count()) == ("network", 0)


def test_delete_takes_it_out_of_sight(system, region):
    partnership = PartnershipFactory(owner=region)
    etag = system.get(f"partnerships/{partnership.slug}")["ETag"]

    answer = system.delete(f"partnerships/{partnership.slug}", etag)

    assert (answer.status_code, answer.content) == (204, b"")
    assert system.get(f"partnerships/{partnership.slug}").status_code == 404
    partnership.refresh_from_db()
    assert partnership.hidden_at is not None


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_who_did_not_see_the_record_as_it_is_changes_nothing(system, region, method):
    partnership = PartnershipFactory(owner=region, name="Zo blijft het")
    path, body = f"partnerships/{partnership.slug}", body_of(name="Anders")
    now = system.get(path)["ETag"]

    none = system.ask(method, path, body)
    any_ = system.ask(method, path, body, if_match="*")
    stale = system.ask(method, path, body, if_match=now.replace('"1-', '"7-'))

    assert [none.status_code, any_.status_code, stale.status_code] == [428, 428, 412]
    assert stale["ETag"] == now
    assert {each["Content-Type"] for each in (none, any_, stale)} == {"application/problem+json"}
    partnership.refresh_from_db()
    assert (partnership.name, partnership.version, partnership.hidden_at) == ("Zo blijft het", 1, None)
