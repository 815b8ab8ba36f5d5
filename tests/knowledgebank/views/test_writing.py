"""Writing a practice: choosing a kind, the form, a draft beside what is published, handing in and taking back."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.editing.models import Draft
from industriecoalitie.history.recording import Change, change_record
from industriecoalitie.notifications.models import Event
from knowledgebank.actions import drafting, reviewing
from knowledgebank.choices import KIND_WORDS, PracticeKind, PracticeState
from knowledgebank.forms.practice import SHEETS
from knowledgebank.models import Practice, Review
from tests.factories.concepts import ConceptFactory
from tests.factories.files import StoredFileFactory
from tests.factories.knowledgebank import (
    EvidenceFactory,
    PracticeFactorFactory,
    PracticeFactory,
    PracticeFigureFactory,
    PracticeImageFactory,
    QuoteFactory,
    RemarkFactory,
    ReviewFactory,
    SuccessFactorFactory,
)
from tests.factories.partnerships import PartnerFactory, PartnershipFactory, TargetFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.regions import AgendaItemFactory, OrganisationFactory
from tests.forms import filled_in

from .test_practices import queries_of

pytestmark = pytest.mark.django_db

ADD = reverse("knowledgebank:practice_add")
WRITTEN = {"summary": "Kort", "approach": "Zo", "results": "Goed"}


def address(name: str, practice: Practice) -> str:
    return reverse(f"knowledgebank:practice_{name}", args=[practice.slug])


def full_practice(region, **values) -> Practice:
    """Return a practice with every row, link and value a form can hold."""
    practice = PracticeFactory(
        owner=region, region=region, title="Leren op locatie", **{**WRITTEN, "context": "Waarom", **values}
    )
    PracticeFactorFactory(practice=practice, how="Door te doen", order=1)
    EvidenceFactory(practice=practice, dated_on="2023-05-01", dated_precision="month", order=1)
    PracticeFigureFactory(practice=practice, order=1)
    PracticeImageFactory(practice=practice, order=1)
    QuoteFactory(practice=practice, organisation=OrganisationFactory(visibility="public"), order=1)
    practice.concepts.add(ConceptFactory(scheme="theme", label="Robotica"))
    practice.organisations.add(OrganisationFactory(visibility="public"))
    practice.agenda_items.add(AgendaItemFactory(visibility="public", agenda__visibility="public"))
    return practice


@pytest.mark.parametrize("kind", PracticeKind)
def test_a_form_sent_as_it_was_opened_changes_nothing(client, lead, region, kind):
    practice = full_practice(region, kind=kind, state=PracticeState.DRAFT)
    client.force_login(lead)

    page = client.get(address("edit", practice))
    answer = client.post(address("edit", practice), filled_in(page.content.decode(), "bewerken"))

    assert answer.status_code == 302, answer.context["errors"]
    version = practice.version
    practice.refresh_from_db()
    assert (practice.version, practice.kind) == (version, kind)
    assert Event.objects.count() == 0


@pytest.mark.parametrize("kind", PracticeKind)
def test_each_kind_is_added_with_its_own_form(client, lead, region, kind):
    client.force_login(lead)
    path = reverse("knowledgebank:practice_add_kind", args=[KIND_WORDS[kind]])

    form = filled_in(client.get(path).content.decode(), "bewerken")
    answer = client.post(path, {**form, "title": "Samen robots bouwen"})

    practice = Practice.objects.get()
    assert answer.status_code == 302
    assert (practice.kind, practice.state, practice.slug) == (
        kind,
        PracticeState.DRAFT,
        "samen-robots-bouwen",
    )
    assert (practice.owner, practice.region, practice.visibility) == (region, region, "concept")
    assert [each.kind for each in Event.objects.all()] == ["practice.added"]


class TestAdding:
    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("lead", 200),
            ("member", 200),
            ("national", 200),
            ("curator", 200),
            ("admin_user", 200),
            ("former_member", 403),
        ],
    )
    def test_is_for_who_works_in_a_region_or_for_the_country(self, client, request, who, status):
        client.force_login(request.getfixturevalue(who))

        kind_page = reverse("knowledgebank:practice_add_kind", args=["pps"])
        assert [client.get(ADD).status_code, client.get(kind_page).status_code] == [status, status]

    def test_a_visitor_signs_in_first(self, client):
        assert client.get(ADD).headers["Location"].startswith("/inloggen/")

    def test_offers_four_kinds_each_with_a_sentence(self, client, lead):
        client.force_login(lead)

        answer = client.get(ADD)

        cards = answer.context_data["cards"]
        assert [card["title"] for card in cards] == PracticeKind.labels
        assert all(str(card["lead"]) in answer.text and card["url"] in answer.text for card in cards)

    def test_an_unknown_kind_is_no_page(self, client, lead):
        client.force_login(lead)

        assert client.get("/kennisbank/nieuw/roman/").status_code == 404

    def test_what_curators_settle_is_not_asked_and_not_taken(self, client, lead):
        client.force_login(lead)
        path = reverse("knowledgebank:practice_add_kind", args=["pps"])
        form = filled_in(client.get(path).content.decode(), "bewerken")
        settled = {
            "state": "published", "is_proven": "on", "is_featured": "on", "published_on": "2024-01-01",
            "expires_on": "2030-01-01", "review_on": "2030-01-01", "visibility": "public", "kind": "programme",
        }  # fmt: skip

        client.post(path, {**form, "title": "Stiekem", **settled})

        practice = Practice.objects.get()
        assert not settled.keys() & form.keys()
        assert [practice.state, practice.is_proven, practice.is_featured] == ["draft", False, False]
        assert [practice.published_on, practice.expires_on, practice.review_on] == [None, None, None]
        assert [practice.visibility, practice.kind] == ["concept", "partnership"]

    def test_rows_are_kept_in_the_order_of_the_form(self, client, lead):
        client.force_login(lead)
        factor, other = SuccessFactorFactory(), SuccessFactorFactory()
        stored = StoredFileFactory(uploaded_by=lead)
        path = reverse("knowledgebank:practice_add_kind", args=["onderwijsvorm"])
        form = filled_in(client.get(path).content.decode(), "bewerken")

        answer = client.post(
            path,
            {
                **form,
                "title": "Leren in de nacht",
                "factor_links-0-factor": str(other.pk), "factor_links-0-how": "Met een vast team",
                "factor_links-1-factor": str(factor.pk), "factor_links-1-how": "Met geduld",
                "evidence-0-statement": "Onderzoek", "evidence-0-dated_on": "mei 2023",
                "figures-0-label": "Uitval", "figures-0-value": "12.5", "figures-0-unit": "procent",
                "figures-0-qualifier": "about", "figures-0-year": "2024", "figures-0-source_text": "Jaarverslag",
                "figures-0-source_url": "voorbeeld.nl/verslag",
                "images-TOTAL_FORMS": "1", "images-0-file": str(stored.uuid), "images-0-alt": "Een robotarm",
                "quotes-TOTAL_FORMS": "1", "quotes-0-text": "Het werkt", "quotes-0-function": "docent",
                "quotes-0-has_consent": "on",
            },
        )  # fmt: skip

        assert answer.status_code == 302, answer.context["errors"]
        practice = Practice.objects.get()
        assert [(each.factor, each.order) for each in practice.factor_links.order_by("order")] == [
            (other, 1),
            (factor, 2),
        ]
        assert [each.dated.in_words() for each in practice.evidence.all()] == ["mei 2023"]
        figure = practice.figures.get()
        assert [str(figure), figure.year, figure.source_url] == [
            "Uitval: circa 12,5 procent", 2024, "https://voorbeeld.nl/verslag",
        ]  # fmt: skip
        assert [(each.file, each.alt) for each in practice.images.all()] == [(stored, "Een robotarm")]
        assert [(each.text, each.has_consent) for each in practice.quotes.all()] == [("Het werkt", True)]

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"title": ""}, "Vul ‘Titel’ in."),
            ({"images-TOTAL_FORMS": "1", "images-0-alt": "Een robot"}, "Afbeelding 1: Vul ‘Afbeelding’ in."),
            ({"figures-0-label": "Uitval"}, "Cijfer 1: Vul ‘Getal’ in."),
            (
                {"factor_links-0-how": "Zo"},
                "Succesfactor 1: Kies bij ‘Succesfactor’ een van de mogelijkheden.",
            ),
            ({"builds_on": "Bestaat niet"}, "We kennen ‘Bestaat niet’ niet. Kies een naam uit de lijst."),
        ],
    )
    def test_what_is_wrong_is_told_at_its_row(self, client, lead, typed, message):
        client.force_login(lead)
        path = reverse("knowledgebank:practice_add_kind", args=["pps"])
        form = filled_in(client.get(path).content.decode(), "bewerken")

        answer = client.post(path, {**form, "title": "Samen", **typed})

        assert answer.status_code == 422
        assert [text for _id, text in answer.context["errors"]] == [message]
        assert Practice.objects.count() == 0

    def test_a_picture_needs_words(self, client, lead):
        client.force_login(lead)
        path = reverse("knowledgebank:practice_add_kind", args=["pps"])
        form = filled_in(client.get(path).content.decode(), "bewerken")
        stored = StoredFileFactory(uploaded_by=lead)

        answer = client.post(
            path, {**form, "title": "Samen", "images-TOTAL_FORMS": "1", "images-0-file": str(stored.uuid)}
        )

        assert [text for _id, text in answer.context["errors"]] == [
            "Afbeelding 1: Vul ‘Wat is er te zien?’ in."
        ]

    def test_it_builds_on_what_is_published_alone(self, client, lead, region):
        PracticeFactory(title="Geheim plan", state=PracticeState.DRAFT, owner=region)
        base = PracticeFactory(title="Open plan")
        client.force_login(lead)
        path = reverse("knowledgebank:practice_add_kind", args=["pps"])
        form = filled_in(client.get(path).content.decode(), "bewerken")

        refused = client.post(path, {**form, "title": "Samen", "builds_on": "Geheim plan"})
        client.post(path, {**form, "title": "Samen", "builds_on": "Open plan"})

        assert refused.status_code == 422
        assert Practice.objects.get(title="Samen").builds_on == base


class TestFromWhatIsThere:
    def test_a_partnership_becomes_a_practice_with_one_click(self, client, lead, region):
        partnership = PartnershipFactory(
            owner=region, region=region, name="De Kampus", summary="Samen leren", slug="kampus"
        )
        partner = PartnerFactory(partnership=partnership, organisation__name="Demcon")
        PartnerFactory(
            partnership=partnership,
            organisation=OrganisationFactory(name="Geheim BV", visibility="concept"),
        )
        concept = ConceptFactory(scheme="theme", label="Robotica")
        partnership.concepts.add(concept)
        item = AgendaItemFactory(visibility="public", agenda__visibility="public")
        partnership.agenda_items.add(item)
        TargetFactory(partnership=partnership, name="Studenten", value="200", result="180", unit="studenten")
        TargetFactory(partnership=partnership, name="Nog niets", result=None)
        client.force_login(lead)
        path = reverse("knowledgebank:practice_from_partnership", args=["pps", "kampus"])
        assert path in client.get(partnership.get_absolute_url()).text

        page = client.get(path)
        answer = client.post(path, filled_in(page.content.decode(), "bewerken"))

        assert answer.status_code == 302, answer.context["errors"]
        practice = Practice.objects.get()
        assert [practice.title, practice.summary, practice.kind] == [
            "De Kampus",
            "Samen leren",
            "partnership",
        ]
        assert [practice.partnership, practice.region, practice.owner] == [partnership, region, region]
        assert list(practice.organisations.all()) == [partner.organisation]
        assert list(practice.concepts.all()) == [concept]
        assert list(practice.agenda_items.all()) == [item]
        assert [(each.label, each.value, each.unit) for each in practice.figures.all()] == [
            ("Studenten", 180, "studenten")
        ]

    def test_a_programme_becomes_a_practice_with_one_click(self, client, lead, region):
        programme = ProgrammeFactory(
            owner=region, region=region, name="Waterstof", summary="Kort", slug="waterstof"
        )
        partnership = PartnershipFactory(owner=region)
        programme.partnerships.add(partnership)
        client.force_login(lead)
        path = reverse("knowledgebank:practice_from_programme", args=["opleiding", "waterstof"])
        assert path in client.get(programme.get_absolute_url()).text

        client.post(path, filled_in(client.get(path).content.decode(), "bewerken"))

        practice = Practice.objects.get()
        assert [practice.title, practice.kind, practice.programme] == ["Waterstof", "programme", programme]
        assert practice.partnership == partnership

    @pytest.mark.parametrize("who", ["neighbour", "curator", "former_member"])
    def test_who_does_not_keep_it_is_not_asked(self, client, request, region, who):
        partnership = PartnershipFactory(owner=region)
        client.force_login(request.getfixturevalue(who))
        path = reverse("knowledgebank:practice_from_partnership", args=["pps", partnership.slug])

        assert path not in client.get(partnership.get_absolute_url()).text
        assert client.get(path).status_code == 403


class TestEditing:
    def test_of_what_is_published_a_draft_is_offered(self, client, lead, region):
        practice = full_practice(region)
        client.force_login(lead)

        page = client.get(address("edit", practice))
        sent = client.post(address("edit", practice), {"title": "Anders", "seen": practice.version})

        practice.refresh_from_db()
        assert [page.status_code, sent.status_code, practice.title] == [200, 409, "Leren op locatie"]
        assert "Dit voorbeeld staat in de kennisbank." in page.text
        assert address("draft", practice) in page.text

    def test_an_administrator_is_shown_the_same_way(self, client, admin_user, region):
        practice = full_practice(region)
        client.force_login(admin_user)

        sent = client.post(address("edit", practice), {"title": "Anders", "seen": practice.version})

        practice.refresh_from_db()
        assert [sent.status_code, practice.title] == [409, "Leren op locatie"]

    @pytest.mark.parametrize(
        ("who", "state", "status"),
        [
            ("lead", "draft", 200), ("member", "draft", 200), ("curator", "draft", 200), ("admin_user", "draft", 200),
            ("national", "draft", 403), ("neighbour", "draft", 404), ("former_member", "draft", 404),
            ("curator", "in_review", 200), ("lead", "in_review", 200), ("neighbour", "in_review", 404),
            ("member", "published", 200), ("curator", "published", 200), ("neighbour", "published", 403),
            ("national", "published", 403), ("lead", "retired", 200), ("neighbour", "retired", 404),
        ],
    )  # fmt: skip
    def test_is_for_the_team_and_for_curators(self, client, request, region, who, state, status):
        practice = full_practice(region, state=state)
        client.force_login(request.getfixturevalue(who))

        answer = client.get(address("edit", practice))

        assert answer.status_code == status
        is_form = status == 200 and answer.template_name == "editing/edit.html"
        assert is_form is (status == 200 and (state == "draft" or (who, state) == ("curator", "in_review")))

    def test_a_form_that_was_open_when_it_was_handed_in_is_refused(self, client, lead, region):
        practice = full_practice(region, state=PracticeState.DRAFT)
        client.force_login(lead)
        page = client.get(address("edit", practice))
        form = filled_in(page.content.decode(), "bewerken")
        reviewing.submit(practice, by=Actor("page", lead))

        answer = client.post(address("edit", practice), {**form, "title": "Anders"})

        practice.refresh_from_db()
        assert [answer.status_code, practice.title, practice.state] == [409, "Leren op locatie", "in_review"]

    def test_a_change_made_in_the_same_moment_as_publishing_is_not_saved(self, lead, region):
        practice = full_practice(region, state=PracticeState.DRAFT)
        sheet = SHEETS[practice.kind](lead, Practice.objects.get(pk=practice.pk))
        reviewing.submit(practice, by=Actor("page", lead))

        with pytest.raises(ValidationError, match="intussen ingediend of gepubliceerd"):
            sheet.apply(by=Actor("page", lead), change=Change({"title": "Anders"}), seen=practice.version + 1)

        practice.refresh_from_db()
        assert practice.title == "Leren op locatie"


class TestAsked:
    """What the curators asked stands above the form, with the way to answer."""

    def test_reason_and_open_remarks_stand_above_the_form(self, client, lead, region):
        practice = full_practice(region, state="changes_asked")
        ReviewFactory(
            practice=practice,
            number=1,
            outcome="sent_back",
            reason="Noem de bron.",
            decided_at=timezone.now(),
        )
        RemarkFactory(practice=practice, text="Hoeveel studenten?")
        RemarkFactory(practice=practice, text="Is gedaan", resolved_at=timezone.now())
        client.force_login(lead)
        remarks = address("remarks", practice)

        page = client.get(address("edit", practice)).text

        assert [text in page for text in ("Noem de bron.", "Hoeveel studenten?", "Is gedaan", remarks)] == [
            True, True, False, True,
        ]  # fmt: skip
        assert address("edit", practice) in client.get(remarks).text
        assert remarks in client.get(practice.get_absolute_url()).text

    def test_a_draft_that_nobody_remarked_on_has_none(self, client, lead, region):
        client.force_login(lead)

        page = client.get(address("edit", full_practice(region, state="draft"))).text

        assert "Dit vraagt de redactie" not in page

    def test_handing_in_tells_what_is_open_and_goes_ahead(self, client, lead, region):
        practice = full_practice(region, state="changes_asked")
        RemarkFactory(practice=practice)
        client.force_login(lead)
        form = {"seen": practice.version, "note": ""}

        page = client.get(address("submit", practice)).text
        answer = client.post(address("submit", practice), form)

        assert "1 opmerking staat nog open" in page
        assert address("remarks", practice) in page
        assert answer["Location"] == practice.get_absolute_url()


class TestDraft:
    def test_is_begun_with_one_button_and_leads_to_its_form(self, client, member, region):
        practice = full_practice(region)
        client.force_login(member)

        answer = client.post(address("draft", practice))
        again = client.post(address("draft", practice))

        draft = drafting.open_draft(practice)
        assert answer.headers["Location"] == again.headers["Location"] == address("edit", draft)
        assert [each.kind for each in Event.objects.all()] == ["practice.added"]

    @pytest.mark.parametrize("kind", PracticeKind)
    def test_sent_as_it_was_opened_it_changes_nothing(self, client, lead, region, kind):
        practice = full_practice(region, kind=kind)
        draft = drafting.start_draft(practice, by=Actor("page", lead))
        client.force_login(lead)

        page = client.get(address("edit", draft))
        answer = client.post(address("edit", draft), filled_in(page.content.decode(), "bewerken"))

        assert answer.status_code == 302, answer.context["errors"]
        change = drafting.overlay(Practice.objects.get(pk=draft.pk)).change
        assert (change.values, [rows for rows in change.rows.values() if rows]) == ({}, [])
        version = draft.version
        draft.refresh_from_db()
        assert draft.version == version

    @pytest.mark.parametrize(
        ("who", "status"), [("neighbour", 403), ("national", 403), ("former_member", 403)]
    )
    def test_is_for_who_keeps_it(self, client, request, region, who, status):
        practice = full_practice(region)
        client.force_login(request.getfixturevalue(who))

        assert client.post(address("draft", practice)).status_code == status
        assert drafting.open_draft(practice) is None

    def test_of_what_is_not_published_there_is_none(self, client, lead, region):
        practice = full_practice(region, state=PracticeState.DRAFT)
        client.force_login(lead)

        answer = client.post(address("draft", practice), follow=True)

        assert Practice.objects.count() == 1
        assert "nog niet gepubliceerd" in answer.text

    def test_is_thrown_away_and_what_is_published_stays(self, client, lead, region):
        practice = full_practice(region)
        draft = drafting.start_draft(practice, by=Actor("page", lead))
        client.force_login(lead)

        answer = client.post(address("discard", draft), {"seen": draft.version})

        assert answer.headers["Location"] == practice.get_absolute_url()
        assert drafting.open_draft(practice) is None
        assert client.get(draft.get_absolute_url()).status_code == 404
        assert client.get(practice.get_absolute_url()).status_code == 200

    def test_is_not_thrown_away_by_who_did_not_see_the_newest(self, client, lead, region):
        practice = full_practice(region)
        draft = drafting.start_draft(practice, by=Actor("page", lead))
        client.force_login(lead)

        client.post(address("discard", draft), {"seen": draft.version + 1})
        client.post(address("discard", draft))

        assert drafting.open_draft(practice) == draft

    def test_a_practice_itself_is_not_thrown_away_here(self, client, lead, region):
        practice = full_practice(region, state=PracticeState.DRAFT)
        client.force_login(lead)

        assert client.post(address("discard", practice), {"seen": practice.version}).status_code == 404


class TestHandingIn:
    def test_the_page_says_what_is_missing_and_what_curators_look_at(self, client, lead, region):
        practice = PracticeFactory(
            owner=region, state=PracticeState.DRAFT, kind=PracticeKind.DEMAND, summary="Kort"
        )
        client.force_login(lead)

        answer = client.get(address("submit", practice))

        needed = [text for text, is_needed in answer.context_data["advice"] if is_needed]
        assert needed == ["Vul ‘Van vraag naar aanbod’ in.", "Vul ‘Resultaat’ in."]
        assert "De vraag van bedrijven is beschreven: wie vroeg wat?" in answer.text

    def test_what_is_incomplete_is_refused_in_the_words_of_the_form(self, client, lead, region):
        practice = PracticeFactory(
            owner=region, state=PracticeState.DRAFT, kind=PracticeKind.DEMAND, summary="Kort"
        )
        client.force_login(lead)

        answer = client.post(address("submit", practice), {"seen": practice.version})

        assert answer.status_code == 422
        assert answer.context_data["refused"] == ["Vul ‘Van vraag naar aanbod’ in.", "Vul ‘Resultaat’ in."]
        assert Review.objects.count() == 0

    def test_begins_a_round_with_the_message(self, client, lead, region):
        practice = full_practice(region, state=PracticeState.DRAFT)
        client.force_login(lead)

        answer = client.post(
            address("submit", practice), {"seen": practice.version, "note": "Let op de cijfers"}
        )

        practice.refresh_from_db()
        review = practice.reviews.get()
        assert answer.headers["Location"] == practice.get_absolute_url()
        assert [practice.state, review.note, review.submitted_by] == ["in_review", "Let op de cijfers", lead]
        assert [each.kind for each in Event.objects.all()] == ["practice.submitted"]

    def test_a_message_that_is_too_long_comes_back(self, client, lead, region):
        practice = full_practice(region, state=PracticeState.DRAFT)
        client.force_login(lead)

        answer = client.post(address("submit", practice), {"seen": practice.version, "note": "x" * 2001})

        assert [answer.status_code, Review.objects.count()] == [422, 0]

    @pytest.mark.parametrize("seen", ["", "99"])
    def test_what_was_changed_meanwhile_is_looked_at_first(self, client, lead, region, seen):
        practice = full_practice(region, state=PracticeState.DRAFT)
        client.force_login(lead)

        answer = client.post(address("submit", practice), {"seen": seen}, follow=True)

        assert Review.objects.count() == 0
        assert "Iemand veranderde dit zojuist." in answer.text

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("lead", 200),
            ("curator", 200),
            ("admin_user", 200),
            ("member", 403),
            ("national", 403),
            ("neighbour", 404),
        ],
    )
    def test_is_for_the_kartrekker_and_curators(self, client, request, region, who, status):
        practice = full_practice(region, state=PracticeState.DRAFT)
        client.force_login(request.getfixturevalue(who))

        assert client.get(address("submit", practice)).status_code == status

    def test_two_clicks_hand_in_once(self, client, lead, region):
        practice = full_practice(region, state=PracticeState.DRAFT)
        client.force_login(lead)

        client.post(address("submit", practice), {"seen": practice.version})
        answer = client.post(address("submit", practice), {"seen": practice.version}, follow=True)

        assert Review.objects.count() == 1
        assert "Dit voorbeeld is al ingediend." in answer.text


class TestTakingBack:
    def test_lets_the_team_write_on(self, client, lead, region):
        practice = full_practice(region, state=PracticeState.DRAFT)
        reviewing.submit(practice, by=Actor("page", lead))
        practice.refresh_from_db()
        client.force_login(lead)

        client.post(address("withdraw", practice), {"seen": practice.version})

        practice.refresh_from_db()
        assert [practice.state, practice.reviews.get().outcome] == ["draft", "withdrawn"]

    @pytest.mark.parametrize(
        ("who", "status"), [("member", 403), ("curator", 403), ("national", 403), ("neighbour", 404)]
    )
    def test_is_for_who_leads_the_team(self, client, request, lead, region, who, status):
        practice = full_practice(region, state=PracticeState.DRAFT)
        reviewing.submit(practice, by=Actor("page", lead))
        practice.refresh_from_db()
        client.force_login(request.getfixturevalue(who))

        assert client.post(address("withdraw", practice), {"seen": practice.version}).status_code == status
        practice.refresh_from_db()
        assert practice.state == "in_review"

    def test_what_does_not_lie_with_the_curators_stays_as_it_is(self, client, lead, region):
        practice = full_practice(region, state=PracticeState.DRAFT)
        client.force_login(lead)

        answer = client.post(address("withdraw", practice), {"seen": practice.version}, follow=True)

        assert "ligt niet bij de redactie" in answer.text


class TestComparing:
    def test_shows_what_publishing_would_change_in_fields_links_and_rows(self, client, lead, region):
        practice = full_practice(region)
        draft = drafting.start_draft(practice, by=Actor("page", lead))
        client.force_login(lead)
        form = filled_in(client.get(address("edit", draft)).content.decode(), "bewerken")
        client.post(
            address("edit", draft),
            {
                **form,
                "title": "Leren op de fabriek",
                "figures-0-label": "Nieuw geteld",
                "images-0-alt": "Een nieuwe blik",
            },
        )

        answer = client.get(address("compare", draft))

        assert sorted(line.label for line in answer.context_data["differences"]) == [
            "Afbeelding",
            "Cijfer van een voorbeeld",
            "Titel",
        ]
        assert all(text in answer.text for text in ("Leren op de fabriek", "Nieuw geteld", "Een nieuwe blik"))
        assert answer.context_data["crossed"] == []

    def test_the_address_of_the_original_leads_to_its_draft(self, client, lead, region):
        practice = full_practice(region)
        client.force_login(lead)
        without = client.get(address("compare", practice)).status_code
        draft = drafting.start_draft(practice, by=Actor("page", lead))

        assert [without, client.get(address("compare", practice)).headers["Location"]] == [
            404,
            address("compare", draft),
        ]

    def test_versions_of_a_practice_show_pictures_figures_and_factors(self, client, lead, region):
        practice = full_practice(region, state=PracticeState.DRAFT)
        client.force_login(lead)
        form = filled_in(client.get(address("edit", practice)).content.decode(), "bewerken")
        client.post(
            address("edit", practice),
            {
                **form,
                "figures-0-label": "Nieuw geteld",
                "images-0-alt": "Een nieuwe blik",
                "factor_links-0-how": "Heel anders",
            },
        )

        path = reverse("history:record_compare", args=["praktijkvoorbeeld", practice.uuid])
        answer = client.get(path, {"van": practice.version, "tot": practice.version + 1})

        assert all(text in answer.text for text in ("Nieuw geteld", "Een nieuwe blik", "Heel anders"))


def test_what_was_not_sent_is_found_again(client, lead):
    client.force_login(lead)
    path = reverse("knowledgebank:practice_add_kind", args=["vraagarticulatie"])
    form = filled_in(client.get(path).content.decode(), "bewerken")

    client.post(path, {**form, "title": "Half werk", "context": "Wie vroeg **wat**?", "autosave": "1"})

    assert Draft.objects.get().title == "Half werk"
    assert "Wie vroeg **wat**?" in client.get(path).text


class TestStanding:
    """What the page of a practice tells of the editorial work, and to whom."""

    def test_a_visitor_reads_nothing_of_a_draft(self, client, lead, region):
        practice = full_practice(region)
        before = client.get(practice.get_absolute_url()).text
        draft = drafting.start_draft(practice, by=Actor("page", lead))
        change_record(draft, Change({"title": "Geheim plan"}), by=Actor("page", lead))

        page = client.get(practice.get_absolute_url())

        assert page.context_data["standing"] is None
        assert [draft.slug in page.text, "Geheim plan" in page.text, "concept" in page.text.lower()] == [
            False
        ] * 3
        assert len(page.text) == len(before)
        doors = ("detail", "print", "pdf", "compare", "edit", "submit")
        codes = {name: client.get(address(name, draft)).status_code for name in doors}
        assert codes == {"detail": 404, "print": 404, "pdf": 404, "compare": 302, "edit": 302, "submit": 302}

    def test_the_team_reads_of_the_draft_beside_it(self, client, lead, region):
        practice = full_practice(region)
        draft = drafting.start_draft(practice, by=Actor("page", lead))
        client.force_login(lead)

        page = client.get(practice.get_absolute_url())
        beside = client.get(draft.get_absolute_url())

        assert page.context_data["standing"]["draft"] == draft
        assert "Er staat een concept naast dit voorbeeld" in page.text
        assert "Dit is een concept naast wat gepubliceerd is" in beside.text
        assert practice.get_absolute_url() in beside.text
        assert client.get("/kennisbank/").context_data["total"] == 1

    def test_what_was_sent_back_says_why_and_what_was_remarked(self, client, lead, member, curator, region):
        practice = full_practice(region, state=PracticeState.DRAFT)
        reviewing.submit(practice, by=Actor("page", lead))
        reviewing.send_back(practice, by=Actor("page", curator), reason="Noem ook de kosten.")
        RemarkFactory(practice=practice, field="approach", text="Wie deed dit?", author=curator)
        RemarkFactory(practice=practice, text="Al klaar", resolved_at="2024-01-01T00:00:00Z")
        client.force_login(member)

        page = client.get(practice.get_absolute_url())

        assert "Noem ook de kosten." in page.text
        assert [(each.place, each.text) for each in page.context_data["standing"]["remarks"]] == [
            ("Aanpak", "Wie deed dit?")
        ]
        assert address("submit", practice) not in page.text
        assert address("edit", practice) in page.text

    @pytest.mark.parametrize("who", ["lead", "curator"])
    def test_a_long_practice_with_many_remarks_asks_as_little(self, client, request, region, lead, who):
        practice = full_practice(region, state=PracticeState.DRAFT)
        reviewing.submit(practice, by=Actor("page", lead))
        client.force_login(request.getfixturevalue(who))
        few = queries_of(client, practice.get_absolute_url())

        Practice.objects.filter(pk=practice.pk).update(approach="Wij werken **samen**. " * 1000)
        for number in range(40):
            RemarkFactory(practice=practice, field="approach", text=f"Opmerking {number}", author=lead)
        for number in range(2, 4):
            PracticeFigureFactory(practice=practice, order=number)
            PracticeImageFactory(practice=practice, order=number)
        many = queries_of(client, practice.get_absolute_url())

        assert [many, many <= 12] == [few, True]


def test_on_paper_stands_what_the_page_shows(client, region):
    practice = full_practice(region, kind=PracticeKind.DEMAND)
    PracticeFigureFactory(practice=practice, label="Uitval", source_text="Jaarverslag", year=2024)

    page = client.get(address("print", practice)).text

    shown = (
        "Leren op locatie",
        "De vraag van bedrijven",
        "Door te doen",
        "Uitval",
        "Jaarverslag",
        "mei 2023",
    )
    assert [text for text in shown if text not in page] == []
    assert "<script" not in page
