"""Ecosystems, partnerships and what belongs to them."""

import factory

from industriecoalitie.concepts.choices import Scheme
from partnerships.choices import EcosystemKind, InstrumentKind
from partnerships.models import (
    ActionLine,
    Contribution,
    Ecosystem,
    Facility,
    Funding,
    Instrument,
    Milestone,
    Partner,
    Partnership,
    PartnershipContact,
    Target,
)

from .accounts import UserFactory
from .concepts import ConceptFactory
from .regions import OrganisationFactory


class EcosystemFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"ecosysteem-{n}")
    name = factory.Sequence(lambda n: f"Ecosysteem {n}")
    kind = EcosystemKind.FIELDLAB
    visibility = "public"

    class Meta:
        model = Ecosystem


class FacilityFactory(factory.django.DjangoModelFactory):
    ecosystem = factory.SubFactory(EcosystemFactory)
    name = factory.Sequence(lambda n: f"Werkplaats {n}")

    class Meta:
        model = Facility


class PartnershipFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"samenwerking-{n}")
    name = factory.Sequence(lambda n: f"Samenwerking {n}")
    form = factory.SubFactory(ConceptFactory, scheme=Scheme.PARTNERSHIP_FORM, notation="pps", label="Pps")
    visibility = "public"

    class Meta:
        model = Partnership


class PartnerFactory(factory.django.DjangoModelFactory):
    partnership = factory.SubFactory(PartnershipFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = factory.SubFactory(
        ConceptFactory, scheme=Scheme.PARTNER_ROLE, notation="onderwijspartner", label="Onderwijspartner"
    )
    order = factory.Sequence(lambda n: n)

    class Meta:
        model = Partner


class ContributionFactory(factory.django.DjangoModelFactory):
    partnership = factory.SubFactory(PartnershipFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = factory.SubFactory(
        ConceptFactory,
        scheme=Scheme.CONTRIBUTION,
        notation="apparatuur",
        label="Apparatuur",
        group="werkveld",
    )

    class Meta:
        model = Contribution


class ActionLineFactory(factory.django.DjangoModelFactory):
    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence(lambda n: f"Lijn {n}")
    order = factory.Sequence(lambda n: n)

    class Meta:
        model = ActionLine


class TargetFactory(factory.django.DjangoModelFactory):
    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"Doel {n}")
    unit = "studenten"
    baseline = 35
    value = 45

    class Meta:
        model = Target


class InstrumentFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"regeling-{n}")
    name = factory.Sequence(lambda n: f"Regeling {n}")
    kind = InstrumentKind.SUBSIDY
    visibility = "public"

    class Meta:
        model = Instrument


class FundingFactory(factory.django.DjangoModelFactory):
    partnership = factory.SubFactory(PartnershipFactory)
    instrument = factory.SubFactory(InstrumentFactory)

    class Meta:
        model = Funding


class MilestoneFactory(factory.django.DjangoModelFactory):
    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence(lambda n: f"Mijlpaal {n}")
    due_on = "2019-01-01"
    due_precision = "year"

    class Meta:
        model = Milestone


class PartnershipContactFactory(factory.django.DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    partnership = factory.SubFactory(PartnershipFactory)

    class Meta:
        model = PartnershipContact
