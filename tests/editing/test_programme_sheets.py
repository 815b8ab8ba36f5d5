"""Editing programmes, modules, learning paths and offerings through their pages."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, Row, change_record
from industriecoalitie.history.undoing import undo
from industriecoalitie.notifications.models import Event
from programmes.choices import is_lower_level
from programmes.models import LearningPath, Module, Offering, Programme
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import EcosystemFactory, PartnershipFactory
from tests.factories.programmes import (
    LearningPathFactory,
    LearningPathStepFactory,
    ModuleFactory,
    OfferingFactory,
    ProgrammeFactory,
    ProgrammeModuleFactory,
    ProviderFactory,
)
from tests.factories.regions import OrganisationFactory

from .browser import errors_of, form_on, send

pytestmark = pytest.mark.django_db


def level(notation: str):
    return ConceptFactory(scheme=Scheme.LEVEL, notation=notation, label=notation)


# Programmes


def test_a_programme_is_added_with_providers_modules_and_links(client, lead, region):
    school, firm = OrganisationFactory(name="Firda"), OrganisationFactory(name="Metaal BV")
    first, second = ModuleFactory(name="Lassen"), ModuleFactory(name="Draaien")
    partnership, ecosystem = PartnershipFactory(name="Warmte Twente"), EcosystemFactory(name="Lab")
    mbo = level("mbo-4")
    client.force_login(lead)

    answer = send(
        client,
        reverse("programmes:programme_add"),
        rows={
            "providers": [
                {"organisation": "Metaal BV", "role": "partner"},
                {"organisation": "Firda", "role": "provider"},
            ],
            "module_links": [{"module": "Draaien"}, {"module": "Lassen"}],
        },
        name="Procestechniek",
        kind="opleiding",
        work_days_per_week="2.5",
        is_publicly_funded="true",
        concepts=[str(mbo.pk)],
        partnerships_add="Warmte Twente",
        ecosystems_add="Lab",
        visibility="public",
    )

    assert answer.status_code == 302, errors_of(answer)
    saved = Programme.objects.get()
    assert answer["Location"] == saved.get_absolute_url() == "/opleidingen/procestechniek/"
    assert (saved.owner, str(saved.work_days_per_week), saved.is_publicly_funded, saved.validates_prior_learning) == (
        region, "2.5", True, None,
    )  # fmt: skip
    assert list(saved.providers.order_by("order").values_list("organisation", "role")) == [
        (firm.pk, "partner"), (school.pk, "provider"),
    ]  # fmt: skip
    assert [link.module for link in saved.module_links.order_by("order")] == [second, first]
    assert (list(saved.partnerships.all()), list(saved.ecosystems.all()), list(saved.concepts.all())) == (
        [partnership], [ecosystem], [mbo],
    )  # fmt: skip
    assert list(Event.objects.values_list("kind", flat=True)) == ["programme.added"]


def test_what_is_wrong_with_a_programme_is_said_at_the_field(client, lead):
    client.force_login(lead)

    answer = send(
        client,
        reverse("programmes:programme_add"),
        rows={"providers": [{"organisation": "Onbekend"}], "module_links": [{"module": "Ook niet"}]},
        name="",
        kind="opleiding",
        duration_years="veel",
        from_on="2026",
        until_on="2024",
    )

    assert errors_of(answer) == [
        "De einddatum ligt voor de begindatum.",
        "Vul ‘Naam van de opleiding’ in.",
        "Aanbieder 1: We kennen ‘Onbekend’ niet. Kies een naam uit de lijst.",
        "Voer een getal in.",
        "Module 1: We kennen ‘Ook niet’ niet. Kies een naam uit de lijst.",
    ]
    assert not Programme.objects.exists()


def test_a_provider_stands_once_in_a_role(client, lead, region):
    programme = ProgrammeFactory(owner=region)
    row = ProviderFactory(programme=programme, organisation__name="Firda", order=1)
    client.force_login(lead)

    answer = send(
        client,
        reverse("programmes:programme_edit", args=[programme.slug]),
        rows={"providers": [{"organisation": row.organisation.name, "role": "provider"}]},
    )

    assert errors_of(answer) == ["Twee regels zijn hetzelfde. Haal er een weg of verander er een."]


def test_a_new_programme_begins_with_the_partnership_it_is_for(client, lead, region):
    partnership = PartnershipFactory(owner=region, slug="warmte")
    hidden = PartnershipFactory(slug="geheim", visibility="concept")
    client.force_login(lead)
    address = reverse("programmes:programme_add")

    begun = form_on(client, f"{address}?partnership=warmte")
    secret = form_on(client, f"{address}?partnership={hidden.slug}")

    assert begun["partnerships"] == [str(partnership.uuid)]
    assert "partnerships" not in secret


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_programme_asks_the_same_for_more_rows(
    client, lead, region, count, django_assert_num_queries
):
    programme = ProgrammeFactory(owner=region)
    ProviderFactory.create_batch(count, programme=programme)
    ProgrammeModuleFactory.create_batch(count, programme=programme)
    programme.partnerships.set(PartnershipFactory.create_batch(count))
    client.force_login(lead)
    address = reverse("programmes:programme_edit", args=[programme.slug])
    client.get(address)

    with django_assert_num_queries(18):
        client.get(address)


# Programmes of a partnership


def test_programmes_are_linked_to_a_partnership_in_one_change(client, lead, region):
    partnership = PartnershipFactory(owner=region)
    gone, added = ProgrammeFactory(owner=region), ProgrammeFactory(owner=region, name="Lassen")
    gone.partnerships.add(partnership)
    client.force_login(lead)
    address = reverse("programmes:partnership_programmes", args=[partnership.slug])

    answer = client.post(address, {"linked_add": "Lassen"})

    assert answer["Location"] == partnership.get_absolute_url()
    assert list(partnership.programmes.all()) == [added]
    assert sorted(Event.objects.values_list("kind", "record")) == sorted(
        [("programme.changed", gone.uuid), ("programme.changed", added.uuid)]
    )
    undo(_last_change_set(client), Actor("page", lead))
    assert list(partnership.programmes.all()) == [gone]


def _last_change_set(client) -> str:
    page = client.get(reverse("my_page")).content.decode()
    return page.split("/wijzigingen/")[1].split("/")[0]


def test_a_programme_of_another_team_is_not_linked(client, lead, region, other_region):
    partnership = PartnershipFactory(owner=region)
    foreign, kept = ProgrammeFactory(owner=other_region, name="Elders"), ProgrammeFactory(owner=other_region)
    kept.partnerships.add(partnership)
    own = ProgrammeFactory(owner=region)
    client.force_login(lead)
    address = reverse("programmes:partnership_programmes", args=[partnership.slug])

    added = client.post(address, {"linked": [str(kept.uuid), str(own.uuid)], "linked_add": "Elders"})
    removed = client.post(address, {"linked": [str(own.uuid)]})

    sentence = "‘{}’ wordt door een ander team bijgehouden. Vraag dat team om de koppeling te maken."
    assert (added.status_code, removed.status_code) == (422, 422)
    assert added.context["form"].errors == {"linked": [sentence.format("Elders")]}
    assert removed.context["form"].errors == {"linked": [sentence.format(kept.name)]}
    assert list(partnership.programmes.all()) == [kept]
    assert foreign.partnerships.count() == 0


def test_programmes_hidden_from_the_reader_stay_linked(client, lead, region, other_region):
    partnership = PartnershipFactory(owner=region)
    secret = ProgrammeFactory(owner=other_region, visibility="concept")
    secret.partnerships.add(partnership)
    client.force_login(lead)
    address = reverse("programmes:partnership_programmes", args=[partnership.slug])

    page = client.get(address).content.decode()
    client.post(address, {})

    assert secret.name not in page
    assert list(partnership.programmes.all()) == [secret]


def test_only_who_changes_the_partnership_links_programmes(client, member, neighbour, region):
    address = reverse("programmes:partnership_programmes", args=[PartnershipFactory(owner=region).slug])

    answers = [client.get(address).status_code]
    for user in (member, neighbour):
        client.force_login(user)
        answers.append(client.get(address).status_code)

    assert answers == [302, 200, 403]


# Modules


def test_a_module_is_added_and_edited(client, lead, region):
    client.force_login(lead)
    address = reverse("programmes:module_add")

    wrong = send(client, address, hours="-3")
    answer = send(client, address, name="Cobots", outcome="mbo_certificate", hours="40")
    saved = Module.objects.get()
    send(client, reverse("programmes:module_edit", args=[saved.slug]), hours="60")

    saved.refresh_from_db()
    assert errors_of(wrong) == [
        "Vul ‘Naam van de module’ in.", "Zorg ervoor dat deze waarde minstens 0 is.",
    ]  # fmt: skip
    assert answer["Location"] == saved.get_absolute_url()
    assert (saved.owner, saved.outcome, saved.hours, saved.version) == (region, "mbo_certificate", 60, 2)


# Learning paths


def test_a_learning_path_is_added_with_its_steps(client, lead, region):
    low, high = level("mbo-4"), level("ad")
    programme = ProgrammeFactory(name="Smart Industry")
    school = OrganisationFactory(name="NHL Stenden")
    client.force_login(lead)

    answer = send(
        client,
        reverse("programmes:learning_path_add"),
        rows={
            "steps": [
                {"programme": "Smart Industry", "level": low.pk},
                {"title": "Ad Industriële automatisering", "level": high.pk, "organisation": "NHL Stenden"},
            ]
        },
        name="Van mbo naar ad",
    )

    saved = LearningPath.objects.get()
    assert answer["Location"] == saved.get_absolute_url()
    assert [(step.order, step.programme, step.title, step.level, step.organisation) for step in saved.steps.order_by("order")] == [
        (1, programme, "", low, None), (2, None, "Ad Industriële automatisering", high, school),
    ]  # fmt: skip


def test_steps_change_places_within_one_change(client, lead, region):
    path = LearningPathFactory(owner=region)
    one, two, three = (
        LearningPathStepFactory(path=path, order=order, title=title, programme=None)
        for order, title in enumerate(("Een", "Twee", "Drie"), 1)
    )
    client.force_login(lead)
    address = reverse("programmes:learning_path_edit", args=[path.slug])
    typed = form_on(client, address)

    moved = client.post(address, typed | {"move_row": "steps:2:up"})
    form = moved.context["sheet"].rowsets["steps"]
    data = typed | {
        f"steps-{number}-{name}": each[name].value() or ""
        for number, each in enumerate(form.forms)
        for name in ("uuid", "title")
    }
    answer = client.post(address, data)

    assert answer.status_code == 302
    assert [step.pk for step in path.steps.order_by("order")] == [one.pk, three.pk, two.pk]


def test_two_steps_in_one_place_are_refused_where_it_is_said(region, lead):
    path = LearningPathFactory(owner=region)
    LearningPathStepFactory(path=path, order=1)
    rows = {"steps": [Row(None, {"order": 1, "title": "Ook eerst"})]}

    with pytest.raises(ValidationError) as error:
        change_record(path, Change(rows=rows), by=Actor("api", lead))

    assert error.value.message_dict == {
        "steps": ["Twee regels zijn hetzelfde. Haal er een weg of verander er een."]
    }
    assert path.steps.count() == 1


def test_a_path_does_not_go_back_or_down(client, lead, region):
    ProgrammeFactory(name="Smart Industry")
    low, high = level("mbo-3"), level("mbo-4")
    client.force_login(lead)
    address = reverse("programmes:learning_path_add")
    twice = [{"programme": "Smart Industry"}, {"title": "Iets anders"}, {"programme": "Smart Industry"}]
    down = [{"title": "Vakman", "level": high.pk}, {"title": "Tussen"}, {"title": "Helper", "level": low.pk}]

    back = send(client, address, name="Pad", rows={"steps": twice})
    lower = send(client, address, name="Pad", rows={"steps": down})
    nameless = send(client, address, name="Pad", rows={"steps": [{"level": low.pk}]})

    assert errors_of(back) == [
        "Stap 3, ‘Smart Industry’, staat al eerder in het pad. Een leerpad gaat niet terug."
    ]
    assert errors_of(lower) == ["Stap 3, ‘Helper’, is van een lager niveau (mbo-3) dan ‘Vakman’ (mbo-4)."]
    assert errors_of(nameless) == ["Stap 1: noem een opleiding, een module of een naam."]
    assert not LearningPath.objects.exists()


@pytest.mark.parametrize(
    ("notation", "than", "expected"),
    [
        ("mbo-3", "mbo-4", True), ("mbo-4", "mbo-3", False), ("mbo-4", "ad", True), ("mbo", "mbo-4", False),
        ("mbo-4", "mbo", False), ("vmbo", "mbo-3", True), ("hbo", "bachelor", False), ("vmbo", "havo", True),
        ("onbekend", "wo", False), ("po", "onbekend", False),
    ],
)  # fmt: skip
def test_levels_are_laid_side_by_side(notation, than, expected):
    assert is_lower_level(notation, than) is expected


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_path_asks_the_same_for_more_rows(
    client, lead, region, count, django_assert_num_queries
):
    path = LearningPathFactory(owner=region)
    for number in range(count):
        LearningPathStepFactory(
            path=path, order=number, module=ModuleFactory(), organisation=OrganisationFactory()
        )
    client.force_login(lead)
    address = reverse("programmes:learning_path_edit", args=[path.slug])
    client.get(address)

    with django_assert_num_queries(13):
        client.get(address)


# Offerings


@pytest.mark.parametrize("kind", ["programme", "module"])
def test_an_offering_is_added_at_its_programme_or_module(client, lead, region, kind):
    factory, name = {
        "programme": (ProgrammeFactory, "programmes:offering_add"),
        "module": (ModuleFactory, "programmes:module_offering_add"),
    }[kind]
    record = factory(slug="lassen", name="Lassen")
    school, mbo = OrganisationFactory(name="Firda"), level("mbo-2")
    client.force_login(lead)

    answer = send(
        client, reverse(name, args=["lassen"]), organisation="Firda", level=str(mbo.pk), capacity="20"
    )

    saved = Offering.objects.get()
    assert answer["Location"] == f"{record.get_absolute_url()}#aanbod"
    assert (getattr(saved, kind), saved.organisation, saved.level, saved.capacity, saved.owner, saved.slug) == (
        record, school, mbo, 20, region, "lassen-firda",
    )  # fmt: skip


def test_an_offering_is_edited_and_needs_a_school(client, lead, region):
    offering = OfferingFactory(owner=region)
    client.force_login(lead)
    address = reverse("programmes:offering_edit", args=[offering.slug])

    wrong = send(client, address, organisation="", until_on="2020", from_on="2024")
    answer = send(client, address, state="ended")

    offering.refresh_from_db()
    assert errors_of(wrong) == ["De einddatum ligt voor de begindatum.", "Vul ‘School of aanbieder’ in."]
    assert answer["Location"] == f"{offering.programme.get_absolute_url()}#aanbod"
    assert offering.state == "ended"


def test_an_offering_of_a_programme_that_may_not_be_seen_is_not_added(client, lead, other_region):
    programme = ProgrammeFactory(owner=other_region, visibility="concept")
    client.force_login(lead)

    assert client.get(reverse("programmes:offering_add", args=[programme.slug])).status_code == 404
