"""What is suggested while somebody types: records by their names, terms of the code lists, questions that many ask.

Whatever is typed: four queries of a visitor, each over a bounded number of rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Func, Q, TextField, Value, When
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.search import analysis
from industriecoalitie.search.choices import Facet
from industriecoalitie.search.engine import kinds_together
from industriecoalitie.search.feeds import SCHEMES, exact
from industriecoalitie.search.models import SearchDocument
from industriecoalitie.search.popular import popular
from industriecoalitie.search.query import MOST_WORDS, all_of, any_of, quoted
from industriecoalitie.search.querysets import Lexemes
from industriecoalitie.search.terms import beginning_with

from .asking import Asked, clean
from .labels import category_of, kind_icon, kinds, one_of_kind

MOST, MOST_QUESTIONS, MOST_TERMS = 8, 3, 2
SHORTEST = 2
MOST_COMPLETIONS = 8
# So many rows that have the words are looked at by name; whoever types on meets fewer.
MOST_LOOKED_AT = 2_000
LINE = "\n"


@dataclass(frozen=True)
class Suggestion:
    """One line of the list: where it leads, and of what kind it is."""

    text: str
    address: str
    icon: str = "search"
    kind: str = ""


@dataclass(frozen=True)
class Group:
    """Suggestions of one sort."""

    label: str
    options: Sequence[Suggestion]


def suggested(text: str, reader) -> list[Group]:
    """Return at most eight suggestions for what ``reader`` has typed so far, in groups; none for a single letter."""
    text = clean(text)
    words = [token.word for token in analysis.tokens(text)][:MOST_WORDS]
    if not words or len("".join(words)) < SHORTEST:
        return []
    endings = completions(words[-1])
    records, terms = _records_and_terms(text, words, [lexeme for _word, lexeme in endings], reader)
    questions = _questions(text, [word for word, _lexeme in endings])
    terms = terms[:MOST_TERMS]
    records = records[: MOST - len(terms) - min(len(questions), MOST_QUESTIONS)]
    questions = questions[: min(MOST_QUESTIONS, MOST - len(terms) - len(records))]
    groups = [
        Group(_("Zoek op"), questions), Group(_("Ga direct naar"), records), Group(_("Kies een onderwerp"), terms),
    ]  # fmt: skip
    return [group for group in groups if group.options]


def completions(start: str) -> list[tuple[str, str]]:
    """Return words of public records that begin like this with their lexemes, those of most records first."""
    return beginning_with(start, MOST_COMPLETIONS)


def _questions(text: str, endings: Sequence[str]) -> list[Suggestion]:
    """Return questions that many ask, then the typed one with its last word completed."""
    last = analysis.tokens(text)[-1]
    asked = popular(text, MOST_QUESTIONS)
    asked += [text[: last.start] + word for word in endings if last.end == len(text) and word != last.word]
    typed = text.lower()
    told = dict.fromkeys(each for each in asked if each.lower() != typed)
    return [Suggestion(each, Asked(each).address) for each in told]


def _records_and_terms(
    text: str, words: Sequence[str], endings: Sequence[str], reader
) -> tuple[list[Suggestion], list[Suggestion]]:
    """Return what has these words in its names: exactly these first, then what begins with them, then the best."""
    known = SearchDocument.objects.visible_to(reader)
    known = known.filter(kind_name__in=(*kinds_together(), kind_of(Concept))).order_by()
    typed = " ".join(words)
    lines = Func("names", Value(LINE), function="array_to_string", output_field=TextField())
    begins = Case(
        When(Q(lines__startswith=typed) | Q(lines__contains=LINE + typed), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    named = known.annotate(lines=lines, begins=begins)
    having = known.filter(core=Lexemes(_match(words, endings))).values("pk")[:MOST_LOOKED_AT]
    best = named.filter(pk__in=having)
    for word in words:
        best = best.filter(lines__contains=word)
    columns = ("kind_name", "title", "address", "names", "begins", "worth")
    some = best.order_by("-begins", "-worth", "record").values_list(*columns)[: 3 * MOST]
    same = (
        named.filter(names__contains=[exact(text)]).order_by("-worth", "record").values_list(*columns)[:MOST]
    )
    rows = sorted(
        {row[2]: row for row in same.union(some, all=True)}.values(), key=lambda row: _rank(typed, *row)
    )
    is_term = kind_of(Concept)
    records = [
        Suggestion(title, address, kind_icon(kind), one_of_kind(kind))
        for kind, title, address, *_rest in rows
        if kind != is_term and address
    ]
    terms = [_term(title, address) for kind, title, address, *_rest in rows if kind == is_term]
    return records, [term for term in terms if term]


def _rank(
    typed: str, kind: str, title: str, address: str, names: Sequence[str], begins: bool, worth: float
) -> tuple:
    """Return where a name stands: called so, beginning so, another name, a name beginning so; then the best."""
    own = names[0] if names else ""
    how = (own == typed, own.startswith(typed), typed in names, begins)
    place = kinds().index(kind) if kind in kinds() else len(kinds())
    return *(not each for each in how), -worth, place, title


def _match(words: Sequence[str], endings: Sequence[str]) -> str:
    """Return a question in lexemes: all words, the last one also as a beginning."""
    *whole, last = words
    told = [quoted(analysis.stem(word)) for word in whole if word not in analysis.STOP_WORDS]
    start = quoted(last.replace("-", "").replace("'", "")) + ":*"
    return all_of([*told, any_of([quoted(analysis.stem(last)), start, *map(quoted, endings)])])


def _term(label: str, address: str) -> Suggestion | None:
    """Return a term that results can be narrowed by; None for one that is no facet."""
    try:
        found = resolve(address).kwargs
    except Resolver404:
        return None
    scheme, notation = found.get("scheme", ""), found.get("notation", "")
    facet = SCHEMES.get(scheme)
    kind = category_of(scheme)
    if facet:
        asked, name = Asked().with_only(facet, notation), str(facet.label)
    elif kind:
        asked, name = Asked().with_only(Facet.KIND, kind), one_of_kind(kind)
        asked = asked.with_only(Facet.CATEGORY, f"{kind}:{notation}")
    else:
        return None
    return Suggestion(label, asked.address, "tag", name)
