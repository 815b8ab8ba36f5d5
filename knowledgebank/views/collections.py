"""Pages of collections, which curators put together."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.editing.pages import add_page, edit_page
from knowledgebank.forms.collection import CollectionSheet
from knowledgebank.models import Collection, CollectionItem

from .practices import key_figures

PAGE_SIZE = 25


@login_not_required
@require_safe
def collection_list(request) -> HttpResponse:
    collections = Collection.objects.visible_to(request.user).for_list().with_practice_count(request.user)
    page = Paginator(collections, PAGE_SIZE).get_page(request.GET.get("page", "1")[:6])
    context = {"page": page, "crumbs": [_bank(), (_("Collecties"), "")]}
    return TemplateResponse(request, "knowledgebank/collection_list.html", context)


@login_not_required
@require_safe
def collection_detail(request, slug: str) -> HttpResponse:
    """Show a collection with the practices that the reader may see."""
    collection = get_permitted(request.user, Collection, "view", slug=slug)
    items = CollectionItem.objects.visible_to(request.user).filter(
        collection=collection, practice__draft_of=None
    )
    items = items.select_related("practice__region", "practice__place").order_by("order", "pk")
    items = list(items.prefetch_related("practice__concepts"))
    figures = key_figures([item.practice for item in items], request.user)
    context = {
        "collection": collection,
        "items": items,
        "key_figures": {pk: rows[0] for pk, rows in figures.items()},
        "crumbs": [*_crumbs(), (collection.title, "")],
    }
    return TemplateResponse(request, "knowledgebank/collection_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def collection_add(request) -> HttpResponse:
    return add_page(request, CollectionSheet, _crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
def collection_edit(request, slug: str) -> HttpResponse:
    return edit_page(request, CollectionSheet, _crumbs(), slug=slug)


def _bank() -> tuple[str, str]:
    return (_("Kennisbank"), reverse("knowledgebank:practice_list"))


def _crumbs() -> list[tuple[str, str]]:
    return [_bank(), (_("Collecties"), reverse("knowledgebank:collection_list"))]
