"""What made-up records have in common: identity, dice, and what is loaded for them to point at."""

import datetime
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import models

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.choices import Visibility
from knowledgebank.models import SuccessFactor
from regions.models import Place, Region

from .words import chance_of, pick_first, uuid_of

SLUGS = "gegenereerd-"
# Stands with every made-up record as the ground for what it says; by this and the key it is known.
BASIS = "Verzonnen, om het portaal mee te meten."
PUBLIC, NETWORK = 0.90, 0.96  # the rest is a concept
FIRST_DAY, DAYS = datetime.date(2019, 1, 7), 2_800
AT = datetime.time(9, tzinfo=datetime.UTC)


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
