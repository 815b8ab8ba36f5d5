"""What is wrong with a body, place by place; all of it together in one answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rest_framework.exceptions import APIException


class Wrong(Exception):
    """A value cannot stand where it stands; the text says why."""


class Refusal(APIException):
    """A write that is not done.

    ``invalid_params`` is a list of ``{"name", "reason"}``; ``explanation`` says it as a whole.
    """

    def __init__(
        self, status: int, explanation: str = "", invalid_params: list[dict[str, str]] | None = None
    ):
        super().__init__()
        self.status_code = status
        self.explanation = explanation
        self.invalid_params = invalid_params or []


@dataclass
class Faults:
    """The faults found so far, by place; ``root`` is the place of the body itself."""

    root: str = ""
    found: list[tuple[str, str]] = field(default_factory=list)

    def add(self, place: str, reason: Any) -> None:
        name = place or self.root or "body"
        if (name, str(reason)) not in self.found:
            self.found.append((name, str(reason)))

    def at(self, place: str, reasons: Iterable[Any]) -> None:
        for reason in reasons:
            self.add(place, reason)

    def is_at(self, place: str) -> bool:
        """Tell whether something is wrong at this place, or inside it."""
        return any(
            name == place or name.startswith((f"{place}.", f"{place}[")) for name, _reason in self.found
        )

    def as_params(self) -> list[dict[str, str]]:
        return [{"name": name, "reason": reason} for name, reason in self.found]


def inside(place: str, key: str) -> str:
    """Return the place of an attribute: ``partners[2].organisation``."""
    return f"{place}.{key}" if place else key
