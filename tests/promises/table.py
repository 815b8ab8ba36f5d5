"""Reading the table of who may open which door."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from industriecoalitie.core.kinds import kind_of

from .doors import Door

HERE = Path(__file__).parent
DOCUMENT = HERE.parent.parent / "docs" / "authorisation.md"
STATES = ("own_public", "own_concept", "other_public", "hidden")
LEVELS = ("-", "shown", "see", "change", "publish")
LOGIN = "inloggen"


@dataclass(frozen=True)
class Line:
    """What the table says of one door; ``kind`` is empty when its address names no record; ``also``
    is a right that is needed besides, ``framed`` tells that other sites may show the page in a frame."""

    right: str
    kind: str
    methods: frozenset[str]
    get: frozenset[int]
    post: frozenset[int]
    odd: frozenset[int]
    public: bool
    also: str = ""
    framed: bool = False
    values: Mapping[str, str] = field(default_factory=dict)

    def answers(self, role: str, state: str, method: str) -> frozenset[object]:
        """Return the answers allowed: statuses, or ``inloggen`` for the way to sign in."""
        if role == "visitor" and not self.public:
            return frozenset([LOGIN])
        asked = "GET" if method == "HEAD" else method
        if asked not in self.methods:
            return frozenset([405]) | self.odd
        refusal = refusal_of(self.right, self.kind, role, state)
        if not refusal and self.also:
            refusal = refusal_of(self.also, "", role, state)
        if refusal:
            return frozenset([refusal])
        return self.get if asked == "GET" else self.post


@cache
def table() -> dict[str, Any]:
    """Return the table as it is written."""
    return tomllib.loads((HERE / "authorisation.toml").read_text())


def line_of(door: Door) -> Line | None:
    """Return what the table says of a door; None when it says nothing."""
    written, name = table()["doors"], door.name
    found = written.get(name) or next((row for key, row in written.items() if fits(name, key)), None)
    if found is None:
        return None
    return Line(
        right=found["right"],
        kind=kind_of(door.view.cls.queryset.model) if found.get("kind") == "api" else found.get("kind", ""),
        methods=frozenset(found.get("methods", "GET").split()),
        get=frozenset(found.get("get", [200])),
        post=frozenset(found.get("post", [302, 422])),
        odd=frozenset(found.get("odd", [])),
        public=found.get("public", False),
        also=found.get("also", ""),
        framed=found.get("framed", False),
        values=found.get("values", {}),
    )


def fits(name: str, key: str) -> bool:
    """Tell whether a line with a star in its name is about a door."""
    return "*" in key and fnmatchcase(name, key)


def refusal_of(right: str, kind: str, role: str, state: str) -> int:
    """Return how a signed-in person is refused: 403, or 404 when the record is not there for that person; 0 when not."""
    if kind:
        level = level_of(kind, role, state)
        if level == "-":
            return 404
        return 403 if LEVELS.index(level) < LEVELS.index(right) else 0
    holders = table()["rights"][right]
    return 0 if "*" in holders or role in holders else 403


def level_of(kind: str, role: str, state: str) -> str:
    """Return what a role may do with a record of a kind in a state."""
    return family_of(kind)[role].split()[STATES.index(state)]


def family_of(kind: str) -> dict[str, Any]:
    """Return the rows of the family that a kind belongs to.

    Raises:
        KeyError: the table does not know the kind.
    """
    for family in table()["families"].values():
        if kind in family["kinds"]:
            return family
    raise KeyError(f"add the kind {kind!r} to a family in tests/promises/authorisation.toml")
