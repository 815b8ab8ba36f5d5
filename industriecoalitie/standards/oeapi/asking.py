"""What somebody asks of the Open Education API: strict about keys and values, all errors together."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from industriecoalitie.api.filters import Reader
from industriecoalitie.core.filters import MomentField, QueryField, StrictBooleanField, text_without_nul

from . import codes

PAGE_SIZES = (10, 20, 50, 100, 250)
# How far pages go: whoever wants more asks narrower, or reads our own API by cursor.
DEEPEST = 10_000
PAGING = ("pageSize", "pageNumber")
LONGEST_VALUE = 200
LONGEST_FIELDS = 1000
DEEPEST_FIELDS = 3
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}")
FIELD_OF_STUDY = re.compile(r"[0-9]{2,6}")
TOKEN = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*|[(),])\s*")

Selection = dict[str, Any]


def plain(text: str) -> str:
    """Return a text that the database can hold.

    Raises:
        ValidationError: it is empty or long, or holds what no text holds.
    """
    text_without_nul(text)
    if not text or len(text) > LONGEST_VALUE:
        raise ValidationError(_("Geef 1 tot en met %(most)d tekens.") % {"most": LONGEST_VALUE})
    return text


def question(text: str) -> str:
    """Return words to look for."""
    field_of = QueryField()
    field_of.refuse(text)
    return field_of.clean(text)


def matching(pattern: re.Pattern, example: str) -> Callable[[str], str]:
    """Return what reads a value of one form."""

    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValidationError(_("Schrijf het als %(example)s.") % {"example": example})
        return text

    return read


def one_of_list(name: str) -> Callable[[str], str]:
    """Return what reads a value of an extensible list: one of the official values, or an own one with x-."""
    official = codes.OFFICIAL[name]

    def read(text: str) -> str:
        if text not in official and not re.fullmatch(r"x-[A-Za-z0-9_-]{1,80}", text):
            values = ", ".join(sorted(official))
            raise ValidationError(_("Kies uit: %(values)s; of iets met x- ervoor.") % {"values": values})
        return text

    return read


READERS: Mapping[str, Callable[[str], Any]] = {
    "q": question,
    "primaryCode": plain,
    "teachingLanguage": matching(LANGUAGE, "nl"),
    "fieldsOfStudy": matching(FIELD_OF_STUDY, "0714"),
    "resultExpected": StrictBooleanField().clean,
    "since": MomentField().clean,
    "until": MomentField().clean,
    **{name: one_of_list(name) for name in codes.OFFICIAL},
}


@dataclass(frozen=True)
class Asked:
    """A question that makes sense. ``only`` is what to answer with, None for all; ``expand`` what to open."""

    size: int = PAGE_SIZES[0]
    page: int = 1
    only: Selection | None = None
    expand: tuple[str, ...] = ()
    chosen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size


def read_list(query, narrowing: Iterable[str]) -> Asked:
    """Return what is asked of a list; ``narrowing`` names the parameters that narrow it.

    Raises:
        InvalidQuery: with all that is wrong.
    """
    reader = Reader(query)
    names = [*narrowing]
    reader.known((*PAGING, "fields", *names))
    size, page = _page(reader)
    chosen = {name: _value(reader, name) for name in names if name in query}
    only = _fields(reader)
    reader.finish()
    return Asked(size, page, only, chosen=chosen)


def read_item(query, expandable: Iterable[str]) -> Asked:
    """Return what is asked of one record.

    Raises:
        InvalidQuery: with all that is wrong.
    """
    reader, names = Reader(query), tuple(expandable)
    reader.known(("fields", "expand") if names else ("fields",))
    expand = reader.names("expand", names, len(names)) if names else ()
    only = _fields(reader)
    reader.finish()
    return Asked(only=only, expand=expand)


def read_nothing(query) -> None:
    """Refuse every parameter."""
    reader = Reader(query)
    reader.known(())
    reader.finish()


def _page(reader: Reader) -> tuple[int, int]:
    size, page = reader.one("pageSize", "10"), reader.one("pageNumber", "1")
    sizes = [str(known) for known in PAGE_SIZES]
    if size not in sizes:
        reader.refuse("pageSize", _("Kies uit: %(values)s.") % {"values": ", ".join(sizes)})
        size = sizes[0]
    last = DEEPEST // int(size)
    if not re.fullmatch(r"[1-9][0-9]{0,4}", page) or int(page) > last:
        reader.refuse("pageNumber", _("Geef een getal van 1 tot en met %(most)d.") % {"most": last})
        page = "1"
    return int(size), int(page)


def _value(reader: Reader, name: str) -> Any:
    text = reader.one(name)
    try:
        value = READERS[name](text)
        if value is None:
            raise ValidationError(_("Geef een waarde."))
    except ValidationError as error:
        for message in error.messages:
            reader.refuse(name, message)
        return None
    return value


def _fields(reader: Reader) -> Selection | None:
    text = reader.one("fields")
    if "fields" not in reader.query:
        return None
    try:
        return selection(text)
    except ValueError:
        reader.refuse("fields", _("Schrijf het als (name,organisation(name))."))
        return None


def selection(text: str) -> Selection:
    """Read ``(name,organisation(name))``: what to answer with, and of what is opened inside it.

    Raises:
        ValueError: brackets or commas do not fit, or it is too long.
    """
    tokens = [found.group(1) for found in TOKEN.finditer(text)]
    if len(text) > LONGEST_FIELDS or "".join(tokens) != "".join(text.split()):
        raise ValueError(text[:50])
    if tokens[:1] != ["("]:
        tokens = ["(", *tokens, ")"]
    chosen, rest = _bracket(tokens, 0)
    if rest != len(tokens):
        raise ValueError(text[:50])
    return chosen


def _bracket(tokens: list[str], at: int, depth: int = 0) -> tuple[Selection, int]:
    """Return what stands between brackets, and where the text goes on."""
    chosen: Selection = {}
    if depth >= DEEPEST_FIELDS or tokens[at] != "(":
        raise ValueError(tokens[:5])
    while True:
        name, at = _token(tokens, at + 1)
        if not name[0].isalpha():
            raise ValueError(name)
        chosen[name] = {}
        sign, at = _token(tokens, at + 1)
        if sign == "(":
            chosen[name], at = _bracket(tokens, at, depth + 1)
            sign, at = _token(tokens, at)
        if sign == ")":
            return chosen, at + 1
        if sign != ",":
            raise ValueError(sign)


def _token(tokens: list[str], at: int) -> tuple[str, int]:
    if at >= len(tokens):
        raise ValueError("too short")
    return tokens[at], at
