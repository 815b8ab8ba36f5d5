"""Made-up records with their rows and links, not stored: what belongs to which, and how often."""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db import models

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.choices import Precision, Qualifier, Visibility
from knowledgebank.choices import PracticeKind, PracticeState
from knowledgebank.models import Evidence, Practice, PracticeFactor, PracticeFigure, Quote
from partnerships.choices import LifePhase, MilestoneKind, PartnershipStatus
from partnerships.models import Milestone, Partner, Partnership, Target
from programmes.choices import DemandStage, ProgrammeKind
from programmes.models import Demand, DemandParty, Module, Programme, ProgrammeModule, Provider
from regions.choices import RegionKind
from regions.models import Organisation, Region

from . import vocabulary as own
from .making import Made, Maker
from .words import Pen, document, family, pick, town

PROVEN = 0.35


def region(make: Maker) -> Iterator[Made]:
    """Yield a made-up region."""
    yield make.record(
        Region,
        name=f"Regio {town(make.chance)}",
        kind=RegionKind.REGION,
        visibility=Visibility.PUBLIC,
    )


def organisation(make: Maker) -> Iterator[Made]:
    """Yield a company, school or network."""
    pen = Pen(make.chance)
    work = pen.sentence("{Doen}").replace(" ", "")
    patterns = (
        f"{family(make.chance)} {work}",
        f"{work} {town(make.chance)}",
        f"{family(make.chance)} {town(make.chance)}",
    )
    yield make.record(
        Organisation,
        name=pick(make.chance, patterns)[:200],
        kind_id=make.term(Scheme.ORGANISATION_KIND),
        summary=pen.one_of(own.SUMMARIES),
        place_id=make.some(make.stock.places),
        **make.here(),
    )


def partnership(make: Maker) -> Iterator[Made]:
    """Yield a partnership with its partners, targets, milestones and terms."""
    chance, pen = make.chance, Pen(make.chance)
    partners = make.many(make.stock.made.get(Organisation, ()), 9, 2)
    record = make.record(
        Partnership,
        name=pen.title(["{Ding} %s", "{Plek} %s", "{Doen} in %s"]) % town(chance),
        form_id=make.term(Scheme.PARTNERSHIP_FORM),
        summary=" ".join(pen.one_of(own.SECTIONS[name][1]) for name in ("context", "approach", "approach")),
        status=pick(chance, PartnershipStatus.values),
        life_phase=pick(chance, LifePhase.values),
        lead_organisation_id=partners[0] if partners else None,
        place_id=make.some(make.stock.places),
        from_on=make.day().replace(month=1, day=1),
        from_precision=Precision.YEAR,
        **make.here(),
    )
    yield record
    for order, key in enumerate(partners):
        yield make.row(
            Partner,
            partnership=record,
            organisation_id=key,
            role_id=make.term(Scheme.PARTNER_ROLE),
            order=order,
        )
    for _ in range(int(4 * chance.random())):
        yield make.row(
            Target,
            partnership=record,
            name=pen.title(own.TARGETS),
            unit="mensen",
            baseline=Decimal(int(40 * chance.random())),
            value=Decimal(40 + int(400 * chance.random())),
            qualifier=pick(chance, Qualifier.values),
            due_on=datetime.date(2025 + int(6 * chance.random()), 12, 31),
        )
    for _ in range(int(4 * chance.random())):
        day, is_reached = make.day(), chance.random() < 0.6
        yield make.row(
            Milestone,
            partnership=record,
            kind=pick(chance, MilestoneKind.values),
            title=pen.title(own.MILESTONES),
            due_on=day,
            is_reached=is_reached,
            reached_on=day if is_reached else None,
        )
    yield from make.links(record, "concepts", make.terms(pen.sector))


def programme(make: Maker) -> Iterator[Made]:
    """Yield a programme with its provider, and a module of it."""
    pen = Pen(make.chance)
    record = make.record(
        Programme,
        name=pen.title(own.TITLES),
        kind=pick(make.chance, ProgrammeKind.values),
        summary=pen.one_of(own.SUMMARIES),
        topics=pen.one_of(own.SECTIONS["approach"][1]),
        **make.here(),
    )
    yield record
    beside = Maker(make.seed, "module", make.number, make.stock)
    module = beside.record(
        Module,
        name=pen.title(["{Doen}", "{Doen} met {een_ding}"]),
        summary=pen.one_of(own.SUMMARIES),
        hours=8 * (1 + int(20 * make.chance.random())),
    )
    yield module
    yield make.row(ProgrammeModule, programme=record, module=module)
    for key in make.many(make.stock.made.get(Organisation, ()), 1, 1):
        yield make.row(Provider, programme=record, organisation_id=key)
    terms = make.terms(pen.sector)
    yield from make.links(record, "concepts", terms)
    yield from make.links(module, "concepts", terms[:2])


def demand(make: Maker) -> Iterator[Made]:
    """Yield a demand with who asks; none goes further than a demand of one company may."""
    pen = Pen(make.chance)
    record = make.record(
        Demand,
        title=pen.title(own.DEMANDS),
        summary=pen.one_of(own.SECTIONS["context"][1]),
        skills=pen.sentence("{Doen}, {doen} en {doen}"),
        stage=pick(make.chance, (DemandStage.SIGNALLED, DemandStage.SHARPENED, DemandStage.BUNDLED)),
        value=Decimal(1 + int(60 * make.chance.random())),
        unit="mensen",
        **make.here(),
    )
    yield record
    for order, key in enumerate(make.many(make.stock.made.get(Organisation, ()), 3, 1)):
        yield make.row(DemandParty, demand=record, organisation_id=key, order=order)
    yield from make.links(record, "concepts", make.terms(pen.sector))


def practice(make: Maker) -> Iterator[Made]:
    """Yield a practice with its whole story and all that hangs on it."""
    chance, text = make.chance, document(make.number, make.seed)
    pen = Pen(chance, text.sector)
    factors = make.many(make.stock.factors, 4, 1)
    published_on, partnerships = make.day(), make.stock.made.get(Partnership, ())
    is_proven = bool(factors) and chance.random() < PROVEN
    record = make.record(
        Practice,
        title=text.title,
        summary=text.summary,
        kind=pick(chance, PracticeKind.values),
        contact_function=pick(chance, own.FUNCTIONS),
        partnership_id=pick(chance, partnerships) if partnerships and chance.random() < 0.5 else None,
        place_id=make.some(make.stock.places),
        **text.sections,
        **make.here(),
    )
    if record.visibility != Visibility.CONCEPT:
        record.state, record.published_on, record.is_proven = PracticeState.PUBLISHED, published_on, is_proven
        record.review_on = datetime.date(2028, 1, 1) if is_proven else None
    yield record
    for order in range(1 + int(3 * chance.random())):
        yield make.row(
            Evidence, practice=record, statement=pen.one_of(own.EVIDENCE), dated_on=make.day(), order=order
        )
    for order in range(int(3 * chance.random())):
        label, unit = pick(chance, own.FIGURES)
        yield make.row(
            PracticeFigure,
            practice=record,
            label=label,
            unit=unit,
            value=Decimal(int(chance.lognormvariate(4, 1)) + 1),
            qualifier=pick(chance, Qualifier.values),
            year=published_on.year,
            source_text="Eigen telling",
            order=order,
        )
    for order, key in enumerate(factors):
        yield make.row(PracticeFactor, practice=record, factor_id=key, how=pen.one_of(own.HOWS), order=order)
    organisations = make.many(make.stock.made.get(Organisation, ()), 4)
    if chance.random() < 0.3:
        yield make.row(
            Quote,
            practice=record,
            text=pen.one_of(own.QUOTES),
            function=pick(chance, own.FUNCTIONS),
            organisation_id=organisations[0] if organisations else None,
            has_consent=True,
        )
    yield from make.links(record, "organisations", organisations)
    yield from make.links(record, "concepts", make.terms(text.sector))


# In the order in which they are stored, so that each may name the ones before: the word in keys, and who makes one.
KINDS: dict[type[models.Model], tuple[str, Callable[[Maker], Iterator[Made]]]] = {
    Region: ("regio", region),
    Organisation: ("organisatie", organisation),
    Partnership: ("samenwerking", partnership),
    Programme: ("opleiding", programme),
    Practice: ("voorbeeld", practice),
    Demand: ("vraag", demand),
}
