"""Webhooks in the API: of the token that asks, and of no other."""

import datetime
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from industriecoalitie.api.addresses import href
from industriecoalitie.api.callers import WEBHOOKS, token_of
from industriecoalitie.api.filters import Reader
from industriecoalitie.api.pagination import DEFAULT_LIMIT, MAX_LIMIT, seal, unseal
from industriecoalitie.api.permissions import HasScope
from industriecoalitie.api.preconditions import digest, etag_of
from industriecoalitie.api.schema import PortalSchema
from industriecoalitie.editing.writing.faults import Refusal
from industriecoalitie.editing.writing.repeating import done_once
from industriecoalitie.editing.writing.schema import REQUEST_KEY
from industriecoalitie.editing.writing.strict import check_no_body, unknown_in
from industriecoalitie.editing.writing.viewsets import versions_in
from industriecoalitie.tokens.models import ApiToken

from .actions import endpoints, fanning
from .cleaning import clean_values
from .matching import line_of, reader_for
from .messages import JSON, ROOM
from .models import Delivery, Endpoint
from .serializers import (
    FORMS,
    WRITABLE,
    DeliveryPageSerializer,
    DeliverySerializer,
    EndpointListSerializer,
    EndpointSerializer,
    NewEndpointSerializer,
    ReplaySerializer,
    body_schema,
)

LOG = "webhooks.deliveries"
ID = OpenApiParameter(
    "id", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH, description="Kenmerk van de webhook."
)
DELIVERY = OpenApiParameter(
    "delivery", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH, description="Kenmerk van de regel."
)  # fmt: skip
SEEN = OpenApiParameter(
    "If-Match",
    {"type": "string", "maxLength": 200},
    OpenApiParameter.HEADER,
    required=True,
    description="De ETag van de webhook zoals jij hem zag.",
)
SINCE = {
    "type": "object",
    "description": "Vanaf wanneer alles opnieuw weggaat.",
    "required": ["since"],
    "properties": {"since": {"type": "string", "format": "date-time", "description": "Hooguit 30 dagen terug."}},
    "additionalProperties": False,
}  # fmt: skip
REFUSALS = {
    "GET": (403,),
    "POST": (400, 403, 409, 413, 415, 422),
    "PATCH": (400, 403, 412, 413, 415, 428),
    "DELETE": (400, 403, 412, 428),
}
ABOUT = gettext_lazy(
    "Webhooks: adressen die een kort, getekend bericht krijgen als er iets verandert. Een token met de scope webhooks ziet "
    "en beheert die van zichzelf, en die van de sleutels waarvoor hij in de plaats kwam."
)


class WebhookSchema(PortalSchema):
    """Describes webhooks: they are for tokens alone, and a write has answers of its own."""

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        """Return the operation, with the refusals that it can have."""
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        for code in REFUSALS[method]:
            operation["responses"][str(code)] = {"$ref": f"#/components/responses/{code}"}
        return operation

    def get_auth(self) -> list:
        return [{"token": []}]


class WebhookView(APIView):
    """What the addresses of webhooks share."""

    schema = WebhookSchema()
    queryset = Endpoint.objects.all()
    collection = ROOM
    scope = WEBHOOKS
    about = ABOUT
    permission_classes = (HasScope,)
    metadata_class = None

    def get_authenticators(self) -> list:
        """Take nobody at the word of a cookie."""
        return [each for each in super().get_authenticators() if not isinstance(each, SessionAuthentication)]

    @property
    def token(self) -> ApiToken:
        return token_of(self.request)

    def mine(self):
        """Return the webhooks of the token, and of those that it took the place of."""
        rows = Endpoint.objects.filter(owner=self.token.owner, token__in=line_of(self.token))
        return rows.select_related("owner", "token")

    def one(self, uuid) -> Endpoint:
        """Return the webhook in the address.

        Raises:
            Http404: it is not one of this token.
        """
        found = self.mine().filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return found

    def no_query(self) -> None:
        """Refuse every parameter."""
        asked = Reader(self.request.query_params)
        asked.known(())
        asked.finish()

    def check_seen(self, endpoint: Endpoint) -> None:
        """Refuse who did not see the webhook as it is now (428, 412)."""
        header = self.request.headers.get("If-Match", "").strip()
        if header in ("", "*"):
            raise Refusal(428)
        if endpoint.version not in versions_in(header):
            self.headers["ETag"] = self.tag(endpoint)
            raise Refusal(412, _("Iemand veranderde deze webhook. Haal hem opnieuw op."))

    @staticmethod
    def tag(endpoint: Endpoint) -> str:
        body = JSONRenderer().render(EndpointSerializer(endpoint).data)
        return etag_of(digest(body), endpoint.version)

    def told(self, endpoint: Endpoint, status: int = 200, **headers: str) -> Response:
        response = Response(EndpointSerializer(endpoint).data, status=status, headers=headers)
        response["ETag"] = self.tag(endpoint)
        return response

    def done(self, work: Callable[[], HttpResponse]) -> HttpResponse:
        """Return the answer of ``work``, which is done once for each ``Idempotency-Key``."""
        return done_once(self.request._request, self.token, work, kept=without_secret)

    def told_once(self, endpoint: Endpoint, secret: str, status: int) -> HttpResponse:
        """Return a webhook with its secret, which nothing may keep."""
        data = NewEndpointSerializer(endpoint, context={"secret": secret}).data
        response = answer(data, status)
        response["ETag"] = self.tag(endpoint)
        if status == 201:
            response["Location"] = href(ROOM, endpoint.uuid)
        return response

    def given(self, reader: Any, *, is_partial: bool) -> dict[str, Any]:
        """Return what the body says of a webhook, clean.

        Raises:
            Refusal: with all that is wrong.
        """
        body = self.request.data
        if not isinstance(body, Mapping):
            raise wrong([{"name": "body", "reason": _("Stuur een object.")}])
        faults = unknown_in(body, tuple(WRITABLE))
        if not is_partial and "url" not in body:
            faults.append({"name": "url", "reason": _("Dit is hier nodig.")})
        named = {WRITABLE[name]: value for name, value in body.items() if name in WRITABLE}
        if "form" in named:
            named["form"] = FORMS.get(named["form"]) if isinstance(named["form"], str) else None
        try:
            found = clean_values(named, reader)
        except ValidationError as error:
            faults += faults_of(error)
        if faults:
            raise wrong(faults)
        return found

    def options(self, request, *args, **kwargs) -> HttpResponse:
        return HttpResponse(status=204)


def answer(data: dict[str, Any], status: int) -> HttpResponse:
    """Return an answer that is finished, so that it can be kept."""
    return HttpResponse(JSONRenderer().render(data), status=status, content_type=JSON)


def without_secret(body: bytes) -> bytes:
    """Return an answer as it may be kept."""
    data = json.loads(body)
    return JSONRenderer().render({name: value for name, value in data.items() if name != "secret"})


def wrong(faults: list[dict[str, str]]) -> Refusal:
    return Refusal(400, _("De plekken in invalidParams kloppen niet."), faults)


def faults_of(error: ValidationError) -> list[dict[str, str]]:
    """Return what is wrong by the names of the API."""
    names = {field: name for name, field in WRITABLE.items()}
    return [
        {"name": names.get(field, field), "reason": reason}
        for field, reasons in error.message_dict.items()
        for reason in reasons
    ]


def refused(error: ValidationError) -> Refusal:
    return Refusal(409, " ".join(error.messages))


class WebhooksView(WebhookView):
    """The webhooks of a token."""

    http_method_names = ("get", "head", "post", "options")
    summary = gettext_lazy("Webhooks")

    @extend_schema(operation_id="webhooks", responses=EndpointListSerializer)
    def get(self, request) -> Response:
        """Answer with all of them: there are twenty at most."""
        self.no_query()
        return Response({"items": EndpointSerializer(self.mine().for_list(), many=True).data})

    @extend_schema(
        operation_id="webhookCreate",
        request={"application/json": body_schema(is_partial=False)},
        responses={201: NewEndpointSerializer},
        parameters=[REQUEST_KEY],
    )
    def post(self, request) -> HttpResponse:
        """Make a webhook.

        Raises:
            Refusal: with all that is wrong.
        """
        self.no_query()
        return self.done(self._make)

    def _make(self) -> HttpResponse:
        values = self.given(self.token.reader(""), is_partial=False)
        try:
            made, secret = endpoints.make_endpoint(
                self.token.owner, values, by=self.token.actor(), token=self.token
            )
        except ValidationError as error:
            raise refused(error) from error
        made.refresh_from_db()
        return self.told_once(made, secret, 201)


class OneWebhookView(WebhookView):
    """One webhook."""

    http_method_names = ("get", "head", "patch", "delete", "options")
    summary = gettext_lazy("Een webhook")

    @extend_schema(operation_id="webhook", responses=EndpointSerializer, parameters=[ID])
    def get(self, request, id) -> Response:
        self.no_query()
        return self.told(self.one(id))

    @extend_schema(
        operation_id="webhookUpdate",
        request={"application/json": body_schema(is_partial=True)},
        responses=EndpointSerializer,
        parameters=[ID, SEEN],
    )
    def patch(self, request, id) -> Response:
        """Change what the body names.

        Raises:
            Refusal: with all that is wrong, or it was changed meanwhile.
        """
        self.no_query()
        found = self.one(id)
        with transaction.atomic():
            self.check_seen(self.mine().select_for_update(of=("self",)).get(pk=found.pk))
            values = self.given(reader_for(found) or self.token.reader(""), is_partial=True)
            changed = endpoints.change_endpoint(found, values, by=self.token.actor())
        changed.refresh_from_db()
        return self.told(changed)

    @extend_schema(operation_id="webhookDelete", responses={204: None}, parameters=[ID, SEEN])
    def delete(self, request, id) -> HttpResponse:
        """Remove it, with its log."""
        self.no_query()
        found = self.one(id)
        with transaction.atomic():
            self.check_seen(self.mine().select_for_update(of=("self",)).get(pk=found.pk))
            endpoints.remove_endpoint(found, by=self.token.actor())
        return HttpResponse(status=204)


class WebhookTestView(WebhookView):
    """A test message."""

    http_method_names = ("post", "options")
    summary = gettext_lazy("Een proefbericht sturen")

    @extend_schema(
        operation_id="webhookTest",
        request=None,
        responses={202: DeliverySerializer},
        parameters=[ID, REQUEST_KEY],
    )
    def post(self, request, id) -> HttpResponse:
        """Put a test message ready.

        Raises:
            Refusal: nothing is sent to it now, or one is still on its way (409); the body says something (400).
        """
        self.no_query()
        found = self.one(id)

        def work() -> HttpResponse:
            check_no_body(request)
            return sent(lambda: endpoints.send_test(found), found)

        return self.done(work)


class WebhookRotateView(WebhookView):
    """A new secret."""

    http_method_names = ("post", "options")
    summary = gettext_lazy("Een nieuw geheim: het oude tekent nog 24 uur mee")

    @extend_schema(
        operation_id="webhookRotate",
        request=None,
        responses={200: NewEndpointSerializer},
        parameters=[ID, REQUEST_KEY],
    )
    def post(self, request, id) -> HttpResponse:
        """Answer with the new secret, this once.

        Raises:
            Refusal: the body says something (400).
        """
        self.no_query()
        found = self.one(id)

        def work() -> HttpResponse:
            check_no_body(request)
            changed, secret = endpoints.rotate_secret(found, by=self.token.actor())
            changed.refresh_from_db()
            return self.told_once(changed, secret, 200)

        return self.done(work)


class WebhookReplayView(WebhookView):
    """Everything since a moment, once more."""

    http_method_names = ("post", "options")
    summary = gettext_lazy("Alles sinds een moment opnieuw sturen")

    @extend_schema(
        operation_id="webhookReplay",
        request={"application/json": SINCE},
        responses={202: ReplaySerializer},
        parameters=[ID, REQUEST_KEY],
    )
    def post(self, request, id) -> HttpResponse:
        """Send it again.

        Raises:
            Refusal: the moment makes no sense, or nothing is sent to it now.
        """
        self.no_query()
        found = self.one(id)
        return self.done(lambda: self._send(found))

    def _send(self, endpoint: Endpoint) -> HttpResponse:
        moment = self._since()
        try:
            number = fanning.send_again_since(endpoint, moment)
        except ValidationError as error:
            raise refused(error) from error
        response = answer({"count": number}, 202)
        response["Location"] = f"{href(ROOM, endpoint.uuid)}/deliveries"
        return response

    def _since(self) -> datetime.datetime:
        body = self.request.data
        if not isinstance(body, Mapping) or "since" not in body:
            raise wrong([{"name": "since", "reason": _("Stuur een object met since: een moment.")}])
        if faults := unknown_in(body, ("since",)):
            raise wrong(faults)
        try:
            moment = parse_datetime(body["since"]) if isinstance(body["since"], str) else None
        except ValueError:
            moment = None
        if moment is None or timezone.is_naive(moment):
            raise wrong(
                [{"name": "since", "reason": _("Geef een moment met tijdzone, als 2026-11-22T12:00:00Z.")}]
            )
        return moment


class DeliveriesView(WebhookView):
    """The log of a webhook."""

    http_method_names = ("get", "head", "options")
    summary = gettext_lazy("Wat er naar een webhook is gestuurd")

    @extend_schema(
        operation_id="webhookDeliveries",
        responses=DeliveryPageSerializer,
        parameters=[
            ID,
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
                description="Hoeveel er hooguit op een pagina staan.",
            ),
            OpenApiParameter(
                "cursor",
                {"type": "string", "maxLength": 200},
                description="Waar de pagina begint: next van de vorige pagina.",
            ),
        ],
    )
    def get(self, request, id) -> Response:
        """Answer with a page of the log, the newest first; kept 30 days."""
        found = self.one(id)
        asked = Reader(request.query_params)
        asked.known(("limit", "cursor"))
        limit, place = asked.limit(), self._place(asked)
        asked.finish()
        rows = Delivery.objects.filter(endpoint=found).order_by("-pk")
        page = list((rows.filter(pk__lt=place) if place else rows)[: limit + 1])
        has_more = len(page) > limit
        cursor = seal(LOG, [page[limit - 1].pk]) if has_more else None
        return Response({"items": DeliverySerializer(page[:limit], many=True).data, "next": cursor})

    @staticmethod
    def _place(asked: Reader) -> int:
        text = asked.one("cursor")
        if not text:
            return 0
        try:
            return int(unseal(LOG, text)[0])
        except (ValueError, IndexError, TypeError):
            asked.refuse("cursor", _("Dit is geen cursor van dit logboek."))
            return 0


class DeliveryReplayView(WebhookView):
    """One message, once more."""

    http_method_names = ("post", "options")
    summary = gettext_lazy("Een bericht opnieuw sturen")

    @extend_schema(
        operation_id="webhookDeliveryReplay",
        request=None,
        responses={202: DeliverySerializer},
        parameters=[ID, DELIVERY, REQUEST_KEY],
    )
    def post(self, request, id, delivery) -> HttpResponse:
        """Send it again, with the identifier it had.

        Raises:
            Http404: it is not in the log.
            Refusal: nothing is sent to the webhook now (409), or the body says something (400).
        """
        self.no_query()
        found = self.one(id)
        row = Delivery.objects.filter(endpoint=found, uuid=delivery).select_related("endpoint").first()
        if row is None:
            raise Http404

        def work() -> HttpResponse:
            check_no_body(request)
            return sent(lambda: endpoints.send_again(row), found)

        return self.done(work)


def sent(act: Callable[[], Delivery], endpoint: Endpoint) -> HttpResponse:
    """Return the answer about a message that is put ready."""
    try:
        delivery = act()
    except ValidationError as error:
        raise refused(error) from error
    delivery.refresh_from_db()
    response = answer(DeliverySerializer(delivery).data, 202)
    response["Location"] = f"{href(ROOM, endpoint.uuid)}/deliveries"
    return response
