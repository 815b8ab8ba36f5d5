"""What a list of one kind asks: which of its records answer, which of them best, and which are called so."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.safestring import SafeString

from industriecoalitie.core.asking import answering
from industriecoalitie.core.choices import Audience
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.core.models import Record

from . import engine, highlight, query
from .models import SearchDocument

# So many are put in order of how well they answer, twenty pages; the rest of a list follows in its own order.
MOST_ORDERED = 500
QUOTED_LEXEME = re.compile(r"'(?:[^']|'')*'")


@dataclass(frozen=True)
class ListAnswer:
    """The answer to a question within one kind; ``rows`` are what the reader may find, ``match`` those that answer."""

    question: query.Question
    rows: QuerySet
    match: str
    step: int

    @property
    def keys(self) -> QuerySet:
        """Return the keys of the records that answer, as a query."""
        return engine.matching(self.rows, self.match).values("object_id")

    @property
    def did_you_mean(self) -> str:
        return self.question.did_you_mean

    @property
    def is_wide(self) -> bool:
        """Tell whether not all that was asked occurs; compounds may always lie apart."""
        return self.step > _has_compounds(self.question)

    def best(self, rows: QuerySet) -> list[UUID]:
        """Return the best answers among records of this kind, best first."""
        among = self.rows.filter(record__in=rows.order_by().values("uuid"))
        found = engine.matching(among, self.match)
        return list(engine.ranked(found, self.question, self.match, self.step, 0, MOST_ORDERED))

    def marked(self, text: str) -> SafeString:
        """Return a text escaped, the words that were asked for inside ``<mark>``."""
        return highlight.marked(text, self.question.lexemes)


@answering
def answer(text: str, reader, model: type[Model]) -> ListAnswer:
    """Return which records of a kind answer a question, read no more widely than needed to find any.

    A list is also exported, followed and changed as a whole: what has all words is not mixed with what has some.
    """
    question = query.read(text)
    rows = searched(reader, model)
    return ListAnswer(question, rows, *engine.answered(question, rows, enough=1))


def searched(reader, model: type[Model]) -> QuerySet:
    """Return the rows of one kind that a reader may find: as ``engine.searched``, with the rule of the kind inside the query."""
    rows = SearchDocument.objects.filter(kind_name=kind_of(model)).order_by()
    if not reader.is_authenticated:
        return rows.filter(audience=Audience.PUBLIC)
    kept = rows.filter(audience=Audience.KEPT).values("object_id")
    own = model.objects.visible_to(reader).filter(pk__in=kept).order_by().values("pk")
    return rows.filter(Q(audience__lt=Audience.KEPT) | Q(audience=Audience.KEPT, object_id__in=own))


def found_by_name(
    rows: QuerySet[Record], text: str, reader, most: int, *, with_likely_doubles: bool = False
) -> list[Record]:
    """Return the records among ``rows`` that a person may mean who types a name, best first.

    First those whose names have what is typed, then those whose names answer it: other forms, compounds, typing
    errors, synonyms. ``with_likely_doubles`` adds names that lack one of more than two words.
    """
    found = list(rows.named(text, reader=reader)[:most])
    if len(found) == most or not text:
        return found
    keys = _answering_names(text, reader, rows.model, most, with_likely_doubles)
    others = {record.uuid: record for record in rows.filter(uuid__in=keys)} if keys else {}
    more = [others[key] for key in keys if key in others and others[key] not in found]
    return [*found, *more][:most]


def _answering_names(
    text: str, reader, model: type[Model], most: int, with_likely_doubles: bool
) -> list[UUID]:
    question = query.read(text)
    if not question.groups:
        return []
    lacks_one = with_likely_doubles and len(question.groups) > 2
    matches = question.steps()[: 1 + _has_compounds(question) + lacks_one]
    # Title and other names are what weighs most, A.
    match = QUOTED_LEXEME.sub(r"\g<0>:A", matches[-1])
    rows = engine.matching(searched(reader, model), match)
    return list(engine.ranked(rows, question, match, len(matches) - 1, 0, most))


def _has_compounds(question: query.Question) -> bool:
    return any(group.strict != group.loose for group in question.groups)
