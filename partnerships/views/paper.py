"""A partnership on paper: what its page shows, without menu, to print or as PDF."""

from django.contrib.auth.decorators import login_not_required
from django.urls import reverse
from django.views.decorators.http import require_safe

from industriecoalitie.core.paper import as_pdf, on_paper

from .partnership import partnership_detail

TEMPLATE = "partnerships/partnership_paper.html"


@login_not_required
@require_safe
def partnership_print(request, slug):
    """Show a partnership as it is printed; with the rights and the queries of its page."""
    page_url = reverse("partnerships:partnership_detail", args=[slug])
    return on_paper(request, partnership_detail(request, slug), TEMPLATE, page_url=page_url)


@login_not_required
@require_safe
def partnership_pdf(request, slug):
    """Return a partnership as PDF."""
    return as_pdf(request, partnership_print(request, slug), slug)
