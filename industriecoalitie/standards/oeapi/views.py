"""The 17 addresses of the Open Education API, its document, and which version of it somebody asks for."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.response import Response
from rest_framework.views import APIView

from industriecoalitie.api.addresses import absolute
from industriecoalitie.api.exceptions import problem_handler
from regions.models import Organisation

from . import codes
from .asking import read_item, read_list, read_nothing
from .document import document, service
from .resources import NESTED, ORGANISATIONS, Nested, Resource

MEDIA_TYPE = "application/vnd.oeapi+json"
MOST_OF_A_HEADER = 100


class VersionNotAcceptable(NotAcceptable):
    """Somebody asks for another version, or in the form for a consumer that we do not have."""

    def __init__(self, requested: str, supported: list[str], consumer: str = ""):
        super().__init__()
        self.explanation = _("Deze versie van de Open Education API is er hier niet.")
        self.more: dict[str, Any] = {"requestedVersion": requested, "supportedVersions": supported}
        if consumer:
            self.explanation = _("Een vorm voor deze afnemer is er hier niet.")
            self.more["consumer"] = {"consumerKey": consumer}


def version_asked(accept: str) -> bool:
    """Tell whether ``Accept`` asks for the media type of the Open Education API. Without it, any form is JSON.

    The header names one version, and any of the same major number is served; nothing is negotiated.

    Raises:
        VersionNotAcceptable: another version, or a consumer.
    """
    is_ours = False
    for part in accept.split(","):
        media_type, *rest = part.split(";")
        parameters = {}
        for piece in rest:
            name, _equals, value = piece.partition("=")
            parameters[name.strip().lower()] = value.strip().strip('"')[:MOST_OF_A_HEADER]
        is_ours |= media_type.strip().lower() == MEDIA_TYPE
        version = parameters.get("version", codes.VERSION)
        if not re.fullmatch(r"6(\.[0-9]{1,4})?", version):
            raise VersionNotAcceptable(version, [codes.VERSION])
        if consumer := parameters.get("consumer"):
            raise VersionNotAcceptable(parameters.get("consumer-version", ""), [], consumer)
    return is_ours


def explained(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to an error, with the versions that there are when another was asked."""
    answer = problem_handler(exc, context)
    if answer is not None and isinstance(exc, VersionNotAcceptable):
        answer.data |= {"detail": exc.explanation, **exc.more}
    return answer


class JsonOnly(BaseContentNegotiation):
    """There is one form; ``Accept`` chooses a version only."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class OpenEducationView(APIView):
    """An answer that is the same for everybody: who asks is not looked at."""

    queryset = Organisation.objects.all()
    schema = None
    metadata_class = None
    authentication_classes = ()
    content_negotiation_class = JsonOnly
    http_method_names = ("get", "head", "options")
    is_ours = False

    def get_exception_handler(self):
        return explained

    def initial(self, request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        self.is_ours = version_asked(request.headers.get("Accept", ""))

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.is_ours and response.status_code == 200:
            response.content_type = f"{MEDIA_TYPE};version={codes.VERSION}"
        patch_vary_headers(response, ["Accept"])
        return response

    def options(self, request, *args, **kwargs) -> HttpResponse:
        return HttpResponse(status=204)

    def found(self, resource: Resource, key: object, *, dressed: bool = True):
        """Return the record of an address.

        Raises:
            Http404: there is none that everybody may see.
        """
        rows = resource.rows().filter(uuid=key)
        record = next(iter((resource.dressed(rows) if dressed else rows)[:1]), None)
        if record is None:
            raise Http404
        return record


class ServiceView(OpenEducationView):
    """Who runs this, and what it can do."""

    def get(self, request) -> Response:
        read_nothing(request.query_params)
        return Response(service(settings.SPECTACULAR_SETTINGS["CONTACT"]["email"], absolute("/api/")))


class DocumentView(OpenEducationView):
    """The OpenAPI document."""

    def get(self, request) -> Response:
        read_nothing(request.query_params)
        return Response(document())


class CollectionView(OpenEducationView):
    """All things of one kind."""

    resource: Resource = ORGANISATIONS

    def get(self, request) -> Response:
        asked = read_list(request.query_params, self.resource.narrowing)
        return Response(self.resource.page(self.resource.rows(), asked))


class ItemView(OpenEducationView):
    """One thing."""

    resource: Resource = ORGANISATIONS

    def get(self, request, id) -> Response:
        asked = read_item(request.query_params, self.resource.expands)
        return Response(self.resource.item(self.found(self.resource, id), asked))


class NestedView(OpenEducationView):
    """The things of one kind under one other thing."""

    nested: Nested = NESTED[0]

    def get(self, request, id) -> Response:
        asked = read_list(request.query_params, self.nested.narrowing)
        parent = self.found(self.nested.parent, id, dressed=False)
        return Response(self.nested.resource.page(self.nested.found(parent), asked))


class NowhereView(OpenEducationView):
    """What is not an address here, a closing slash included."""

    def get(self, request, rest: str = "") -> Response:
        raise Http404
