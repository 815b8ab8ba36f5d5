"""All ways to knock at one door: by everybody, with every method, for records in every state; and a sample of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

from .doors import METHODS, Door, values_of
from .table import LOGIN, STATES, Line, table
from .world import World

REFUSALS = {LOGIN, 403, 404, 405}
# As many of those who are let in alike as knock in every run.
LET_IN = 1


@dataclass(frozen=True)
class Knock:
    """Someone asks one address with one method; ``expected`` holds the answers that the table allows."""

    role: str
    method: str
    state: str
    address: str
    expected: frozenset[object]

    @property
    def is_refused(self) -> bool:
        return self.expected <= REFUSALS


def knocks_at(door: Door, line: Line, world: World, values: dict[str, object]) -> Iterator[Knock]:
    """Yield every knock at a door; ``values`` fill the parameters that name no record."""
    for method in METHODS:
        for state, address in _addresses(world, door, line, method, values).items():
            for role in table()["roles"]:
                yield Knock(role, method, state, address, line.answers(role, state, method))


def _addresses(
    world: World, door: Door, line: Line, method: str, values: dict[str, object]
) -> dict[str, str]:
    """Return the addresses to knock at, by the state of the record they name."""
    if not line.kind:
        return {"": door.filled(**values | line.values)}
    # A method that the page does not take is refused before a record is looked for.
    states = STATES if method in line.methods else STATES[:1]  # HEAD as GET: one record tells
    records = world.of(line.kind)
    return {state: door.filled(**values | values_of(line.kind, records[state])) for state in states}


def sample(door: Door, knocks: Iterable[Knock]) -> Iterator[Knock]:
    """Yield everybody who is refused, and of those who are let in alike as many as ``LET_IN``, others at each door.

    An answer to who is let in is a whole page, a refusal costs next to nothing.
    """
    for (method, state), alike in groupby(knocks, key=lambda each: (each.method, each.state)):
        those = list(alike)
        yield from (each for each in those if each.is_refused)
        let_in = [each for each in those if not each.is_refused]
        first = crc32(f"{door.name} {method} {state}".encode())
        yield from (let_in[(first + each) % len(let_in)] for each in range(min(LET_IN, len(let_in))))
