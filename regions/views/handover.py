"""Pages to hand a region over, and to read how it stands."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.actors import actor_of
from regions import actions
from regions.forms.team import HandoverForm
from regions.models import Handover, Region

from .briefing import briefing_of
from .team import fresh, put_on


@require_http_methods(["GET", "HEAD", "POST"])
def handover_add(request, slug: str):
    """Ask who takes the seat over and when, and do it."""
    region = get_permitted(request.user, Region, "staff", slug=slug)
    form = HandoverForm(request.POST or None, region=region, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            handover = actions.hand_over(
                region,
                data["predecessor"],
                data["email"],
                data["day"],
                name=data["name"],
                note=data["note"],
                by=actor_of(request),
            )
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("De overdracht is geregeld. Jullie krijgen allebei een brief."))
            reads = Handover.objects.visible_to(fresh(request.user)).filter(pk=handover.pk).exists()
            return redirect(handover) if reads else redirect("my_page")
    crumbs = [
        (_("Regio’s"), reverse("regions:region_list")),
        (region.name, region.get_absolute_url()),
        (_("Team"), reverse("regions:team", args=[slug])),
        (_("Overdragen"), ""),
    ]
    context = {"region": region, "form": form, "crumbs": crumbs}
    return TemplateResponse(request, "regions/handover_form.html", context)


@require_safe
def handover_detail(request, slug: str, uuid):
    """Brief the successor, and the team, on how the region stands."""
    handover = get_permitted(request.user, Handover, "view", region__slug=slug, uuid=uuid)
    region = handover.region
    crumbs = [
        (_("Regio’s"), reverse("regions:region_list")),
        (region.name, region.get_absolute_url()),
        (_("Overdracht"), ""),
    ]
    briefing = briefing_of(handover, request.user)
    context = {"handover": handover, "region": region, "briefing": briefing, "crumbs": crumbs}
    return TemplateResponse(request, "regions/handover_detail.html", context)
