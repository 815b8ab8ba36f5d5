"""Practices, adoptions, figures and progress reports."""

import factory

from knowledgebank.choices import EntryKind, PracticeKind, PracticeState
from knowledgebank.models import (
    Adoption,
    Evidence,
    Indicator,
    LearningResource,
    Measurement,
    Practice,
    PracticeFactor,
    ProgressEntry,
    ProgressReport,
    Quote,
    SuccessFactor,
)

from .regions import AgendaFactory, AgendaItemFactory, RegionFactory


class SuccessFactorFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"factor-{n}")
    label = factory.Sequence(lambda n: f"Factor {n}")
    visibility = "public"

    class Meta:
        model = SuccessFactor


class PracticeFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"voorbeeld-{n}")
    title = factory.Sequence(lambda n: f"Voorbeeld {n}")
    kind = PracticeKind.PARTNERSHIP
    state = PracticeState.PUBLISHED
    published_on = "2023-01-24"
    visibility = "public"

    class Meta:
        model = Practice


class PracticeFactorFactory(factory.django.DjangoModelFactory):
    practice = factory.SubFactory(PracticeFactory)
    factor = factory.SubFactory(SuccessFactorFactory)

    class Meta:
        model = PracticeFactor


class EvidenceFactory(factory.django.DjangoModelFactory):
    practice = factory.SubFactory(PracticeFactory)
    statement = "De opleiding bestaat meer dan tien jaar."

    class Meta:
        model = Evidence


class QuoteFactory(factory.django.DjangoModelFactory):
    practice = factory.SubFactory(PracticeFactory)
    text = "Samen opleiden loont."
    function = "directeur"

    class Meta:
        model = Quote


class AdoptionFactory(factory.django.DjangoModelFactory):
    practice = factory.SubFactory(PracticeFactory)
    region = factory.SubFactory(RegionFactory)
    visibility = "public"

    class Meta:
        model = Adoption


class LearningResourceFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"leermiddel-{n}")
    title = factory.Sequence(lambda n: f"Leermiddel {n}")
    visibility = "public"

    class Meta:
        model = LearningResource


class IndicatorFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"cijfer-{n}")
    name = factory.Sequence(lambda n: f"Cijfer {n}")
    unit = "studenten"
    visibility = "public"

    class Meta:
        model = Indicator


class MeasurementFactory(factory.django.DjangoModelFactory):
    indicator = factory.SubFactory(IndicatorFactory)
    value = 60
    year = 2023
    unit = "studenten"
    visibility = "public"

    class Meta:
        model = Measurement


class ProgressReportFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"tussenstand-{n}")
    title = factory.Sequence(lambda n: f"Tussenstand {n}")
    agenda = factory.SubFactory(AgendaFactory)
    reported_on = "2019-05-20"
    visibility = "public"

    class Meta:
        model = ProgressReport


class ProgressEntryFactory(factory.django.DjangoModelFactory):
    report = factory.SubFactory(ProgressReportFactory)
    kind = EntryKind.PROGRESS
    theme = factory.SubFactory(AgendaItemFactory)
    order = factory.Sequence(lambda n: n)
    title = factory.Sequence(lambda n: f"Stand {n}")

    class Meta:
        model = ProgressEntry
