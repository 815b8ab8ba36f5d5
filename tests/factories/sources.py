"""Documents and the places in them."""

import uuid

import factory

from industriecoalitie.sources.choices import GapKind
from industriecoalitie.sources.models import (
    Citation,
    ContextFact,
    SourceDocument,
    SourceGap,
    SourceSection,
    Term,
)


class SourceDocumentFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"bron-{n}")
    title = factory.Sequence(lambda n: f"Bron {n}")
    visibility = "public"

    class Meta:
        model = SourceDocument


class SourceSectionFactory(factory.django.DjangoModelFactory):
    document = factory.SubFactory(SourceDocumentFactory)
    slug = factory.Sequence(lambda n: f"deel-{n}")
    title = factory.Sequence(lambda n: f"Deel {n}")
    first_line = factory.Sequence(lambda n: n + 1)
    order = factory.Sequence(lambda n: n)

    class Meta:
        model = SourceSection


class CitationFactory(factory.django.DjangoModelFactory):
    subject = factory.LazyFunction(uuid.uuid4)
    document = factory.SubFactory(SourceDocumentFactory)
    line = 1

    class Meta:
        model = Citation


class SourceGapFactory(factory.django.DjangoModelFactory):
    document = factory.SubFactory(SourceDocumentFactory)
    code = factory.Sequence(lambda n: f"A{n:02}")
    kind = GapKind.MISSING
    question = "Wie is de kartrekker?"

    class Meta:
        model = SourceGap


class ContextFactFactory(factory.django.DjangoModelFactory):
    document = factory.SubFactory(SourceDocumentFactory)
    slug = factory.Sequence(lambda n: f"achtergrond-{n}")
    statement = "Er zijn te weinig technici."

    class Meta:
        model = ContextFact


class TermFactory(factory.django.DjangoModelFactory):
    document = factory.SubFactory(SourceDocumentFactory)
    slug = factory.Sequence(lambda n: f"term-{n}")
    short = "CIV"
    full = "Centrum voor innovatief vakmanschap"

    class Meta:
        model = Term
