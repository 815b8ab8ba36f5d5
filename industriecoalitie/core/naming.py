"""Finding a record by its names as people type them: any case, without accents, words in any order.

PostgreSQL does the same as Python here, without extensions: ``unaccent`` and ``pg_trgm`` are not in every server.
"""

import unicodedata
from collections.abc import Sequence

from django.db.models import CharField, Func, Model, TextField, Value

MAX_WORDS = 10
MAX_LENGTH = 200
LINE = "\n"

# What is typed in more than one way, and the marks that are left when an accented letter is taken apart.
TYPED = "’‘–—"
TYPED_AS = "''--"
# The marks of the languages of Europe, and no more: PostgreSQL tries each of them on each letter.
MARKS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u0326\u0327\u0328"
FOLDING = str.maketrans(TYPED, TYPED_AS, MARKS)


def folded(text: str) -> str:
    """Return text as names are compared: small letters, no accents, one sort of apostrophe and dash."""
    return unicodedata.normalize("NFKD", text.lower()).translate(FOLDING)


def words_of(text: str) -> list[str]:
    """Return the words to look for, folded: at most ten, of the first 200 characters."""
    return folded(text.replace("\x00", "")[:MAX_LENGTH]).split()[:MAX_WORDS]


def name_field(model: type[Model]) -> str:
    """Return the field that names a record of this kind; empty when it has no name of its own."""
    fields = {field.name for field in model._meta.concrete_fields}
    return next((name for name in ("name", "title", "label") if name in fields), "")


class Folded(Func):
    """The database's twin of ``folded``. Text without accents, most of all, takes a short way."""

    output_field = TextField()
    template = (
        "(SELECT CASE WHEN octet_length(text) = length(text) THEN lower(text) "
        "ELSE translate(normalize(lower(text), NFKD), %%s, %%s) END FROM (SELECT %(text)s AS text) AS folding)"
    )

    def as_sql(self, compiler, connection, **extra):
        text, params = compiler.compile(self.source_expressions[0])
        return self.template % {"text": text}, (TYPED + MARKS, TYPED_AS, *params)


class Lines(Func):
    """Texts below each other; an empty one (NULL) is left out."""

    function = "concat_ws"
    output_field = TextField()

    def __init__(self, *expressions):
        super().__init__(Value(LINE), *expressions)


class ArrayLines(Func):
    """The texts of an array below each other."""

    function = "array_to_string"
    output_field = TextField()

    def __init__(self, expression):
        super().__init__(expression, Value(LINE))


class BestLine(Func):
    """The line of ``lines`` with most of the words that ``known`` has not, the first of equals."""

    output_field = CharField()
    template = (
        "(SELECT line FROM unnest(string_to_array(%(lines)s, E'\\n')) WITH ORDINALITY AS names(line, place) ORDER BY "
        "(SELECT count(*) FROM unnest(%%s::text[]) AS word WHERE position(word IN %(known)s) = 0 "
        "AND position(word IN translate(normalize(lower(line), NFKD), %%s, %%s)) > 0) DESC, place LIMIT 1)"
    )

    def __init__(self, lines, known, words: Sequence[str] = ()):
        super().__init__(lines, known)
        self.words = tuple(words)

    def as_sql(self, compiler, connection, **extra):
        lines, known = (compiler.compile(source) for source in self.source_expressions)
        sql = self.template % {"lines": lines[0], "known": known[0]}
        return sql, (*lines[1], list(self.words), *known[1], TYPED + MARKS, TYPED_AS)
