"""Small acts on one record of any kind."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.editing import actions
from industriecoalitie.editing.models import Draft, Presence
from industriecoalitie.notifications.models import Event
from knowledgebank.models import Practice
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import LearningResourceFactory, PracticeFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory
from tests.indexing import indexed

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(region):
    return PartnershipFactory(owner=region, name="Warmte Twente")


def act(name: str, record, kind: str = "samenwerking") -> str:
    return reverse(f"editing:{name}", args=[kind, record.uuid])


def test_a_record_is_confirmed_in_one_click_and_once_a_day(client, member, partnership):
    client.force_login(member)

    first = client.post(act("record_confirm", partnership), {"next": "/mijn/"})
    client.post(act("record_confirm", partnership), {"next": "https://elders.example/"})

    partnership.refresh_from_db()
    assert first["Location"] == "/mijn/"
    assert (partnership.confirmed_on, partnership.version) == (timezone.localdate(), 2)
    assert list(Event.objects.values_list("kind", flat=True)) == ["partnership.confirmed"]


@pytest.mark.parametrize(
    "elsewhere", ["https://elders.example/", "//elders.example/", "\\\\elders.example", ""]
)
def test_confirming_leads_nowhere_else(client, member, partnership, elsewhere):
    client.force_login(member)

    answer = client.post(act("record_confirm", partnership), {"next": elsewhere})

    assert answer["Location"] == partnership.get_absolute_url()


def test_a_lead_takes_a_record_away_after_a_question(client, lead, partnership):
    client.force_login(lead)

    question = client.get(act("record_hide", partnership))
    partnership.refresh_from_db()
    untouched = partnership.hidden_at
    answer = client.post(act("record_hide", partnership), {"seen": "1"})

    partnership.refresh_from_db()
    assert (question.status_code, untouched) == (200, None)
    assert answer["Location"] == reverse("my_page")
    assert partnership.hidden_at is not None
    assert client.get(partnership.get_absolute_url()).status_code == 404
    assert list(Event.objects.values_list("kind", flat=True)) == ["partnership.hidden"]


def test_nothing_is_taken_away_that_changed_meanwhile(client, lead, partnership):
    client.force_login(lead)

    answer = client.post(act("record_hide", partnership), {"seen": "7"})

    partnership.refresh_from_db()
    assert answer["Location"] == partnership.get_absolute_url()
    assert partnership.hidden_at is None


@pytest.mark.parametrize(("who", "status"), [("member", 403), ("neighbour", 403), ("national", 403)])
def test_only_who_publishes_takes_away(client, request, partnership, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.post(act("record_hide", partnership), {"seen": "1"}).status_code == status
    partnership.refresh_from_db()
    assert partnership.hidden_at is None


def test_an_administrator_takes_away_nothing_past_the_desk(client, admin_user):
    client.force_login(admin_user)
    for state, status in (("published", 403), ("retired", 403), ("draft", 302)):
        practice = PracticeFactory(state=state)

        answer = client.post(act("record_hide", practice, kind="praktijkvoorbeeld"), {"seen": "1"})

        practice.refresh_from_db()
        assert (answer.status_code, practice.hidden_at is None) == (status, status == 403), state
        if status == 403:
            assert client.post(act("presence", practice, kind="praktijkvoorbeeld")).status_code == 403


def test_what_is_not_whole_is_not_confirmed_and_says_where_to_mend_it(client, member, region):
    client.force_login(member)
    resource = LearningResourceFactory(
        owner=region, visibility="public", url="https://example.nl/les", licence=""
    )
    practice = PracticeFactory(owner=region, is_proven=False)
    Practice.objects.filter(pk=practice.pk).update(
        contact_function="x" * 10, is_proven=True, review_on="2030-01-01"
    )

    for record, kind, address in (
        (resource, "leermiddel", f"{resource.get_absolute_url()}bewerken/"),
        (practice, "praktijkvoorbeeld", practice.get_absolute_url()),
    ):
        page = client.post(act("record_confirm", record, kind=kind), follow=True).content.decode()

        assert "kan zo niet bevestigd worden." in page
        assert f'<a href="{address}">' in page
        record.refresh_from_db()
        assert record.confirmed_on is None


def test_who_else_has_the_form_open_is_told(client, lead, member, partnership):
    client.force_login(member)
    client.post(act("presence", partnership), {"seen": "1"})
    client.force_login(lead)

    page = client.post(act("presence", partnership), {"seen": "1"})
    long_ago = timezone.now() - datetime.timedelta(minutes=5)
    Presence.objects.filter(user=member).update(seen_at=long_ago)
    later = client.post(act("presence", partnership), {"seen": "0"})

    assert "Teamlid bewerkt dit ook." in page.content.decode()
    assert "nieuwere versie" not in page.content.decode()
    assert "Teamlid" not in later.content.decode()
    assert "nieuwere versie" in later.content.decode()


def test_old_names_are_found_while_typing(client, member, region):
    firda = OrganisationFactory(name="Firda", aliases=["ROC Friese Poort"])
    OrganisationFactory(name="Friesland College", visibility="concept")
    client.force_login(member)

    page = client.get(reverse("editing:pick_options", args=["organisatie"]), {"q": "friese", "new": "1"})

    assert page.context["records"] == [firda]
    assert "ook: ROC Friese Poort" in page.content.decode()
    assert "‘friese’ toevoegen als nieuw" in page.content.decode()


def test_unknown_kinds_and_records_answer_alike(client, member, partnership):
    hidden = PartnershipFactory(visibility="concept")
    client.force_login(member)

    codes = {
        client.post(address).status_code
        for address in (
            act("record_confirm", hidden),
            act("record_confirm", partnership, kind="onzin"),
            act("record_confirm", partnership, kind="organisatie"),
        )
    }

    assert codes == {404}


def test_old_drafts_and_closed_forms_are_forgotten(member, partnership):
    old = actions.save_draft(member, "/oud/", {"name": ["Oud"]}, seen=1)
    actions.save_draft(member, "/nieuw/", {"name": ["Nieuw"]}, seen=None)
    Draft.objects.filter(pk=old.pk).update(saved_at=timezone.now() - datetime.timedelta(days=61))
    actions.note_presence(member, partnership.uuid)

    gone = actions.forget_old_work(timezone.now() + datetime.timedelta(hours=1))

    assert gone == 1
    assert list(Draft.objects.values_list("path", flat=True)) == ["/nieuw/"]
    assert Presence.objects.count() == 1


def test_a_draft_too_large_is_not_kept(member):
    assert actions.save_draft(member, "/groot/", {"summary": ["x" * 500_001]}, seen=None) is None
    assert not Draft.objects.exists()


# Finding by another form of the name


def offered(client, text: str, kind: str = "organisatie") -> list[str]:
    page = client.get(reverse("editing:pick_options", args=[kind]), {"q": text})
    assert page.status_code == 200
    return [str(record) for record in page.context["records"]]


def test_a_picker_finds_compounds_and_typing_errors_after_what_is_called_so(client, lead):
    joined, apart = (
        OrganisationFactory(name="Techniekcentrum"),
        OrganisationFactory(name="Techniek Centrum Oost"),
    )
    mentions = OrganisationFactory(name="Zorgschool", summary="Zit in het techniekcentrum")
    indexed(joined, apart, mentions)
    client.force_login(lead)

    assert offered(client, "techniekcentrum") == ["Techniekcentrum", "Techniek Centrum Oost"]
    assert set(offered(client, "techniek centrum")) == {"Techniek Centrum Oost", "Techniekcentrum"}
    assert "Techniekcentrum" in offered(client, "techniekcntrum")
    assert offered(client, "zorgscholen") == ["Zorgschool"]
    assert offered(client, "onvindbaar") == []


def test_a_picker_offers_at_most_eight(client, lead):
    indexed(*(OrganisationFactory(name=f"Techniekcentrum {number}") for number in range(10)))
    client.force_login(lead)

    assert len(offered(client, "techniekcentrum")) == 8
    assert len(offered(client, "technikcentrum")) == 8


def test_a_picker_finds_nothing_that_is_hidden_or_retired_by_another_form_either(client, lead):
    hidden = OrganisationFactory(name="Techniekcentrum", visibility="concept")
    retired = ConceptFactory(label="Robotlassers", retired_on="2020-01-01")
    indexed(hidden, retired)
    client.force_login(lead)

    assert offered(client, "techniek centrum") == offered(client, "techniekcntrum") == []
    assert offered(client, "robotlasser", "begrip") == []
