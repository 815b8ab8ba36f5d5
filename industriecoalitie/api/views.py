"""The start of the API, its document, and the reference pages over it."""

import threading
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from .addresses import COLLECTIONS, ROOT, absolute
from .examples import calls_of
from .exceptions import problem_response
from .guides import GUIDES, Chapter, Code, chapters_of, file_text
from .reference import live_answer, parameters_of, shared_tables, tables_of, written
from .schema import label_of, served

_making = threading.Lock()


def api_document() -> dict[str, Any]:
    """Return the OpenAPI document; it holds as long as the code does."""
    # Two that make it at the same time spoil each other's.
    with _making:
        return _document()


@cache
def _document() -> dict[str, Any]:
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


@login_not_required
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show how to read the API, with a live answer."""
    question = f"{ROOT}/regions?kind=frontrunner&fields=name,kind,frontrunners&limit=1"
    document = api_document()
    context = {
        "crumbs": [(_("API"), "")],
        "root": absolute(ROOT),
        "question": absolute(question),
        "answer": written(live_answer(question)),
        "version": settings.API_VERSION,
        "contact": document["info"]["contact"],
        "guides": guide_links(),
        "shared": shared_tables(document),
        "collections": [
            {"name": name, "label": label_of(viewset), "about": viewset.about, "url": page_of(name)}
            for name, viewset in COLLECTIONS.items()
        ],
    }
    return TemplateResponse(request, "api/api_docs.html", context)


@login_not_required
@require_safe
def api_guide(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page that teaches the API."""
    guide, chapters = GUIDES[slug], chapters_of(slug)
    context = {
        "crumbs": [(_("API"), reverse("api_docs")), (guide.title, "")],
        "guide": guide,
        "guides": guide_links(slug),
        "introduction": shown(chapters[0]),
        "chapters": [
            {"title": chapter.title, "id": chapter.id, "blocks": shown(chapter)} for chapter in chapters[1:]
        ],
    }
    return TemplateResponse(request, "api/api_guide.html", context)


def shown(chapter: Chapter) -> list[dict[str, Any]]:
    """Return what stands in a chapter, with the answers of now in it."""
    return [
        {"code": text_of(block), "label": block.label} if isinstance(block, Code) else {"prose": block}
        for block in chapter.blocks
    ]


def text_of(code: Code) -> str:
    question = code.options.get("live")
    return written(live_answer(f"{ROOT}{question}")) if question else code.text


def guide_links(current: str = "") -> list[dict[str, Any]]:
    """Return all pages that teach the API, in their order."""
    return [
        {
            "title": guide.title,
            "about": guide.about,
            "url": reverse(f"api_guide_{guide.slug}"),
            "is_current": guide.slug == current,
        }
        for guide in GUIDES.values()
    ]


@login_not_required
@require_safe
def api_file(request: HttpRequest, name: str) -> HttpResponse:
    """Give a program of the documentation as text.

    Raises:
        Http404: there is no such file.
    """
    try:
        text = file_text(name)
    except KeyError as error:
        raise Http404(_("Dit bestand bestaat niet.")) from error
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def api_reference(request: HttpRequest, name: str) -> HttpResponse:
    """Show the addresses, parameters and attributes of one collection, with its first record as it is now.

    Raises:
        Http404: there is no such collection.
    """
    if name not in COLLECTIONS:
        raise Http404(_("Deze collectie bestaat niet."))
    viewset, document = COLLECTIONS[name], api_document()
    first = next(iter(live_answer(f"{ROOT}/{name}?limit=1")["items"]), None)
    calls = calls_of(document, name, first["href"] if first else "")
    context = {
        "crumbs": [(_("API"), reverse("api_docs")), (label_of(viewset), "")],
        "name": name,
        "label": label_of(viewset),
        "about": viewset.about,
        "root": absolute(ROOT),
        "calls": calls,
        "written": next((call for call in calls if call.method == "PUT"), None),
        "guides": guide_links(),
        "parameters": parameters_of(document, f"/{name}"),
        "tables": tables_of(document, f"/{name}/{{id}}"),
        "example": first["href"] if first else "",
        "answer": written(first) if first else "",
        "page": first["url"] if first else "",
    }
    return TemplateResponse(request, "api/api_reference.html", context)


def page_of(name: str) -> str:
    return reverse("api_reference", args=[name])
