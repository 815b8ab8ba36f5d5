"""A practice on other sites: a card in a frame, and how to ask for it."""

from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from industriecoalitie.core.quantities import whole
from knowledgebank.models import Practice, PracticeFigure

from .answers import checked_again
from .practices import key_figures
from .preview import (
    CARD_HEIGHT,
    CARD_WIDTH,
    NAME,
    VISITOR,
    absolute,
    author_of,
    first_image,
    frame_of,
    open_practices,
    picture_of,
    shown,
)


@login_not_required
@require_safe  # outside the next two: a refusal is not framed
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"], "script-src": ["'none'"], "form-action": ["'none'"]})
def practice_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one practice as a card that other sites may frame; the same for everybody, and without a session."""
    practice = get_object_or_404(open_practices(), slug=slug)
    context = {
        "practice": practice,
        "url": absolute(practice.get_absolute_url()),
        "region": shown(practice.region),
        "figure": figure_of(practice),
        "image": first_image(practice),
    }
    # Without the request: what depends on the reader has no place here.
    page = render_to_string("knowledgebank/practice_card.html", context)
    return checked_again(request, HttpResponse(page))


@login_not_required
@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Tell how to embed the card of a practice. Source: oembed.com, version 1.0."""
    answer = _oembed(request)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _oembed(request: HttpRequest) -> HttpResponse:
    if request.GET.get("format", "json") != "json":
        return HttpResponse(_("Alleen format=json."), status=501, content_type="text/plain; charset=utf-8")
    sizes = [request.GET.get(name, "") for name in ("maxwidth", "maxheight")]
    most = [whole(size) if size else None for size in sizes]
    if not request.GET.get("url") or any(
        size and not number for size, number in zip(sizes, most, strict=True)
    ):
        return HttpResponseBadRequest(
            _("Geef een url, en maxwidth en maxheight in hele getallen."),
            content_type="text/plain; charset=utf-8",
        )
    practice = practice_at(request.GET["url"], request.get_host())
    width, height = (
        min(own, limit or own) for own, limit in zip((CARD_WIDTH, CARD_HEIGHT), most, strict=True)
    )
    return checked_again(request, JsonResponse(embedding(practice, width, height)))


def practice_at(address: str, host: str) -> Practice:
    """Return the open practice at an address of this portal.

    Raises:
        Http404: there is none for everybody to read; whatever the reason.
    """
    try:
        parts = urlsplit(address)
        is_ours = parts.netloc in (urlsplit(settings.BASE_URL).netloc, host)
        found = resolve(parts.path) if is_ours and parts.scheme in ("http", "https") else None
    except (ValueError, Resolver404):
        found = None
    if found is None or found.view_name != "knowledgebank:practice_detail":
        raise Http404
    return get_object_or_404(open_practices(), slug=found.kwargs["slug"])


def embedding(practice: Practice, width: int, height: int) -> dict[str, Any]:
    """Return what oEmbed tells of a practice."""
    picture = picture_of(first_image(practice))
    region = shown(practice.region)
    return {
        "version": "1.0",
        "type": "rich",
        "title": practice.title,
        "author_name": author_of(practice),
        "author_url": absolute(region.get_absolute_url()) if region else f"{settings.BASE_URL}/",
        "provider_name": NAME,
        "provider_url": f"{settings.BASE_URL}/",
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": frame_of(practice, width, height),
        "thumbnail_url": picture["url"],
        "thumbnail_width": picture["width"],
        "thumbnail_height": picture["height"],
    }


def figure_of(practice: Practice) -> dict[str, str] | None:
    """Return the first figure of a practice that anyone may read, as text and what was counted."""
    own = PracticeFigure.objects.visible_to(VISITOR).filter(practice=practice, value__isnull=False)
    figure = own.order_by("order", "pk").first()
    if figure is not None:
        return {"value": figure.in_words, "text": figure.label}
    measured = key_figures([practice], VISITOR).get(practice.pk)
    return {"value": measured[0].in_words, "text": measured[0].indicator.name} if measured else None
