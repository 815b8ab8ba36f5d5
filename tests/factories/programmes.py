"""Programmes, modules, learning paths, offerings and demands."""

import factory

from programmes.choices import ProgrammeKind
from programmes.models import (
    Demand,
    DemandParty,
    LearningPath,
    LearningPathStep,
    Module,
    Offering,
    Programme,
    ProgrammeModule,
    Provider,
)

from .regions import OrganisationFactory


class ProgrammeFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"opleiding-{n}")
    name = factory.Sequence(lambda n: f"Opleiding {n}")
    kind = ProgrammeKind.COURSE_OF_STUDY
    visibility = "public"

    class Meta:
        model = Programme


class ProviderFactory(factory.django.DjangoModelFactory):
    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = Provider


class ModuleFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"module-{n}")
    name = factory.Sequence(lambda n: f"Module {n}")
    visibility = "public"

    class Meta:
        model = Module


class ProgrammeModuleFactory(factory.django.DjangoModelFactory):
    programme = factory.SubFactory(ProgrammeFactory)
    module = factory.SubFactory(ModuleFactory)

    class Meta:
        model = ProgrammeModule


class LearningPathFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"leerpad-{n}")
    name = factory.Sequence(lambda n: f"Leerpad {n}")
    visibility = "public"

    class Meta:
        model = LearningPath


class LearningPathStepFactory(factory.django.DjangoModelFactory):
    path = factory.SubFactory(LearningPathFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    order = factory.Sequence(lambda n: n)

    class Meta:
        model = LearningPathStep


class OfferingFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"aanbod-{n}")
    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    visibility = "public"

    class Meta:
        model = Offering


class DemandFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"vraag-{n}")
    title = factory.Sequence(lambda n: f"Vakmensen voor vraag {n}")
    visibility = "public"

    class Meta:
        model = Demand


class DemandPartyFactory(factory.django.DjangoModelFactory):
    demand = factory.SubFactory(DemandFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = DemandParty
