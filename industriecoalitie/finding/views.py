"""The page that searches everything, what it suggests, and the count of what is opened."""

from dataclasses import replace
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from industriecoalitie.access.predicates import keeps_terms
from industriecoalitie.search import engine, highlight
from industriecoalitie.search.asked import note_asked, note_opened
from industriecoalitie.search.engine import PAGE_SIZE, Result

from . import telling
from .asking import Asked
from .labels import kind_icon, one_of_kind
from .narrowing import narrowing_of
from .suggesting import suggested

# Sent by zoeken.js when a question was sent on purpose, not while it was typed.
SENT = "Zoek-Verstuurd"
TICKET_SALT, TICKET_LASTS_S = "finding.opened", 24 * 60 * 60
LONGEST_SUMMARY = 240


@login_not_required
@require_safe
def search(request):
    """Search everything, narrowed by facets; all of it stands in the address."""
    asked, result = _answered(wanted := Asked.read(request.GET), request.user)
    explains = asked.explains and keeps_terms(request.user)
    narrowing = narrowing_of(asked, result, request.user)
    is_part = bool(request.htmx) and not request.htmx.history_restore_request
    if asked.text and not asked.chosen and wanted.page == 1 and (not is_part or SENT in request.headers):
        note_asked(asked.text)
    context = {
        "frame": "components/bare.html" if is_part else "base.html",
        "asked": asked,
        "result": result,
        "narrowing": narrowing,
        "hits": [_shown(hit, result, explains) for hit in result.hits],
        "told": telling.told(result),
        "meant": _meant(asked, result),
        "help": None if result.hits else telling.help_for(asked, result, narrowing.labels, request.user),
        "pages": _pages(asked, result),
        "ticket": signing.dumps(asked.text, salt=TICKET_SALT) if asked.text else "",
        "may_explain": keeps_terms(request.user),
        "explanation": telling.explained(result) if explains else None,
        "explain_address": replace(asked, explains=not asked.explains).address,
        "bare_address": asked.bare().address,
        "crumbs": [(_("Zoeken"), "")],
    }
    response = TemplateResponse(request, "finding/search.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _answered(asked: Asked, reader) -> tuple[Asked, Result]:
    """Return the results of a page; of the last one when there are not so many."""
    first = (asked.page - 1) * PAGE_SIZE
    result = engine.search(asked.text, reader, chosen=asked.chosen, first=first, with_facets=True)
    if result.hits or asked.page == 1:
        return asked, result
    last = replace(asked, page=max(1, -(-result.total // PAGE_SIZE)))
    first = (last.page - 1) * PAGE_SIZE
    return last, engine.search(asked.text, reader, chosen=asked.chosen, first=first, with_facets=True)


def _shown(hit: engine.Hit, result: Result, explains: bool) -> dict[str, object]:
    wanted = result.question.lexemes
    words = "\n".join(text for text in (hit.summary, hit.text) if text)
    return {
        "hit": hit,
        "kind": one_of_kind(hit.kind),
        "icon": kind_icon(hit.kind),
        "title": highlight.marked(hit.title, wanted),
        "fragment": highlight.fragment(words if wanted else hit.summary, wanted, LONGEST_SUMMARY),
        "why": telling.why(hit) if explains else [],
    }


def _meant(asked: Asked, result: Result) -> dict[str, str] | None:
    meant = result.question.did_you_mean
    return {"text": meant, "address": asked.with_text(meant).address} if meant and result.hits else None


def _pages(asked: Asked, result: Result) -> dict[str, object] | None:
    """Return the numbers to turn to, None where some are left out; nothing when all stands on one page."""
    pages = Paginator(range(result.total), PAGE_SIZE)
    if pages.num_pages < 2:
        return None
    page = pages.get_page(asked.page)
    numbers = pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "number": page.number,
        "numbers": [(n, replace(asked, page=n).address) if isinstance(n, int) else None for n in numbers],
        "previous": replace(asked, page=page.number - 1).address if page.has_previous() else "",
        "next": replace(asked, page=page.number + 1).address if page.has_next() else "",
    }


@login_not_required
@require_safe
def suggestions(request):
    """List what is suggested for the words typed so far, as options of a listbox."""
    groups = suggested(request.GET.get("q", ""), request.user)
    return TemplateResponse(request, "finding/suggestions.html", {"groups": groups})


@login_not_required
@csrf_exempt
@require_POST
def opened(request):
    """Count that a result was opened. The signed question on our page is the right; so a visitor needs no cookie."""
    try:
        text = signing.loads(request.POST.get("vraag", ""), salt=TICKET_SALT, max_age=TICKET_LASTS_S)
        record = UUID(request.POST.get("record", ""))
    except signing.BadSignature as error:
        raise PermissionDenied from error
    except ValueError:
        return HttpResponse(status=204)
    note_opened(text, record)
    return HttpResponse(status=204)
