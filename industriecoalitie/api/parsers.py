"""Reading a JSON body strictly: what two readers could take for two things is refused, with its place.

Source: RFC 8259 and RFC 7493 (I-JSON): UTF-8, no name twice in an object, numbers that every reader holds exactly.
"""

import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import BaseParser

from .exceptions import BodyTooLarge, InvalidBody

MAX_DEPTH = 20
MAX_NUMBER = 2**53 - 1
MAX_DIGITS = 400
MAX_ERRORS = 50
MAX_NAME_LENGTH = 100
CHARSETS = {"utf-8", "utf8"}
# What is no character: NUL, which PostgreSQL cannot hold, and half of a pair.
NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Refused:
    """Stands where a value was that cannot be taken."""

    reason: str


class Doubled(dict):
    """An object that names something twice; ``names`` says what."""

    names: tuple[str, ...] = ()


class StrictJSONParser(BaseParser):
    """Takes ``application/json`` in UTF-8 of at most ``API_MAX_BODY`` bytes."""

    media_type = "application/json"

    def parse(self, stream, media_type: str | None = None, parser_context=None) -> Any:
        """Return the value in a body.

        Raises:
            UnsupportedMediaType: it is said to be in another charset than UTF-8, or in any form.
            BodyTooLarge: it is longer than ``API_MAX_BODY``.
            InvalidBody: it is no JSON, or holds something that cannot be taken; with all places.
        """
        form, parameters = parse_header_parameters(media_type or "")
        charset = parameters.get("charset", "utf-8").strip("\"' ").lower()
        if form != self.media_type or charset not in CHARSETS:
            raise exceptions.UnsupportedMediaType(media_type)
        raw = stream.read(settings.API_MAX_BODY + 1)
        if len(raw) > settings.API_MAX_BODY:
            raise BodyTooLarge
        return read_json(raw)


def read_json(raw: bytes) -> Any:
    """Return the value in a JSON text.

    Raises:
        InvalidBody: it is no JSON, or holds something that cannot be taken.
    """
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=read_object,
            parse_int=read_number,
            parse_float=read_number,
            parse_constant=read_constant,
        )
    except UnicodeDecodeError as error:
        raise InvalidBody(_("De inhoud is geen UTF-8.")) from error
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise InvalidBody(
            _("De inhoud is geen JSON: zie regel %(line)d, teken %(column)d.") % where
        ) from error
    except RecursionError as error:
        raise InvalidBody(too_deep()) from error
    faults: list[dict[str, str]] = []
    look_into(value, "", 1, faults)
    if faults:
        raise InvalidBody(invalid_params=faults[:MAX_ERRORS])
    return value


def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = Doubled(found)
    doubled.names = tuple(name for name, times in Counter(name for name, _part in pairs).items() if times > 1)
    return doubled


def read_number(text: str) -> int | float | Refused:
    """Return a number; one that not every reader holds is refused."""
    if len(text) > MAX_DIGITS:
        return Refused(number_too_large())
    number = int(text) if text.lstrip("-").isdigit() else float(text)
    if math.isinf(number) or abs(number) > MAX_NUMBER:
        return Refused(number_too_large())
    return number


def read_constant(text: str) -> Refused:
    return Refused(_("%(value)s is geen getal in JSON.") % {"value": text})


def number_too_large() -> str:
    return _("Dit getal is te groot: hooguit %(most)d.") % {"most": MAX_NUMBER}


def too_deep() -> str:
    return _("De inhoud is te diep genest: hooguit %(most)d lagen.") % {"most": MAX_DEPTH}


def look_into(value: Any, place: str, depth: int, faults: list[dict[str, str]]) -> None:
    """Add to ``faults`` what cannot be taken, with its place as ``partners[0].name``."""
    if len(faults) >= MAX_ERRORS:
        return
    if isinstance(value, str):
        if NO_CHARACTER.search(value):
            refuse(faults, place, _("Deze tekst heeft een teken dat niet bestaat (NUL of een half teken)."))
    elif isinstance(value, Refused):
        refuse(faults, place, value.reason)
    elif isinstance(value, dict | list) and depth > MAX_DEPTH:
        refuse(faults, place, too_deep())
    elif isinstance(value, dict):
        look_into_object(value, place, depth, faults)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            look_into(part, f"{place}[{number}]", depth + 1, faults)


def look_into_object(value: dict[str, Any], place: str, depth: int, faults: list[dict[str, str]]) -> None:
    for name in getattr(value, "names", ()):
        refuse(faults, below(place, name), _("Deze naam staat er twee keer."))
    for name, part in value.items():
        if NO_CHARACTER.search(name):
            refuse(
                faults,
                below(place, name),
                _("Deze naam heeft een teken dat niet bestaat (NUL of een half teken)."),
            )
        look_into(part, below(place, name), depth + 1, faults)


def below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def refuse(faults: list[dict[str, str]], place: str, reason: str) -> None:
    """Add a fault; its place goes into an answer, so it holds characters only."""
    shown = NO_CHARACTER.sub("\ufffd", place)[:MAX_NAME_LENGTH] or "body"
    faults.append({"name": shown, "reason": reason})
