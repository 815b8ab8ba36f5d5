"""What machines read of the portal as a whole: the catalogue, the code lists, the map of the site."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.concepts.choices import Scheme

from . import sitemap
from .answers import absolute, open_answer
from .catalogue import catalogue_in
from .graphs import accepted_form, form_of, written
from .skos import graph_of

# How long a map of the site may be kept, in seconds.
MAP_SECONDS = 3600


@login_not_required
@require_safe
def dcat(request: HttpRequest) -> HttpResponse:
    """Give the catalogue of data sets: JSON-LD, or Turtle to who asks for it."""
    content, media_type = catalogue_in(form_of(request))
    return open_answer(request, content, media_type, varies=True)


@login_not_required
@require_safe
def schemes(request: HttpRequest, form: str) -> HttpResponse:
    """Give all code lists as linked data."""
    content, media_type = written(graph_of(Scheme.values), form)
    return open_answer(request, content, media_type)


@login_not_required
@require_safe
def scheme(request: HttpRequest, scheme: str) -> HttpResponseBase:
    """Lead to a code list: people to the page, machines to the form that they accept."""
    checked(scheme)
    if request.GET.get("format") or accepted_form(request):
        name = {"jsonld": "standards:scheme_jsonld", "turtle": "standards:scheme_turtle"}[form_of(request)]
        address = reverse(name, args=[scheme])
    else:
        address = f"{reverse('concepts:concept_list')}?{urlencode({'scheme': scheme})}"
    # See other: a list is one thing, what tells of it another.
    answer = HttpResponseRedirect(address, status=303)
    patch_vary_headers(answer, ["Accept"])
    answer.is_same_for_all = True
    return answer


@login_not_required
@require_safe
def one_scheme(request: HttpRequest, scheme: str, form: str) -> HttpResponse:
    """Give one code list as linked data."""
    content, media_type = written(graph_of([checked(scheme)]), form)
    return open_answer(request, content, media_type)


def checked(scheme: str) -> str:
    """Return the key of a code list.

    Raises:
        Http404: there is no such list.
    """
    if scheme not in Scheme.values:
        raise Http404(_("Deze lijst bestaat niet."))
    return scheme


@login_not_required
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """Give the index of the map of the site."""
    return mapped(sitemap.index())


@login_not_required
@require_safe
def sitemap_lists(request: HttpRequest) -> HttpResponseBase:
    """Give the pages that list."""
    return mapped(sitemap.lists())


@login_not_required
@require_safe
def sitemap_file(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """Give the pages of a kind of record, a part of them; streamed."""
    rows = sitemap.kinds().get(kind)
    if rows is None or not 0 < number <= sitemap.MOST_FILES:
        raise Http404(_("Deze kaart bestaat niet."))
    return mapped(sitemap.one_file(rows, number))


def mapped(parts: Iterator[str]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(parts, content_type="application/xml; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={MAP_SECONDS}"
    answer.is_same_for_all = True
    return answer


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say to search engines what is of no use to them, and where the map is. Source: RFC 9309."""
    lines = (
        "User-agent: *",
        f"Disallow: {reverse('finding:search')}",
        f"Disallow: {reverse('admin:index')}",
        f"Sitemap: {absolute(reverse('standards:sitemap'))}",
    )
    return open_answer(request, "\n".join([*lines, ""]).encode(), "text/plain; charset=utf-8")
