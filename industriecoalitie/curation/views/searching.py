"""Pages where curators see what is searched, and keep synonyms and results that stand first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.naming import folded
from industriecoalitie.curation.search_forms import PromotionSheet, SynonymSheet, found_by
from industriecoalitie.curation.searches import proposed, searches
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.search.models import LONGEST_QUERY, Promotion, SearchDocument, Synonym

from .words import check_curator

ON_A_PAGE = 100


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (_("Redactie"), reverse("curation:overview")),
        (_("Zoeken"), reverse("curation:searching")),
        *more,
    ]


def _synonym_crumbs() -> list[tuple[str, str]]:
    return _crumbs((_("Synoniemen"), reverse("curation:synonym_list")))


def _promotion_crumbs() -> list[tuple[str, str]]:
    return _crumbs((_("Aanbevolen resultaten"), reverse("curation:promotion_list")))


def _typed(request, name: str) -> str:
    return " ".join(request.GET.get(name, "").replace("\x00", " ").split())[:LONGEST_QUERY]


@require_safe
@never_cache
def searching(request) -> HttpResponse:
    """Show what is searched, and what of it could be found better."""
    check_curator(request, "search.add_synonym")
    context = {
        "searches": searches(),
        "proposed": proposed(),
        "crumbs": [(_("Redactie"), reverse("curation:overview")), (_("Zoeken"), "")],
    }
    return TemplateResponse(request, "curation/searching.html", context)


@require_safe
@never_cache
def synonym_list(request) -> HttpResponse:
    """Show every synonym, or those with some letters."""
    check_curator(request, "search.add_synonym")
    words = folded(_typed(request, "q")).split()
    rows = Synonym.objects.visible_to(request.user).for_list()
    shown = [each for each in rows if all(word in folded(str(each)) for word in words)]
    crumbs = [*_crumbs(), (_("Synoniemen"), "")]
    context = {"synonyms": shown, "q": _typed(request, "q"), "crumbs": crumbs}
    return TemplateResponse(request, "curation/synonym_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def synonym_add(request) -> HttpResponse:
    """Add a synonym; the address may begin with words: ``?woord=llo&woord=leven lang ontwikkelen``."""
    terms = [
        " ".join(text.replace("\x00", " ").split())[:LONGEST_QUERY] for text in request.GET.getlist("woord")
    ]
    return add_page(
        request, SynonymSheet, _synonym_crumbs(), initial={"terms": [text for text in terms if text]}
    )


@require_safe
@never_cache
def synonym_detail(request, slug: str) -> HttpResponse:
    """Show one synonym."""
    synonym = get_permitted(
        request.user, Synonym, "change", queryset=Synonym.objects.visible_to(request.user), slug=slug
    )
    context = {"record": synonym, "crumbs": [*_synonym_crumbs(), (str(synonym), "")]}
    return TemplateResponse(request, "curation/synonym_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def synonym_edit(request, slug: str) -> HttpResponse:
    """Edit one synonym."""
    return edit_page(request, SynonymSheet, _synonym_crumbs(), slug=slug)


@require_safe
@never_cache
def promotion_list(request) -> HttpResponse:
    """Show what stands first, by question."""
    check_curator(request, "search.add_promotion")
    rows = Promotion.objects.visible_to(request.user).order_by("query", "order", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    titles = _titles(request.user, page.object_list)
    context = {
        "page": page,
        "promotions": [(each, titles.get(each.subject)) for each in page.object_list],
        "crumbs": [*_crumbs(), (_("Aanbevolen resultaten"), "")],
    }
    return TemplateResponse(request, "curation/promotion_list.html", context)


def _titles(user, promotions) -> dict:
    rows = SearchDocument.objects.visible_to(user).filter(record__in=[each.subject for each in promotions])
    return {row.record: row for row in rows.only("record", "title", "address")}


@require_http_methods(["GET", "HEAD", "POST"])
def promotion_add(request) -> HttpResponse:
    """Add a result that stands first; the address may begin with the question: ``?vraag=``."""
    return add_page(request, PromotionSheet, _promotion_crumbs(), initial={"query": _typed(request, "vraag")})


@require_safe
@never_cache
def promotion_detail(request, slug: str) -> HttpResponse:
    """Show one result that stands first."""
    promotion = get_permitted(
        request.user, Promotion, "change", queryset=Promotion.objects.visible_to(request.user), slug=slug
    )
    context = {
        "record": promotion,
        "result": _titles(request.user, [promotion]).get(promotion.subject),
        "crumbs": [*_promotion_crumbs(), (str(promotion), "")],
    }
    return TemplateResponse(request, "curation/promotion_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def promotion_edit(request, slug: str) -> HttpResponse:
    """Edit one result that stands first."""
    return edit_page(request, PromotionSheet, _promotion_crumbs(), slug=slug)


@require_safe
@never_cache
def found_options(request) -> HttpResponse:
    """Find records of any kind, for the field that is being typed in."""
    check_curator(request, "search.add_promotion")
    text = _typed(request, "q")
    hits = found_by(text, request.user) if len(text) >= 2 else []
    return TemplateResponse(request, "curation/found_options.html", {"hits": hits, "text": text})
