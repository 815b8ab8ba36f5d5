"""A region on paper: what its page shows, without menu, to print or as PDF."""

from django.contrib.auth.decorators import login_not_required
from django.urls import reverse
from django.views.decorators.http import require_safe

from industriecoalitie.core.paper import as_pdf, on_paper

from .region import region_detail

TEMPLATE = "regions/region_paper.html"


@login_not_required
@require_safe
def region_print(request, slug):
    """Show a region as it is printed; with the rights and the queries of its page."""
    page_url = reverse("regions:region_detail", args=[slug])
    return on_paper(request, region_detail(request, slug), TEMPLATE, page_url=page_url)


@login_not_required
@require_safe
def region_pdf(request, slug):
    """Return a region as PDF."""
    return as_pdf(request, region_print(request, slug), slug)
