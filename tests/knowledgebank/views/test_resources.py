"""Pages of teaching materials: written, shown, fetched, used elsewhere; in the API too."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.notifications.models import Event
from knowledgebank.choices import PracticeState
from knowledgebank.models import DownloadCount, LearningResource, ResourceVersion, Reuse
from tests.factories.files import StoredFileFactory
from tests.factories.knowledgebank import (
    LearningResourceFactory,
    PracticeFactory,
    ResourceVersionFactory,
    ReuseFactory,
)
from tests.factories.programmes import ModuleFactory, ProgrammeFactory
from tests.factories.regions import RegionFactory
from tests.files.conftest import PDF, store, taken, upload  # noqa: F401
from tests.forms import filled_in

pytestmark = pytest.mark.django_db
LIST = "/kennisbank/leermiddelen/"
ADD = "/kennisbank/leermiddelen/nieuw/"


def shared(**values) -> LearningResource:
    return LearningResourceFactory(**{"licence": "cc-by-4.0", "visibility": "public"} | values)


def typed(page, **more) -> dict:
    return filled_in(page.content.decode(), "bewerken") | more


# Writing


def test_a_lead_adds_a_material_with_a_file_and_shares_it(client, lead, region, visitor):
    client.force_login(lead)
    data = typed(client.get(ADD), title="Lespakket robotica", licence="cc-by-sa-4.0", visibility="public")
    data |= {
        "versions-0-label": "1",
        "versions-0-file": upload(PDF, "les.pdf"),
        "versions-0-note": "Het begin",
    }

    answer = client.post(ADD, data)

    resource = LearningResource.objects.get()
    version = ResourceVersion.objects.get()
    assert answer.status_code == 302, answer.context["errors"]
    assert answer["Location"] == "/kennisbank/leermiddelen/lespakket-robotica/"
    assert (resource.owner, resource.licence, resource.visibility) == (region, "cc-by-sa-4.0", "public")
    assert (version.label, version.file.name, version.note, version.order) == ("1", "les.pdf", "Het begin", 1)
    assert Event.objects.filter(kind="learningresource.added", record=resource.uuid).count() == 1
    assert taken(Client().get(version.file.get_absolute_url())).body == PDF


def test_a_member_adds_a_concept_that_nobody_else_sees(client, member):
    client.force_login(member)
    page = client.get(ADD)
    data = typed(page, title="Proefles")
    data |= {"versions-0-label": "1", "versions-0-file": upload(PDF, "les.pdf")}

    client.post(ADD, data)

    resource = LearningResource.objects.get()
    stored = ResourceVersion.objects.get().file
    assert "visibility" not in data
    assert (resource.visibility, resource.licence) == ("concept", "")
    assert Client().get(resource.get_absolute_url()).status_code == 404
    assert Client().get(stored.get_absolute_url()).status_code == 404
    assert taken(client.get(stored.get_absolute_url())).body == PDF


def test_without_a_licence_the_form_says_why_not(client, lead):
    client.force_login(lead)
    data = typed(client.get(ADD), title="Proefles", visibility="public")
    data |= {"versions-0-label": "1", "versions-0-url": "https://les.test/"}

    answer = client.post(ADD, data)

    assert answer.status_code == 422
    assert [text for _id, text in answer.context["errors"]] == [
        "Zonder licentie kun je dit leermiddel niet delen. Kies een licentie, of laat het staan als concept."
    ]
    assert not LearningResource.objects.exists()


@pytest.mark.parametrize("word", ["voorbeeld", "opleiding", "module"])
def test_a_material_begins_with_what_it_belongs_to(client, lead, region, word):
    factory, field = {
        "voorbeeld": (PracticeFactory, "practice"),
        "opleiding": (ProgrammeFactory, "programme"),
        "module": (ModuleFactory, "module"),
    }[word]
    record = factory(visibility="public", owner=region)
    client.force_login(lead)

    data = typed(client.get(f"{ADD}?{word}={record.slug}"), title="Erbij")
    answer = client.post(f"{ADD}?{word}={record.slug}", data)

    assert answer.status_code == 302
    assert getattr(LearningResource.objects.get(), field) == record


@pytest.mark.parametrize(
    ("word", "factory"),
    [("voorbeeld", PracticeFactory), ("opleiding", ProgrammeFactory), ("module", ModuleFactory)],
)
def test_who_keeps_a_page_is_asked_for_its_material(client, lead, neighbour, region, word, factory):
    record = factory(visibility="public", owner=region)
    way = f'href="{ADD}?{word}={record.slug}"'
    found = {}
    for name, user in (("lead", lead), ("neighbour", neighbour)):
        client.force_login(user)
        found[name] = way in client.get(record.get_absolute_url()).text

    assert found == {"lead": True, "neighbour": False}
    assert way not in Client().get(record.get_absolute_url()).text


@pytest.mark.parametrize("slug", ["bestaat-niet", "geheim"])
def test_a_material_does_not_begin_with_what_you_may_not_see(client, lead, slug):
    PracticeFactory(slug="geheim", visibility="concept", state=PracticeState.DRAFT)
    client.force_login(lead)

    assert client.get(f"{ADD}?voorbeeld={slug}").status_code == 404


def test_a_draft_beside_an_example_begins_a_material_of_the_example(client, lead, region):
    practice = PracticeFactory(owner=region, visibility="public")
    draft = PracticeFactory(
        owner=region, draft_of=practice, base_version=1, state="draft", visibility="concept"
    )
    client.force_login(lead)

    client.post(ADD, typed(client.get(f"{ADD}?voorbeeld={draft.slug}"), title="Erbij"))

    assert LearningResource.objects.get().practice == practice


def test_a_newer_version_stands_beside_the_older(client, lead, region):
    resource = shared(owner=region)
    old = ResourceVersionFactory(resource=resource, url="", file=StoredFileFactory(document=True), order=1)
    client.force_login(lead)
    address = f"{resource.get_absolute_url()}bewerken/"
    data = typed(client.get(address))
    data |= {"versions-TOTAL_FORMS": "2", "versions-1-label": "2", "versions-1-url": "https://les.test/2"}

    answer = client.post(address, data)

    page = client.get(resource.get_absolute_url())
    assert answer.status_code == 302, answer.context["errors"]
    assert page.context["newest"].label == "2"
    assert [version.label for version in page.context["older"]] == ["1"]
    assert old.file.get_absolute_url() in page.text


def test_another_file_in_an_old_version_is_refused(client, lead, region):
    version = ResourceVersionFactory(
        resource=shared(owner=region), url="", file=StoredFileFactory(document=True)
    )
    client.force_login(lead)
    address = f"{version.resource.get_absolute_url()}bewerken/"
    data = typed(client.get(address)) | {"versions-0-file": upload(PDF, "anders.pdf")}

    answer = client.post(address, data)

    assert answer.status_code == 422
    assert [text for _id, text in answer.context["errors"]] == [
        "Versie 1: Dit blijft zoals het is. Voeg een nieuwe versie toe."
    ]
    assert ResourceVersion.objects.get().file == version.file


def test_a_version_that_others_see_is_not_taken_away(client, lead, region):
    version = ResourceVersionFactory(resource=shared(owner=region))
    client.force_login(lead)
    address = f"{version.resource.get_absolute_url()}bewerken/"

    answer = client.post(address, typed(client.get(address)) | {"versions-0-DELETE": "on"})

    assert answer.status_code == 422
    assert [text for _id, text in answer.context["errors"]] == [
        "Versie ‘1’ blijft bereikbaar. Voeg een nieuwe versie toe, of zet het leermiddel eerst op ‘concept’."
    ]
    assert ResourceVersion.objects.get() == version


@pytest.mark.parametrize(
    ("who", "status"),
    [("member", 200), ("lead", 200), ("neighbour", 403), ("curator", 403), ("national", 403)],
)
def test_who_edits(client, request, region, who, status):
    resource = shared(owner=region)
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"{resource.get_absolute_url()}bewerken/").status_code == status


def test_adding_asks_to_sign_in(client):
    assert client.get(ADD).status_code == 302


# The page


def test_a_page_shows_licence_versions_and_use(client):
    resource = shared(title="Lespakket")
    for number, label in enumerate(("1", "2"), 1):
        ResourceVersionFactory(
            resource=resource, label=label, order=number, url="", file=StoredFileFactory(document=True)
        )
    ReuseFactory(resource=resource, region__name="Limburg", note="Tweede jaar")
    DownloadCount.objects.create(
        version=ResourceVersion.objects.get(label="2"), day=timezone.localdate(), count=7
    )

    text = client.get(resource.get_absolute_url()).text

    assert "Je mag het delen en aanpassen, als je de maker noemt." in text
    assert 'href="https://creativecommons.org/licenses/by/4.0/deed.nl"' in text
    assert re.findall(r"Versie (\d)</h3>", text) == ["2", "1"]
    assert "7 keer opgehaald" in text
    assert "PDF" in text
    assert "Limburg" in text
    assert "Tweede jaar" in text


def test_a_picture_is_shown(client):
    version = ResourceVersionFactory(resource=shared(), url="", file=StoredFileFactory())

    assert f"/bestanden/{version.file.uuid}/480.webp" in client.get(version.resource.get_absolute_url()).text


def test_a_file_that_waits_for_the_scanner_cannot_be_fetched(client):
    stored = StoredFileFactory(document=True, state="waiting")
    version = ResourceVersionFactory(resource=shared(), url="", file=stored)

    text = client.get(version.resource.get_absolute_url()).text

    assert "wordt nagekeken op virussen" in text
    assert str(stored.uuid) not in text
    assert client.post(version.get_absolute_url()).status_code == 404
    assert not DownloadCount.objects.exists()


@pytest.mark.parametrize("who", ["visitor", "neighbour", "curator", "national"])
def test_without_a_licence_nothing_of_it_is_given(client, request, region, who):
    """As rows may stand that were there before the rule."""
    resource = LearningResourceFactory(visibility="public", owner=region, url="https://geheim.test/les")
    stored = StoredFileFactory(document=True)
    versions = [
        ResourceVersionFactory(resource=resource, url="", file=stored),
        ResourceVersionFactory(resource=resource, label="2", url="https://geheim.test/2"),
    ]
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))

    page = client.get(resource.get_absolute_url()).text
    api = client.get(f"/api/v1/learning-resources/{resource.slug}").json()

    assert "Nog niet gedeeld: de licentie is niet bekend" in page
    assert "geheim.test" not in page
    assert str(stored.uuid) not in page
    assert (api["isShared"], api["licence"], api["resourceUrl"], api["versions"]) == (False, None, None, [])
    assert client.get(stored.get_absolute_url()).status_code == 404
    for version in versions:
        assert client.get(version.get_absolute_url()).status_code == 404
        assert client.post(version.get_absolute_url()).status_code == 404
    assert not DownloadCount.objects.exists()


def test_the_own_team_sees_what_is_not_shared_yet(client, member, region):
    resource = LearningResourceFactory(visibility="concept", owner=region)
    version = ResourceVersionFactory(resource=resource, url="", file=StoredFileFactory(document=True))
    client.force_login(member)

    text = client.get(resource.get_absolute_url()).text

    assert "Wat hieronder staat, zien alleen jullie." in text
    assert version.file.get_absolute_url() in text


@pytest.mark.parametrize("values", [{"visibility": "concept"}, {"hidden_at": timezone.now()}])
def test_nothing_of_a_concept_or_a_hidden_material_is_given(client, values):
    version = ResourceVersionFactory(resource=shared(**values), url="", file=StoredFileFactory(document=True))

    answers = [
        client.get(version.resource.get_absolute_url()),
        client.get(version.get_absolute_url()),
        client.post(version.get_absolute_url()),
        client.get(version.file.get_absolute_url()),
        client.get(f"/api/v1/learning-resources/{version.resource.slug}"),
    ]

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("state", [PracticeState.DRAFT, PracticeState.IN_REVIEW, PracticeState.RETIRED])
def test_the_page_does_not_name_an_example_that_is_not_published(client, state):
    practice = PracticeFactory(title="Nog geheim", state=state, visibility="public")
    resource = shared(practice=practice)

    texts = [
        client.get(resource.get_absolute_url()).text,
        client.get(LIST).text,
        client.get(f"/api/v1/learning-resources/{resource.slug}").text,
    ]

    assert not any("Nog geheim" in text for text in texts)


# Fetching


def test_the_button_counts_and_leads_to_the_file(client):
    version = ResourceVersionFactory(resource=shared(), url="", file=StoredFileFactory(document=True))

    answers = [client.post(version.get_absolute_url()) for _time in range(2)]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (303, f"/bestanden/{version.file.uuid}/")
    }
    assert list(DownloadCount.objects.values_list("version", "day", "count")) == [
        (version.pk, timezone.localdate(), 2)
    ]


def test_the_button_of_a_link_leads_to_a_page_that_goes_there(client):
    version = ResourceVersionFactory(resource=shared(), url="https://www.les.test/bim")

    answer = client.post(version.get_absolute_url())

    assert answer.status_code == 200
    assert answer["Refresh"] == "0; url=https://www.les.test/bim"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert 'href="https://www.les.test/bim"' in answer.text
    assert "Je gaat naar les.test." in answer.text
    assert DownloadCount.objects.get().count == 1


@pytest.mark.parametrize("method", ["get", "head"])
def test_following_the_address_counts_nothing(client, method):
    version = ResourceVersionFactory(resource=shared(), url="https://les.test/bim")

    answer = getattr(client, method)(f"{version.get_absolute_url()}?next=https://kwaad.test/")

    assert (answer.status_code, answer["Location"]) == (302, "https://les.test/bim")
    assert not DownloadCount.objects.exists()


def test_a_version_is_not_found_at_another_material(client):
    version = ResourceVersionFactory(resource=shared())
    address = reverse("knowledgebank:resource_version", args=[shared().slug, version.uuid])

    assert client.post(address).status_code == 404


def test_the_button_needs_its_token():
    version = ResourceVersionFactory(resource=shared())

    assert Client(enforce_csrf_checks=True).post(version.get_absolute_url()).status_code == 403
    assert not DownloadCount.objects.exists()


# Used elsewhere


def test_a_team_says_that_it_uses_a_material_and_takes_it_back(client, neighbour, other_region, region):
    resource = shared(owner=region)
    client.force_login(neighbour)

    first = client.post(f"{resource.get_absolute_url()}gebruik/", {"note": "Tweede jaar"})
    page = client.get(resource.get_absolute_url())

    assert (first.status_code, first["Location"]) == (302, resource.get_absolute_url())
    assert list(Reuse.objects.values_list("region", "note", "created_by")) == [
        (other_region.pk, "Tweede jaar", neighbour.pk)
    ]
    assert page.context["form"] is None
    assert "Wij gebruiken dit niet meer" in page.text

    client.post(f"{resource.get_absolute_url()}gebruik/weg/", {"region": other_region.slug})

    assert not Reuse.objects.exists()


def test_the_own_team_and_visitors_are_not_asked(client, lead, region):
    resource = shared(owner=region)

    assert client.get(resource.get_absolute_url()).context["form"] is None
    client.force_login(lead)
    assert client.get(resource.get_absolute_url()).context["form"] is None
    answer = client.post(f"{resource.get_absolute_url()}gebruik/", {"region": region.slug})
    assert answer.status_code == 422
    assert not Reuse.objects.exists()


def test_nobody_speaks_for_another_region(client, neighbour, region):
    resource, elsewhere = shared(), RegionFactory()
    reuse = ReuseFactory(resource=resource, region=elsewhere)
    client.force_login(neighbour)

    client.post(f"{resource.get_absolute_url()}gebruik/", {"region": region.slug})
    client.post(f"{resource.get_absolute_url()}gebruik/weg/", {"region": elsewhere.slug})

    assert set(Reuse.objects.values_list("region", flat=True)) == {
        reuse.region_id,
        neighbour.memberships.get().region_id,
    }


def test_a_note_that_is_too_long_is_told(client, neighbour):
    resource = shared()
    client.force_login(neighbour)

    answer = client.post(f"{resource.get_absolute_url()}gebruik/", {"note": "x" * 251})

    assert answer.status_code == 422
    assert "note" in answer.context["form"].errors
    assert not Reuse.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("curator", 403), ("national", 422), ("former_member", 403)])
def test_who_has_no_team_uses_nothing(client, request, who, status):
    resource = shared()
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"{resource.get_absolute_url()}gebruik/", {}).status_code == status
    assert not Reuse.objects.exists()


# The list


def test_the_list_tells_use_and_narrows(client):
    used = shared(title="BIM", licence="cc0")
    shared(title="Domotica")
    LearningResourceFactory(title="Lasrobot")
    for _time in range(2):
        ReuseFactory(resource=used)
    version = ResourceVersionFactory(resource=used)
    DownloadCount.objects.create(version=version, day=timezone.localdate(), count=3)

    def titles(query: str) -> list[str]:
        return [each.title for each in client.get(f"{LIST}?{query}").context["page"]]

    text = client.get(LIST).text
    assert "gebruikt door 2 regio’s" in text
    assert "3 keer opgehaald" in text
    assert titles("shared=true") == ["BIM", "Domotica"]
    assert titles("shared=false") == ["Lasrobot"]
    assert titles("shared=true&shared=false") == ["BIM", "Domotica", "Lasrobot"]
    assert titles("licence=cc0") == ["BIM"]
    assert titles("sort=downloads") == ["BIM", "Domotica", "Lasrobot"]
    facets = {facet["name"]: facet["options"] for facet in client.get(LIST).context["facets"]}
    assert [(option.value, option.count) for option in facets["shared"]] == [("true", 2), ("false", 1)]
    assert [(option.value, option.count) for option in facets["licence"]] == [("cc0", 1), ("cc-by-4.0", 1)]


def test_a_title_in_the_list_does_not_repeat_what_the_one_before_had(client):
    used = shared(title="A")
    ReuseFactory(resource=used)
    shared(title="B")

    assert client.get(LIST).text.count("gebruikt door") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(client, member, django_assert_num_queries, count):
    for _number in range(count):
        version = ResourceVersionFactory(resource=shared())
        ReuseFactory(resource=version.resource)
    client.force_login(member)

    with django_assert_num_queries(7):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count(client, member, django_assert_num_queries, count):
    resource = shared()
    for number in range(count):
        ResourceVersionFactory(
            resource=resource, label=str(number), url="", file=StoredFileFactory(document=True)
        )
        ReuseFactory(resource=resource)
    client.force_login(member)

    with django_assert_num_queries(9):
        client.get(resource.get_absolute_url())


def test_the_list_goes_out_as_a_file_without_links(client, visitor):
    resource = shared(title="BIM", url="https://les.test/", licence="cc0")
    ResourceVersionFactory(resource=resource)

    text = b"".join(
        client.get("/uitwisseling/learning-resources/export/?format=csv").streaming_content
    ).decode()

    assert "BIM" in text
    assert "CC0: vrij te gebruiken" in text
    assert ".test/" not in text


# The API


def test_the_api_tells_versions_and_use(client):
    resource = shared()
    stored = StoredFileFactory(document=True, size_bytes=1234)
    ResourceVersionFactory(resource=resource, label="1", order=1, issued_on="2024-05-09", note="Begin")
    newest = ResourceVersionFactory(resource=resource, label="2", order=2, url="", file=stored)
    ResourceVersionFactory(
        resource=resource, label="3", order=3, url="", file=StoredFileFactory(document=True, state="waiting")
    )
    DownloadCount.objects.create(version=newest, day=timezone.localdate(), count=4)
    ReuseFactory(resource=resource)

    data = client.get(f"/api/v1/learning-resources/{resource.slug}").json()

    assert (data["licence"], data["isShared"]) == ("cc-by-4.0", True)
    assert (data["downloadCount"], data["reuseCount"]) == (4, 1)
    names = ("label", "url", "mediaType", "sizeBytes", "issuedOn", "note")
    assert [tuple(version[name] for name in names) for version in data["versions"]] == [
        ("1", "https://leermiddel.test/les.pdf", None, None, "2024-05-09", "Begin"),
        ("2", f"http://localhost:8000/bestanden/{stored.uuid}/", "application/pdf", 1234, None, None),
        ("3", None, "application/pdf", 20_000, None, None),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_api_query_count(client, django_assert_num_queries, count):
    for _number in range(count):
        ReuseFactory(resource=ResourceVersionFactory(resource=shared()).resource)

    with django_assert_num_queries(4):
        client.get("/api/v1/learning-resources")
