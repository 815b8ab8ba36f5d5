"""The search over all collections, in the API."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from industriecoalitie.api.addresses import COLLECTIONS, ROOT, absolute, href
from industriecoalitie.api.fields import camel
from industriecoalitie.api.filters import Reader, refuse_question
from industriecoalitie.api.schema import QUESTION, query
from industriecoalitie.core.filters import MAX_KEYS, MAX_QUERY_LENGTH, QueryField
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.search import engine
from industriecoalitie.search.choices import Facet
from industriecoalitie.search.highlight import fragment
from industriecoalitie.search.models import SearchDocument

from .labels import LABELS, labels_of
from .telling import synonyms_in

DEFAULT_LIMIT, MAX_LIMIT = 25, 100
DEEPEST = engine.MOST_COUNTED
LONGEST_VALUE = 120


@cache
def collections() -> dict[str, str]:
    """Return the collection of each kind of record that is searched together."""
    found = {kind_of(viewset.queryset.model): name for name, viewset in COLLECTIONS.items()}
    return {kind: found[kind] for kind in engine.kinds_together() if kind in found}


def outward(facet: Facet, value: str) -> str:
    """Return a value of a facet as the API writes it: a kind of record by its collection, a label by its attribute."""
    if facet == Facet.LABEL:
        return camel(value)
    kind, sign, rest = value.partition(":")
    if facet not in (Facet.KIND, Facet.CATEGORY):
        return value
    return f"{collections().get(kind, kind)}{sign}{rest}"


def inward(facet: Facet, value: str) -> str:
    """Return a value of a facet as the search knows it; empty for a name that the API does not have."""
    if facet == Facet.LABEL:
        return next((label for label in LABELS if camel(label) == value), "")
    name, sign, rest = value.partition(":")
    if facet not in (Facet.KIND, Facet.CATEGORY):
        return value
    kinds = {collection: kind for kind, collection in collections().items()}
    return f"{kinds.get(name, '')}{sign}{rest}"


class Asked:
    """What a query string asks of the search, read strictly.

    Raises:
        InvalidQuery: with all that is wrong.
    """

    def __init__(self, request):
        reader = Reader(request.query_params)
        reader.known(("q", "limit", "page", *Facet.values))
        self.text = reader.one("q")
        refuse_question(reader, "q", QueryField(), self.text)
        self.limit = _number(reader, "limit", DEFAULT_LIMIT, MAX_LIMIT)
        self.page = _number(reader, "page", 1, DEEPEST)
        if self.limit * self.page > DEEPEST:
            reader.refuse("page", _("Hier zijn de eerste %(most)d resultaten te zien.") % {"most": DEEPEST})
        self.chosen = self._chosen(reader, request.user)
        reader.finish()

    @staticmethod
    def _chosen(reader: Reader, user) -> dict[Facet, list[str]]:
        given = {facet: reader.query.getlist(facet.value)[: MAX_KEYS + 1] for facet in Facet}
        asked = {
            facet: {value: inward(facet, value) for value in values if _is_short(value)}
            for facet, values in given.items()
        }
        known = labels_of({facet: list(values.values()) for facet, values in asked.items()}, user)
        for facet, values in given.items():
            if len(values) > MAX_KEYS:
                reader.refuse(facet.value, _("Kies er hooguit %(most)d.") % {"most": MAX_KEYS})
            unknown = [value[:50] for value in values if asked[facet].get(value, "") not in known[facet]]
            if unknown:
                reader.refuse(
                    facet.value, _("Onbekende waarde: %(values)s.") % {"values": ", ".join(unknown)[:200]}
                )
        return {facet: list(values.values()) for facet, values in asked.items() if values}


def _is_short(value: str) -> bool:
    return len(value) <= LONGEST_VALUE and "\x00" not in value


def _number(reader: Reader, name: str, default: int, most: int) -> int:
    text = reader.one(name, str(default))
    if len(text) <= 4 and text.isascii() and text.isdecimal() and 1 <= int(text) <= most:
        return int(text)
    reader.refuse(name, _("Geef een getal van 1 tot en met %(most)d.") % {"most": most})
    return default


def answered(result: engine.Result, user) -> dict[str, Any]:
    """Return results as JSON; a value of a facet that the reader may not know is left out."""
    question = result.question
    also = synonyms_in(question)
    return {
        "results": [written(hit, question.lexemes) for hit in result.hits],
        "total": {"value": result.total, "isExact": result.is_exact},
        "facets": facets_of(result, user),
        "didYouMean": question.did_you_mean or None,
        "readAs": [
            {"words": " ".join(group.words), "also": also.get(group, []), "meant": list(group.meant)}
            for group in question.groups
        ],
    }


def written(hit: engine.Hit, lexemes: frozenset[str]) -> dict[str, Any]:
    """Return one result as JSON; ``fragment`` is HTML in which nothing but the marks is markup."""
    collection = collections()[hit.kind]
    best = fragment(hit.text or hit.summary, lexemes) if lexemes else ""
    return {
        "kind": collection,
        "id": str(hit.record),
        "title": hit.title,
        "url": absolute(hit.address) if hit.address else None,
        "href": href(collection, hit.record),
        "summary": hit.summary or None,
        "fragment": best if "<mark>" in best else None,
    }


def facets_of(result: engine.Result, user) -> dict[str, list[dict[str, Any]]]:
    """Return the values of each facet that has any, the most found first."""
    labels = labels_of(result.facets, user)
    found: Mapping[str, list] = {
        facet.value: [
            {"value": outward(facet, value), "label": labels[facet][value].text, "count": count}
            for value, count in values.items()
            if value in labels[facet]
        ]
        for facet, values in result.facets.items()
    }
    return {name: values for name, values in found.items() if values}


def _text(about: str, **more) -> serializers.CharField:
    return serializers.CharField(help_text=about, **more)


def _many(name: str, fields: dict[str, serializers.Field]) -> serializers.Serializer:
    return inline_serializer(name, fields, many=True)


FACET_VALUE = type(
    inline_serializer(
        "SearchFacetValue",
        {
            "value": _text("De waarde, zoals een parameter haar verwacht."),
            "label": _text("Hoe de waarde heet."),
            "count": serializers.IntegerField(help_text="Hoeveel resultaten deze waarde geeft."),
        },
    )
)
ANSWER = inline_serializer(
    "SearchAnswer",
    {
        "results": _many(
            "SearchResult",
            {
                "kind": _text("De collectie van het record."),
                "id": serializers.UUIDField(help_text="Blijvend kenmerk (UUID)."),
                "title": _text("Naam of titel."),
                "url": serializers.URLField(help_text="Adres van de pagina.", allow_null=True),
                "href": serializers.URLField(help_text="Adres in de API."),
                "summary": _text("Samenvatting.", allow_null=True),
                "fragment": _text(
                    "Het beste stuk tekst, als HTML: de gevonden woorden staan in mark.", allow_null=True
                ),
            },
        ),
        "total": inline_serializer(
            "SearchTotal",
            {
                "value": serializers.IntegerField(
                    help_text="Hoeveel records gevonden zijn; de teller stopt bij 1000."
                ),
                "isExact": serializers.BooleanField(help_text="false als er meer zijn dan value."),
            },
        ),
        "facets": inline_serializer(
            "SearchFacets",
            {facet.value: FACET_VALUE(many=True, required=False) for facet in Facet},
        ),
        "didYouMean": _text("De vraag zoals hij waarschijnlijk bedoeld was.", allow_null=True),
        "readAs": _many(
            "SearchReading",
            {
                "words": _text("Een woord van de vraag, of een paar die bij elkaar horen."),
                "also": serializers.ListField(
                    child=serializers.CharField(), help_text="Synoniemen die ook gezocht zijn."
                ),
                "meant": serializers.ListField(
                    child=serializers.CharField(),
                    help_text="Wat gezocht is omdat het woord zelf niet voorkomt.",
                ),
            },
        ),
    },
)


def _parameters() -> list:
    whole = {"type": "integer", "minimum": 1}
    given = gettext_lazy(
        "Een of meer keer te geven; binnen een facet verruimt dat, facetten samen vernauwen."
    )
    found = [
        query("q", {"type": "string", "maxLength": MAX_QUERY_LENGTH}, QUESTION),
        query(
            "limit",
            whole | {"maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
            gettext_lazy("Hoeveel er hooguit op een pagina staan; wat de redactie aanbeveelt komt erbij."),
        ),
        query(
            "page",
            whole | {"maximum": DEEPEST, "default": 1},
            gettext_lazy("Welke pagina; limit maal page is hooguit 1000."),
        ),
    ]
    values = {"type": "array", "items": {"type": "string", "maxLength": LONGEST_VALUE}, "maxItems": MAX_KEYS}
    return found + [query(facet.value, values, f"{facet.label}. {given}") for facet in Facet]


class SearchView(APIView):
    """One question over all collections, best results first."""

    queryset = SearchDocument.objects.all()
    metadata_class = None
    http_method_names = ("get", "head", "options")
    summary = gettext_lazy("Zoeken in alle collecties")
    about = gettext_lazy(
        "Zoekt in de collecties samen, het beste eerst, met tellingen per facet. Zonder q: alles, het beste eerst. "
        "Alles wordt gelezen met de rechten van wie vraagt."
    )

    @extend_schema(responses=ANSWER, operation_id="searchList", parameters=_parameters())
    def get(self, request) -> Response:
        asked = Asked(request)
        result = engine.search(
            asked.text,
            request.user,
            kinds=tuple(collections()),
            chosen=asked.chosen,
            first=(asked.page - 1) * asked.limit,
            size=asked.limit,
            with_facets=True,
        )
        links = [f'<{_address(request, 1)}>; rel="first"']
        if result.total > asked.page * asked.limit and (asked.page + 1) * asked.limit <= DEEPEST:
            links.append(f'<{_address(request, asked.page + 1)}>; rel="next"')
        return Response(answered(result, request.user), headers={"Link": ", ".join(links)})

    def options(self, request, *args, **kwargs) -> HttpResponse:
        return HttpResponse(status=204)


def _address(request, page: int) -> str:
    asked = request.query_params.copy()
    asked.pop("page", None)
    if page > 1:
        asked["page"] = str(page)
    text = asked.urlencode()
    return absolute(f"{ROOT}/search") + (f"?{text}" if text else "")
