"""The start of the API, its document, and the reference pages over it."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from .addresses import COLLECTIONS, ROOT, absolute
from .exceptions import problem_response
from .schema import served


@cache
def api_document() -> dict[str, Any]:
    """Return the OpenAPI document; it holds as long as the code does."""
    return SchemaGenerator().get_schema(request=None, public=True)


class OpenView(APIView):
    """An answer that holds nothing of any record."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    metadata_class = None
    http_method_names = ("get", "head", "options")

    def options(self, request, *args, **kwargs) -> HttpResponse:
        return HttpResponse(status=204)


class ApiRoot(OpenView):
    """Where everything is."""

    summary = _("Overzicht van de API")
    about = _("Naam en versie van de API, en de adressen van het document en van alle collecties.")

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="apiRoot")
    def get(self, request) -> Response:
        return Response(
            {
                "name": settings.SPECTACULAR_SETTINGS["TITLE"],
                "version": settings.API_VERSION,
                "document": absolute(f"{ROOT}/openapi.json"),
                "documentation": absolute("/api/"),
                "collections": {name: absolute(f"{ROOT}/{name}") for name in COLLECTIONS},
            }
        )


class ApiDocument(OpenView):
    """The OpenAPI document."""

    summary = _("Dit document")
    about = _("Het OpenAPI-document van deze API, open voor iedereen.")

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="apiDocument")
    def get(self, request) -> Response:
        return Response(served(api_document()))


@csrf_exempt
@login_not_required
def no_such_address(request: HttpRequest) -> HttpResponse:
    """Answer what is not an address of the API, a closing slash included."""
    return problem_response(404)
