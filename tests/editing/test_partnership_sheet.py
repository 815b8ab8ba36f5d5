"""Adding and editing a partnership through its page: rows, names, drafts, conflicts."""

import pytest
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.editing.models import Draft
from industriecoalitie.notifications.models import Event
from partnerships.models import Partnership
from regions.models import Organisation
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import (
    MilestoneFactory,
    PartnerFactory,
    PartnershipContactFactory,
    PartnershipFactory,
)
from tests.factories.regions import OrganisationFactory

pytestmark = pytest.mark.django_db


def rows(relation: str, *values: dict) -> dict:
    """Return the posted form of rows."""
    data = {f"{relation}-TOTAL_FORMS": str(len(values)), f"{relation}-INITIAL_FORMS": "0"}
    for number, row in enumerate(values):
        data |= {f"{relation}-{number}-{name}": value for name, value in row.items()}
    return data


RELATIONS = ("partners", "contributions", "milestones", "targets", "fundings", "action_lines")
ROW_DEFAULTS = {
    "partners": {"count_qualifier": "exact"},
    "milestones": {"kind": "step"},
    "targets": {"qualifier": "exact"},
    "fundings": {"state": "unknown", "qualifier": "exact"},
}


def sheet(form, /, **more) -> dict:
    """Return what a browser posts for a partnership; rows by relation, each with the defaults of its selects."""
    data = {
        "name": "Warmte Twente",
        "form": str(form.pk),
        "scope": "regional",
        "status": "running",
        "visibility": "concept",
    }
    for relation in RELATIONS:
        values = [ROW_DEFAULTS.get(relation, {}) | row for row in more.pop(relation, [])]
        data |= rows(relation, *values)
    return data | more


@pytest.fixture
def form_term(db):
    return ConceptFactory(scheme=Scheme.PARTNERSHIP_FORM, notation="pps", label="Pps")


@pytest.fixture
def role(db):
    return ConceptFactory(scheme=Scheme.PARTNER_ROLE, notation="onderwijspartner", label="Onderwijspartner")


def test_a_partnership_is_added_with_its_rows_in_one_page(client, lead, region, form_term, role):
    client.force_login(lead)
    firda = OrganisationFactory(name="Firda", aliases=["ROC Friese Poort"])
    kind = ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="company", label="Bedrijf")
    data = sheet(
        form_term,
        partners=[
            {"organisation": "roc friese poort", "role": str(role.pk), "from_on": "mei 2023"},
            {"organisation": "Nieuw BV", "organisation_new": "1", "kind": str(kind.pk)},
            {},
        ],
        milestones=[{"title": "Opening", "due_on": "9-5-2024"}],
        from_on="2023",
    )

    answer = client.post(reverse("partnerships:partnership_add"), data)

    saved = Partnership.objects.get()
    made = Organisation.objects.get(name="Nieuw BV")
    assert (answer.status_code, answer["Location"]) == (302, saved.get_absolute_url())
    assert (saved.slug, saved.owner, saved.visibility, str(saved.starts)) == (
        "warmte-twente", region, "concept", "2023",
    )  # fmt: skip
    assert [(row.organisation, row.role, str(row.starts or "")) for row in saved.partners.order_by("pk")] == [
        (firda, role, "2023-05"), (made, None, ""),
    ]  # fmt: skip
    assert (made.owner, made.kind, made.visibility) == (region, kind, "network")
    assert [(row.title, str(row.due)) for row in saved.milestones.all()] == [("Opening", "2024-05-09")]
    assert sorted(Event.objects.values_list("kind", flat=True)) == ["organisation.added", "partnership.added"]


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_saved(client, lead, form_term):
    client.force_login(lead)
    data = sheet(form_term, partners=[{"organisation": "Onbekend"}], name="", from_on="gisteren")

    answer = client.post(reverse("partnerships:partnership_add"), data)

    assert answer.status_code == 422
    assert [text for _id, text in answer.context["errors"]] == [
        "Vul ‘Naam van de samenwerking’ in.",
        "Schrijf een datum als 2024, mei 2024 of 9 mei 2024.",
        "Partner 1: We kennen ‘Onbekend’ niet. Is deze nieuw? Zet dan het vinkje bij ‘toevoegen als nieuw’.",
    ]
    assert "Onbekend" in answer.content.decode()
    assert not Partnership.objects.exists()


def test_rows_are_changed_removed_and_added_and_the_rest_stays(client, lead, region, form_term):
    client.force_login(lead)
    partnership = PartnershipFactory(owner=region, form=form_term, name="Warmte Twente")
    kept, gone = PartnerFactory.create_batch(2, partnership=partnership, role=None)
    added = OrganisationFactory(name="Nieuwkomer")
    data = sheet(
        form_term,
        seen="1",
        visibility="public",
        partners=[
            {"uuid": str(kept.uuid), "organisation": str(kept.organisation), "remark": "penvoerder"},
            {"uuid": str(gone.uuid), "organisation": str(gone.organisation), "DELETE": "on"},
            {"organisation": "Nieuwkomer"},
        ],
    )

    answer = client.post(reverse("partnerships:partnership_edit", args=[partnership.slug]), data)

    partnership.refresh_from_db()
    assert answer.status_code == 302
    assert partnership.version == 2
    assert [(row.organisation, row.remark) for row in partnership.partners.order_by("pk")] == [
        (kept.organisation, "penvoerder"), (added, ""),
    ]  # fmt: skip


def test_saving_without_a_difference_writes_nothing(client, lead, region, form_term):
    client.force_login(lead)
    partnership = PartnershipFactory(owner=region, form=form_term, name="Warmte Twente")
    row = MilestoneFactory(partnership=partnership)
    page = client.get(reverse("partnerships:partnership_edit", args=[partnership.slug]))
    data = sheet(
        form_term, seen="1", visibility="public",
        milestones=[{"uuid": str(row.uuid), "title": row.title, "due_on": "2019"}],
    )  # fmt: skip

    client.post(reverse("partnerships:partnership_edit", args=[partnership.slug]), data)

    partnership.refresh_from_db()
    assert page.status_code == 200
    assert partnership.version == 1
    assert not Event.objects.exists()


def test_different_fields_go_together_and_the_same_field_is_asked(client, lead, member, region, form_term):
    partnership = PartnershipFactory(owner=region, form=form_term, name="Warmte Twente", summary="Oud")
    address = reverse("partnerships:partnership_edit", args=[partnership.slug])
    base = {"seen": "1", "visibility": "public"}
    client.force_login(member)
    client.post(
        address, sheet(form_term, **base | {"summary": "Van de ander", "website": "https://ander.nl"})
    )
    client.force_login(lead)

    joined = client.post(address, sheet(form_term, **base | {"status_note": "Van mij", "summary": "Oud"}))
    clash = client.post(address, sheet(form_term, **base | {"summary": "Van mij", "status_note": "Van mij"}))
    asked = client.get(clash["Location"])

    partnership.refresh_from_db()
    assert joined["Location"] == partnership.get_absolute_url()
    assert (partnership.summary, partnership.website, partnership.status_note, partnership.version) == (
        "Van de ander", "https://ander.nl", "Van mij", 3,
    )  # fmt: skip
    assert clash["Location"] == f"{address}?botsing=1"
    questions = asked.context["merge"].questions
    assert [(each.label, each.was, each.mine, each.theirs) for each in questions] == [
        ("Samenvatting", "Oud", "Van mij", "Van de ander")
    ]
    assert Draft.objects.get().data["summary"] == ["Van mij"]

    answer = client.post(address, {"answers": "1", "current": "3", questions[0].name: "mine"})

    partnership.refresh_from_db()
    assert answer["Location"] == partnership.get_absolute_url()
    assert (partnership.summary, partnership.website, partnership.version) == (
        "Van mij",
        "https://ander.nl",
        4,
    )
    assert not Draft.objects.exists()


def test_what_is_typed_is_kept_until_it_is_sent(client, lead, region, form_term):
    client.force_login(lead)
    partnership = PartnershipFactory(owner=region, form=form_term, name="Warmte Twente")
    address = reverse("partnerships:partnership_edit", args=[partnership.slug])

    kept = client.post(address, sheet(form_term, seen="1", summary="Half af", autosave="1"))
    again = client.get(address)
    client.post(address, {"discard": "1"})
    fresh = client.get(address)

    assert kept.json()["text"].startswith("Concept bewaard om ")
    assert "Half af" in again.content.decode()
    assert again.context["errors"] == []
    assert "Half af" not in fresh.content.decode()


def test_rows_come_and_move_without_javascript(client, lead, region, form_term):
    client.force_login(lead)
    address = reverse("partnerships:partnership_add")
    lines = [{"title": "Leren"}, {"title": "Werken"}]

    added = client.post(address, sheet(form_term, partners=[{"organisation": "Half"}], add_row="partners"))
    moved = client.post(address, sheet(form_term, action_lines=lines, move_row="action_lines:1:up"))

    partners = added.context["sheet"].rowsets["partners"]
    titles = [form["title"].value() for form in moved.context["sheet"].rowsets["action_lines"].forms]
    assert (len(partners.forms), added.context["errors"]) == (2, [])
    assert 'value="Half"' in added.content.decode()
    assert titles == ["Werken", "Leren"]


def test_a_member_does_not_publish_and_a_neighbour_does_not_edit(
    client, member, neighbour, region, form_term
):
    partnership = PartnershipFactory(owner=region, form=form_term, name="Warmte Twente", visibility="network")
    address = reverse("partnerships:partnership_edit", args=[partnership.slug])
    client.force_login(member)
    client.post(address, sheet(form_term, seen="1", summary="Nieuw", visibility="public"))
    client.force_login(neighbour)
    refused = client.post(address, sheet(form_term, seen="2", summary="Inbraak"))

    partnership.refresh_from_db()
    assert (partnership.summary, partnership.visibility) == ("Nieuw", "network")
    assert refused.status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_of_the_database_for_more_rows(
    client, lead, region, form_term, role, count, django_assert_num_queries
):
    partnership = PartnershipFactory(owner=region, form=form_term)
    PartnerFactory.create_batch(count, partnership=partnership, role=role)
    MilestoneFactory.create_batch(count, partnership=partnership)
    client.force_login(lead)
    address = reverse("partnerships:partnership_edit", args=[partnership.slug])
    client.get(address)

    with django_assert_num_queries(23):
        client.get(address)


def test_a_member_adds_an_organisation_for_the_own_team_only(client, member, region, form_term):
    client.force_login(member)
    kind = ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="company", label="Bedrijf")
    row = {"organisation": "Nieuw BV", "organisation_new": "1", "kind": str(kind.pk)}

    client.post(reverse("partnerships:partnership_add"), sheet(form_term, partners=[row]))

    assert Organisation.objects.get(name="Nieuw BV").visibility == "concept"


def test_a_contact_of_a_partner_adds_no_organisation(client, region, form_term):
    partnership = PartnershipFactory(owner=region, form=form_term, name="Warmte Twente")
    contact = PartnershipContactFactory(partnership=partnership).user
    kind = ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="company", label="Bedrijf")
    row = {"organisation": "Nieuw BV", "organisation_new": "1", "kind": str(kind.pk)}
    client.force_login(contact)

    answer = client.post(
        reverse("partnerships:partnership_edit", args=[partnership.slug]),
        sheet(form_term, seen="1", partners=[row]),
    )

    assert answer.status_code == 422
    assert "Vraag de kartrekker om ‘Nieuw BV’ toe te voegen." in [
        text for _id, text in answer.context["errors"]
    ]
    assert not Organisation.objects.filter(name="Nieuw BV").exists()


def test_a_form_that_does_not_say_what_was_seen_is_refused(client, lead, region, form_term):
    partnership = PartnershipFactory(owner=region, form=form_term, name="Warmte Twente")
    client.force_login(lead)
    address = reverse("partnerships:partnership_edit", args=[partnership.slug])

    answers = [
        client.post(address, sheet(form_term, summary="Ongezien", visibility="public", **more)).status_code
        for more in ({}, {"seen": ""}, {"seen": "0"}, {"seen": "-1"}, {"seen": "9" * 40})
    ]

    partnership.refresh_from_db()
    assert answers[:4] == [422, 422, 422, 422]
    assert partnership.summary == ""
