"""Reading the change feed over the API."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from . import feed
from .actions import settle
from .addresses import COLLECTIONS, ROOT, absolute
from .callers import EVENTS, reader_of
from .choices import Verb
from .filters import Reader
from .pagination import DEFAULT_LIMIT, MAX_LIMIT, seal, unseal
from .permissions import HasScope

SCOPE = "events"
LATEST = "latest"
# What a reader is told: what it cannot see any more is gone, whatever the reason.
TOLD = [(value, label) for value, label in Verb.choices if value != Verb.WITHDRAWN]


class Gone(APIException):
    """What was asked is not kept any more."""

    status_code = 410
    default_code = "gone"


class EventSerializer(serializers.Serializer):
    """One change of one record."""

    id = serializers.CharField(help_text="Kenmerk van de regel; dezelfde in een webhook.")
    type = serializers.ChoiceField(TOLD, help_text="Wat er gebeurde, voor wie deze sleutel heeft.")
    collection = serializers.CharField(help_text="De collectie van het record.")
    record = serializers.UUIDField(help_text="Het record.")
    href = serializers.URLField(help_text="Adres van het record in de API.")
    version = serializers.IntegerField(help_text="De versie van het record na de wijziging.")
    isGone = serializers.BooleanField(
        help_text="Of het record voor deze sleutel weg is: haal het weg uit je kopie."
    )
    successor = serializers.UUIDField(allow_null=True, help_text="Het record waarmee het is samengevoegd.")
    happenedAt = serializers.DateTimeField(help_text="Wanneer (UTC).")

    class Meta:
        ref_name = "Event"


class EventPageSerializer(serializers.Serializer):
    """A page of the feed."""

    items = EventSerializer(many=True)
    next = serializers.CharField(help_text="Vanaf hier ga je de volgende keer verder; bewaar deze cursor.")
    hasMore = serializers.BooleanField(help_text="Of er nu al meer is.")

    class Meta:
        ref_name = "EventPage"


class EventsView(APIView):
    """What changed, in the order of the changes, for who keeps a copy."""

    summary = gettext_lazy("Wijzigingen")
    about = gettext_lazy(
        "De wijzigingenfeed: elke wijziging, publicatie, verwijdering en samenvoeging die deze sleutel mag zien, op volgorde. "
        "Begin met after=latest, haal dan alles op, en ga daarna steeds verder vanaf next. Regels blijven 400 dagen; "
        "wie langer weg was, krijgt 410 en begint opnieuw."
    )
    collection = SCOPE
    scope = EVENTS
    permission_classes = (HasScope,)
    metadata_class = None
    http_method_names = ("get", "head", "options")

    @extend_schema(
        operation_id="eventsList",
        responses=EventPageSerializer,
        parameters=[
            OpenApiParameter(
                "after",
                {"type": "string", "maxLength": 200},
                description="next van de vorige keer; latest is het eind van de feed; leeg is het begin.",
            ),
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
                description="Hoeveel regels er hooguit op een pagina staan.",
            ),
            OpenApiParameter(
                "collection",
                {"type": "array", "items": {"type": "string"}, "maxItems": 30},
                description="Alleen deze collecties. Een of meer keer te geven.",
                style="form",
                explode=True,
            ),
        ],
    )
    def get(self, request) -> Response:
        """Answer with a page of the feed.

        Raises:
            InvalidQuery: with all that is wrong.
            Gone: there is nothing to continue from.
        """
        asked = Reader(request.query_params)
        asked.known(("after", "limit", "collection"))
        after, limit, names = asked.one("after"), asked.limit(), request.query_params.getlist("collection")
        for name in names:
            if name not in COLLECTIONS:
                asked.refuse("collection", _("Onbekend: %(value)s.") % {"value": name[:50]})
        settle()
        place = self._place(asked, after)
        asked.finish()
        try:
            feed.check_place(place)
        except feed.Forgotten as error:
            raise Gone(
                _("Vanaf deze cursor zijn de wijzigingen er niet meer. Haal alles opnieuw op.")
            ) from error
        if after == LATEST:
            return self._answer([], place, has_more=False)
        lines, end, has_more = feed.read(readers_of(request), place, limit, names)
        return self._answer(lines, end, has_more=has_more)

    @staticmethod
    def _place(asked: Reader, after: str) -> int:
        if not after:
            return 0
        if after == LATEST:
            return feed.last_place()
        try:
            return int(unseal(SCOPE, after)[0])
        except (ValueError, IndexError, TypeError):
            asked.refuse("after", _("Dit is geen cursor van deze feed."))
            return 0

    def _answer(self, lines: list[feed.Line], end: int, *, has_more: bool) -> Response:
        cursor = seal(SCOPE, [end])
        body: dict[str, Any] = {
            "items": [feed.as_json(line) for line in lines],
            "next": cursor,
            "hasMore": has_more,
        }
        return Response(body, headers={"Link": f'<{absolute(f"{ROOT}/events")}?after={cursor}>; rel="next"'})

    def get_permissions(self) -> list:
        """Ask for a token where something is read; what the address cannot do is told to anybody."""
        return super().get_permissions() if self.request.method in ("GET", "HEAD") else [AllowAny()]

    def options(self, request, *args, **kwargs) -> HttpResponse:
        return HttpResponse(status=204)


def readers_of(request) -> feed.ReaderFor:
    """Return what tells as whom a request reads a collection."""
    known: dict[str, Any] = {}

    def reader_for(name: str) -> Any:
        scope = COLLECTIONS[name].scope
        if scope not in known:
            known[scope] = reader_of(request, scope)
        return known[scope]

    return reader_for
