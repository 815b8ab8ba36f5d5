"""Regions, organisations, roles and agendas."""

import datetime

import factory

from industriecoalitie.concepts.choices import Scheme
from regions.choices import AgendaRelationKind, CodeType, RegionKind, Role, Scope, SuccessionKind
from regions.models import (
    Agenda,
    AgendaItem,
    AgendaRelation,
    Commitment,
    Coverage,
    ExpertiseRequest,
    Frontrunner,
    Handover,
    LabourMarketRegion,
    Membership,
    Organisation,
    OrganisationCode,
    OrganisationDistinct,
    Place,
    Province,
    Region,
    RegionPart,
    Succession,
    Task,
)

from .accounts import UserFactory
from .concepts import ConceptFactory


class ProvinceFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"provincie-{n}")
    code = factory.Sequence(lambda n: f"P{n:03}")
    iso_code = factory.Sequence(lambda n: f"N-{n:03}")
    name = factory.Sequence(lambda n: f"Provincie {n}")
    visibility = "public"

    class Meta:
        model = Province


class LabourMarketRegionFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"arbeidsmarktregio-{n}")
    code = factory.Sequence(lambda n: f"A{n:03}")
    name = factory.Sequence(lambda n: f"Arbeidsmarktregio {n}")
    visibility = "public"

    class Meta:
        model = LabourMarketRegion


class RegionFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"regio-{n}")
    name = factory.Sequence(lambda n: f"Regio {n}")
    kind = RegionKind.REGION
    visibility = "public"

    class Meta:
        model = Region


class RegionPartFactory(factory.django.DjangoModelFactory):
    whole = factory.SubFactory(RegionFactory)
    part = factory.SubFactory(RegionFactory)

    class Meta:
        model = RegionPart


class CoverageFactory(factory.django.DjangoModelFactory):
    region = factory.SubFactory(RegionFactory)
    labour_market_region = factory.SubFactory(LabourMarketRegionFactory)

    class Meta:
        model = Coverage


class PlaceFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"plaats-{n}")
    name = factory.Sequence(lambda n: f"Plaats {n}")
    visibility = "public"

    class Meta:
        model = Place


class OrganisationFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"organisatie-{n}")
    name = factory.Sequence(lambda n: f"Organisatie {n}")
    kind = factory.SubFactory(
        ConceptFactory, scheme=Scheme.ORGANISATION_KIND, notation="roc_mbo", label="ROC"
    )
    visibility = "public"

    class Meta:
        model = Organisation


class OrganisationCodeFactory(factory.django.DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    code_type = CodeType.INSTITUTION
    code = factory.Sequence(lambda n: f"{n:02}PJ")

    class Meta:
        model = OrganisationCode


class OrganisationDistinctFactory(factory.django.DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    other = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = OrganisationDistinct


class SuccessionFactory(factory.django.DjangoModelFactory):
    predecessor = factory.SubFactory(OrganisationFactory)
    successor = factory.SubFactory(OrganisationFactory)
    kind = SuccessionKind.MERGER

    class Meta:
        model = Succession


class FrontrunnerFactory(factory.django.DjangoModelFactory):
    region = factory.SubFactory(RegionFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = Frontrunner


class MembershipFactory(factory.django.DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    region = factory.SubFactory(RegionFactory)
    role = Role.LEAD

    class Meta:
        model = Membership


class AgendaFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"agenda-{n}")
    title = factory.Sequence(lambda n: f"Agenda {n}")
    scope = Scope.NATIONAL
    visibility = "public"

    class Meta:
        model = Agenda


class AgendaItemFactory(factory.django.DjangoModelFactory):
    agenda = factory.SubFactory(AgendaFactory)
    code = factory.Sequence(lambda n: f"L{n}")
    level = "actielijn"
    title = factory.Sequence(lambda n: f"Actielijn {n}")
    position = factory.Sequence(lambda n: n)
    visibility = "public"

    class Meta:
        model = AgendaItem


class AgendaRelationFactory(factory.django.DjangoModelFactory):
    agenda = factory.SubFactory(AgendaFactory)
    to_agenda = factory.SubFactory(AgendaFactory)
    kind = AgendaRelationKind.IMPLEMENTS

    class Meta:
        model = AgendaRelation


class CommitmentFactory(factory.django.DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    agenda = factory.SubFactory(AgendaFactory)
    visibility = "public"

    class Meta:
        model = Commitment


class ExpertiseRequestFactory(factory.django.DjangoModelFactory):
    title = factory.Sequence(lambda n: f"Wie helpt ons met vraag {n}?")
    region = factory.SubFactory(RegionFactory)
    visibility = "network"

    class Meta:
        model = ExpertiseRequest


class TaskFactory(factory.django.DjangoModelFactory):
    region = factory.SubFactory(RegionFactory)
    title = factory.Sequence(lambda n: f"Taak {n}")

    class Meta:
        model = Task


class HandoverFactory(factory.django.DjangoModelFactory):
    region = factory.SubFactory(RegionFactory)
    predecessor = factory.SubFactory(UserFactory)
    successor = factory.SubFactory(UserFactory)
    day = datetime.date(2026, 1, 1)

    class Meta:
        model = Handover
