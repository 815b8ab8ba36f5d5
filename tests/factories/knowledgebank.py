"""Practices, adoptions, figures and progress reports."""

import datetime

import factory

from knowledgebank.choices import Criterion, EntryKind, PracticeKind, PracticeState
from knowledgebank.models import (
    Adoption,
    Collection,
    CollectionItem,
    CriterionCheck,
    Digest,
    DigestItem,
    DigestReader,
    Evidence,
    FactorLine,
    Indicator,
    Interest,
    Judgement,
    LearningResource,
    Measurement,
    Practice,
    PracticeFactor,
    PracticeFigure,
    PracticeImage,
    ProgressEntry,
    ProgressReport,
    Quote,
    Remark,
    ResourceVersion,
    Reuse,
    Review,
    SuccessFactor,
)

from .accounts import UserFactory
from .files import StoredFileFactory
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

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Store a practice in any state by the steps that the database allows."""
        practice = model_class(*args, **kwargs)
        steps = practice.begin()
        practice.save()
        for values in steps:
            for name, value in values.items():
                setattr(practice, name, value)
            practice.save()
        return practice


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


class PracticeFigureFactory(factory.django.DjangoModelFactory):
    practice = factory.SubFactory(PracticeFactory)
    label = "studenten per jaar"
    value = 60
    unit = "studenten"

    class Meta:
        model = PracticeFigure


class PracticeImageFactory(factory.django.DjangoModelFactory):
    practice = factory.SubFactory(PracticeFactory)
    file = factory.SubFactory(StoredFileFactory)
    alt = "Twee studenten stellen een robotarm in."

    class Meta:
        model = PracticeImage


class FactorLineFactory(factory.django.DjangoModelFactory):
    factor = factory.SubFactory(SuccessFactorFactory)
    text = "Begin met één bedrijf dat echt wil."

    class Meta:
        model = FactorLine


class ResourceVersionFactory(factory.django.DjangoModelFactory):
    resource = factory.SubFactory(LearningResourceFactory, licence="cc-by-4.0")
    label = "1"
    url = "https://leermiddel.test/les.pdf"

    class Meta:
        model = ResourceVersion


class ReuseFactory(factory.django.DjangoModelFactory):
    resource = factory.SubFactory(LearningResourceFactory)
    region = factory.SubFactory(RegionFactory)

    class Meta:
        model = Reuse


class ReviewFactory(factory.django.DjangoModelFactory):
    practice = factory.SubFactory(PracticeFactory, state=PracticeState.IN_REVIEW)
    due_on = factory.LazyFunction(lambda: datetime.date.today() + datetime.timedelta(days=14))

    class Meta:
        model = Review


class JudgementFactory(factory.django.DjangoModelFactory):
    review = factory.SubFactory(ReviewFactory)
    reviewer = factory.SubFactory(UserFactory)

    class Meta:
        model = Judgement


class CriterionCheckFactory(factory.django.DjangoModelFactory):
    review = factory.SubFactory(ReviewFactory)
    criterion = Criterion.CLEAR

    class Meta:
        model = CriterionCheck


class RemarkFactory(factory.django.DjangoModelFactory):
    practice = factory.SubFactory(PracticeFactory, state=PracticeState.IN_REVIEW)
    text = "Kun je dit korter zeggen?"

    class Meta:
        model = Remark


class CollectionFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"collectie-{n}")
    title = factory.Sequence(lambda n: f"Collectie {n}")
    visibility = "public"

    class Meta:
        model = Collection


class CollectionItemFactory(factory.django.DjangoModelFactory):
    collection = factory.SubFactory(CollectionFactory)
    practice = factory.SubFactory(PracticeFactory)

    class Meta:
        model = CollectionItem


class InterestFactory(factory.django.DjangoModelFactory):
    region = factory.SubFactory(RegionFactory)
    kind = PracticeKind.PARTNERSHIP

    class Meta:
        model = Interest


class DigestFactory(factory.django.DjangoModelFactory):
    region = factory.SubFactory(RegionFactory)
    week = "2026-11-16"

    class Meta:
        model = Digest


class DigestItemFactory(factory.django.DjangoModelFactory):
    digest = factory.SubFactory(DigestFactory)
    region = factory.SelfAttribute("digest.region")
    practice = factory.SubFactory(PracticeFactory)

    class Meta:
        model = DigestItem


class DigestReaderFactory(factory.django.DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    region = factory.SubFactory(RegionFactory)
    token_hash = factory.LazyAttributeSequence(lambda made, n: f"{n:064x}")

    class Meta:
        model = DigestReader
