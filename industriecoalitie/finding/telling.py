"""How a question was read and why a result stands where it does, in words; what helps who finds nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.search import engine
from industriecoalitie.search.analysis import tokens
from industriecoalitie.search.choices import Facet
from industriecoalitie.search.engine import Hit, Result
from industriecoalitie.search.models import Synonym
from industriecoalitie.search.query import Group, Question
from industriecoalitie.search.terms import lexemes_in

from .asking import Asked
from .labels import kind_label, kinds
from .narrowing import Labels

WHY = {
    "exact": gettext_lazy("naam precies gelijk"),
    "text": gettext_lazy("tekst"),
    "core": gettext_lazy("in titel of samenvatting"),
    "worth": gettext_lazy("waarde"),
}
MOST_LOOSENED = 4
MOST_TOLD = 5
POPULAR_KINDS = 4


def quoted(words: Sequence[str]) -> str:
    """Return words as a sentence names them: ‘a’, ‘b’ en ‘c’."""
    named = [f"‘{word}’" for word in words]
    return _(" en ").join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def told(result: Result) -> list[str]:
    """Return what a reader should know of how the question was read; nothing when it was read as it stands."""
    lines = []
    also = [term for terms in synonyms_in(result.question).values() for term in terms]
    if also:
        lines.append(_("Ook gezocht op %(words)s.") % {"words": quoted(also[:MOST_TOLD])})
    mistyped = [" ".join(group.words) for group in result.question.groups if group.meant]
    if mistyped and result.hits:
        lines.append(
            _("We vinden nergens %(words)s. Je ziet wat erop lijkt.")
            % {"words": quoted(mistyped[:MOST_TOLD])}
        )
    if result.hits and step_name(result) in ("without_one", "rarest_two", "rarest"):
        lines.append(_("Weinig past bij al je woorden. Daarom zie je ook wat bij een deel ervan past."))
    if result.hits and step_name(result) == "part":
        lines.append(_("Weinig past bij je woord. Daarom zie je ook wat bij een deel van het woord past."))
    return lines


def synonyms_in(question: Question) -> dict[Group, list[str]]:
    """Return for each group the other terms that were looked for, as curators write them. A query when there are."""
    if not any(group.also for group in question.groups):
        return {}
    rows = Synonym.objects.standing().order_by("pk").values_list("terms", flat=True)
    written = {" ".join(lexemes_in(term)): term for terms in rows for term in terms}
    return {
        group: list(dict.fromkeys(written.get(term, term) for term in group.also))
        for group in question.groups
        if group.also
    }


def step_name(result: Result) -> str:
    """Return which reading gave the results."""
    groups = result.question.groups
    names = ["all"] + ["apart"] * any(group.strict != group.loose for group in groups)
    if len(groups) > 1:
        names += [
            "without_one",
            *(["rarest_two", "rarest"] if any(group.is_known for group in groups) else []),
        ]
    names += ["part"]
    return names[min(result.step, len(names) - 1)]


STEPS = {
    "all": gettext_lazy("alle woorden, zoals ze er staan"),
    "apart": gettext_lazy("alle woorden, delen van samengestelde woorden ook los van elkaar"),
    "without_one": gettext_lazy("alle woorden op één na"),
    "rarest_two": gettext_lazy("de twee zeldzaamste woorden"),
    "rarest": gettext_lazy("een van de twee zeldzaamste woorden"),
    "part": gettext_lazy("van samengestelde woorden ook één deel"),
}


def explained(result: Result) -> dict[str, object]:
    """Return how a question was read, for curators."""
    also = synonyms_in(result.question)
    groups = [
        {
            "words": " ".join(group.words),
            "lexemes": ", ".join(sorted(group.lexemes)),
            "count": group.count,
            "also": ", ".join(also.get(group, [])),
            "meant": ", ".join(group.meant),
            "match": group.strict,
        }
        for group in result.question.groups
    ]
    return {
        "groups": groups,
        "without": ", ".join(result.question.without),
        "step": result.step,
        "step_words": STEPS[step_name(result)],
    }


def why(hit: Hit) -> list[str]:
    """Return what the place of a result is made of, most first."""
    if hit.is_promoted:
        return [_("door de redactie vooraan gezet")]
    parts = sorted(hit.why.items(), key=lambda part: -part[1])
    words = [f"{WHY.get(name, name)} {value:.2f}".replace(".", ",") for name, value in parts if value]
    total = f"{sum(hit.why.values()):.2f}".replace(".", ",")
    return (
        [_("samen %(total)s") % {"total": total}, *words]
        if words
        else [_("op waarde, want er is niets gevraagd")]
    )


@dataclass(frozen=True)
class Help:
    """What helps who finds nothing: what does not occur, and links with how much they give (None: not counted)."""

    missing: Sequence[str]
    offers: Sequence[Mapping[str, object]]
    kinds: Sequence[Mapping[str, str]]


def help_for(asked: Asked, result: Result, labels: Labels, reader) -> Help:
    """Return what to try next; one query counts the results without each of the first chosen facets."""
    missing = [" ".join(group.words) for group in result.question.groups if not group.is_known]
    offers: list[dict[str, object]] = []
    if meant := result.question.did_you_mean:
        offers.append(
            {"text": meant, "address": asked.with_text(meant).address, "label": _("Zoek op"), "count": None}
        )
    offers += _loosened(asked, result, labels, reader)
    if fewer := plainer(asked.text):
        offers.append(
            {
                "text": fewer,
                "address": asked.with_text(fewer).address,
                "label": _("Zonder aanhalingstekens en mintekens:"),
                "count": None,
            }
        )
    shorter = _shorter(result.question)
    if shorter and not asked.chosen:
        offers.append(
            {
                "text": shorter,
                "address": asked.with_text(shorter).address,
                "label": _("Met minder woorden:"),
                "count": None,
            }
        )
    return Help(
        missing[:MOST_TOLD],
        offers,
        [
            {"label": kind_label(kind), "address": Asked().with_only(Facet.KIND, kind).address}
            for kind in kinds()[:POPULAR_KINDS]
        ],
    )


def _loosened(asked: Asked, result: Result, labels: Labels, reader) -> list[dict[str, object]]:
    """Return each chosen facet with how much there is without it; those that give nothing are left out."""
    question = result.question
    if not asked.chosen or (question.is_empty and asked.text):
        return []
    match = "" if question.is_empty else question.steps()[result.step]
    rows = engine.matching(engine.searched(reader), match)
    loosened, sets = list(asked.chosen)[:MOST_LOOSENED], engine.sets_of(asked.chosen)
    numbers = _counts([engine.chosen_from(rows, sets, but=facet) for facet in loosened] + [rows])
    offers = []
    for facet, number in zip(loosened, numbers, strict=False):
        if number:
            names = [
                labels[facet][each].text if each in labels[facet] else each for each in asked.chosen[facet]
            ]
            offers.append(_offer(_("Zonder het filter"), quoted(names), asked.without(facet), number))
    if len(asked.chosen) > 1 and numbers[-1]:
        offers.append(_offer(_("Zonder filters:"), asked.text or _("alles"), asked.bare(), numbers[-1]))
    return offers


def _counts(several: Sequence[QuerySet]) -> list[int]:
    """Return how many rows each of these has, as ``engine.count`` counts, in one query."""
    most = engine.MOST_COUNTED + 1
    arms = [rows.annotate(arm=Value(place)).values_list("arm")[:most] for place, rows in enumerate(several)]
    found = Counter(place for (place,) in arms[0].union(*arms[1:], all=True))
    return [found[place] for place in range(len(several))]


def _offer(label: str, text: str, asked: Asked, count: int) -> dict[str, object]:
    return {"label": label, "text": text, "address": asked.address, "count": count}


def plainer(text: str) -> str:
    """Return a question without quotation marks and minuses; nothing when it has none, or nothing is left."""
    if not any(sign in text for sign in '"“”„') and not any(part.startswith("-") for part in text.split()):
        return ""
    return " ".join(token.word for token in tokens(text))


def _shorter(question: Question) -> str:
    """Return the words that do occur, when some do and others do not."""
    known = [word for group in question.groups if group.is_known for word in group.words]
    return (
        " ".join(known) if known and len(known) < sum(len(group.words) for group in question.groups) else ""
    )
