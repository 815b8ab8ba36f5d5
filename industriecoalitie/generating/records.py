"""Made-up records with their rows and links, not stored: what belongs to which, and how often."""

import datetime
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db import models

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.choices import Precision, Qualifier, Visibility
from knowledgebank.choices import PracticeKind, PracticeState
from knowledgebank.models import Evidence, Practice, PracticeFactor, PracticeFigure, Quote, SuccessFactor
from partnerships.choices import LifePhase, MilestoneKind, PartnershipStatus
from partnerships.models import Milestone, Partner, Partnership, Target
from programmes.choices import DemandStage, ProgrammeKind
from programmes.models import Demand, DemandParty, Module, Programme, ProgrammeModule, Provider
from regions.choices import RegionKind
from regions.models import Organisation, Place, Region

from . import vocabulary as own
from .words import Pen, chance_of, document, family, pick, pick_first, town, uuid_of

SLUGS = "gegenereerd-"
# Stands with every made-up record as the ground for what it says; by this and the key it is known.
BASIS = "Verzonnen, om het portaal mee te meten."
PUBLIC, NETWORK = 0.90, 0.96  # the rest is a concept
FIRST_DAY, DAYS = datetime.date(2019, 1, 7), 2_800
AT = datetime.time(9, tzinfo=datetime.UTC)
PROVEN = 0.35


@dataclass(frozen=True)
class Stock:
    """What made-up records point at, by primary key: terms by list, and records in the order they are drawn from."""

    terms: dict[str, list[int]]
    sectors: dict[str, int]
    factors: list[int]
    places: list[int]
    regions: list[int]
    made: dict[type[models.Model], Sequence[int]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Stock":
        """Read what is loaded; ``made`` is for the made-up records that others may name."""
        terms: dict[str, list[int]] = {}
        sectors: dict[str, int] = {}
        rows = Concept.objects.filter(hidden_at=None, retired_on=None).order_by("scheme", "order", "notation")
        for scheme, notation, key in rows.values_list("scheme", "notation", "pk"):
            terms.setdefault(scheme, []).append(key)
            if scheme == Scheme.SECTOR:
                sectors[notation] = key
        public = {"hidden_at": None, "visibility": Visibility.PUBLIC}
        return cls(
            terms,
            sectors,
            _keys(SuccessFactor.objects.filter(retired_on=None, **public)),
            _keys(Place.objects.filter(**public)),
            _keys(Region.objects.filter(**public)),
        )


def _keys(rows: models.QuerySet) -> list[int]:
    return list(rows.order_by("slug").values_list("pk", flat=True))


@dataclass
class Maker:
    """Makes one record: its dice, its identity, and the rows and links that hang on it."""

    seed: int
    kind: str
    number: int
    stock: Stock
    chance: random.Random = field(init=False)
    identity: uuid.UUID = field(init=False)
    rows: int = 0

    def __post_init__(self) -> None:
        self.chance = chance_of(self.seed, self.kind, self.number)
        self.identity = uuid_of(self.seed, self.kind, self.number)

    def record(self, model: type[models.Model], **values) -> models.Model:
        """Return a record with what all have: key, visibility, moments, and for most an owner and region."""
        made_on = self.day()
        values.setdefault("slug", f"{SLUGS}{self.seed}-{self.kind}-{self.number}")
        values.setdefault("visibility", self.visibility())
        moment = datetime.datetime.combine(made_on, AT) + datetime.timedelta(seconds=self.number % 28_800)
        return model(uuid=self.identity, basis=BASIS, created_at=moment, updated_at=moment, **values)

    def visibility(self) -> Visibility:
        """Return who may read the record: mostly everyone."""
        draw = self.chance.random()
        if draw < PUBLIC:
            return Visibility.PUBLIC
        return Visibility.NETWORK if draw < NETWORK else Visibility.CONCEPT

    def row(self, model: type[models.Model], **values) -> models.Model:
        """Return a row of the record, with an identity that follows from that of the record."""
        self.rows += 1
        return model(uuid=uuid.uuid5(self.identity, str(self.rows)), **values)

    def here(self) -> dict[str, int | None]:
        """Return a region, some more often than others, and who keeps the record: mostly that region."""
        region = self.some(self.stock.regions)
        return {"region_id": region, "owner_id": region if self.chance.random() < 0.7 else None}

    def some(self, keys: Sequence[int]) -> int | None:
        """Return one of the keys, the first ones more often; None when there are none."""
        return keys[int(len(keys) * self.chance.random() ** 2)] if keys else None

    def many(self, keys: Sequence[int], most: int, least: int = 0) -> list[int]:
        """Return up to ``most`` different keys, the first ones more often."""
        count = least + int((most - least + 1) * self.chance.random())
        return list(dict.fromkeys(self.some(keys) for _ in range(count) if keys))

    def term(self, scheme: str) -> int | None:
        """Return a term of a list; the first terms far more often than the last."""
        keys = self.stock.terms.get(scheme)
        return pick_first(self.chance, keys) if keys else None

    def terms(self, sector: str) -> list[int]:
        """Return the terms that a record carries: those of its text's sector, and others."""
        same, other = self.stock.sectors.get(sector), self.term(Scheme.SECTOR)
        wanted = [same if same and self.chance.random() < 0.8 else other]
        for scheme, most in (
            (Scheme.THEME, 2), (Scheme.TARGET_GROUP, 3), (Scheme.EDUCATION_FORM, 2), (Scheme.LEVEL, 2),
        ):  # fmt: skip
            wanted += [self.term(scheme) for _ in range(1 + int(most * self.chance.random()))]
        return list(dict.fromkeys(key for key in wanted if key is not None))

    def day(self) -> datetime.date:
        """Return a day, later years more often."""
        return FIRST_DAY + datetime.timedelta(days=int(DAYS * self.chance.random() ** 0.6))

    def links(self, record: models.Model, name: str, keys: Sequence[int]) -> Iterator["Link"]:
        """Yield the links of a relation to many."""
        for key in keys:
            yield Link(type(record)._meta.get_field(name), record, key)


class Link(NamedTuple):
    """A record is tied to what has a key, by a relation to many."""

    relation: models.ManyToManyField
    record: models.Model
    key: int


Made = models.Model | Link


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
