"""A practice on paper: what its page shows, without menu, to print or as PDF."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from industriecoalitie.core.paper import as_pdf, on_paper

from .practices import practice_detail

TEMPLATE = "knowledgebank/practice_paper.html"


@login_not_required
@require_safe
def practice_print(request: HttpRequest, slug: str) -> TemplateResponse:
    """Show a practice as it is printed; with the rights and the queries of its page."""
    page_url = reverse("knowledgebank:practice_detail", args=[slug])
    return on_paper(request, practice_detail(request, slug), TEMPLATE, page_url=page_url)


@login_not_required
@require_safe
def practice_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a practice as PDF."""
    return as_pdf(request, practice_print(request, slug), slug)
