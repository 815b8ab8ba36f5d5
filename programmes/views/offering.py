"""Pages that add and edit an offering of a programme or module; it is shown on their pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.editing.pages import add_page, edit_page
from programmes.forms.offering import OfferingSheet
from programmes.models import Module, Offering, Programme


@require_http_methods(["GET", "HEAD", "POST"])
def offering_add(request, slug):
    """Add an offering of a programme."""
    programme = get_permitted(request.user, Programme, "view", queryset=Programme.objects.all(), slug=slug)
    crumbs = [
        (_("Opleidingen"), reverse("programmes:programme_list")),
        (programme.name, programme.get_absolute_url()),
    ]
    return add_page(request, OfferingSheet, crumbs, record=Offering(programme=programme))


@require_http_methods(["GET", "HEAD", "POST"])
def module_offering_add(request, slug):
    """Add an offering of a module."""
    module = get_permitted(request.user, Module, "view", queryset=Module.objects.all(), slug=slug)
    crumbs = [(_("Modules"), reverse("programmes:module_list")), (module.name, module.get_absolute_url())]
    return add_page(request, OfferingSheet, crumbs, record=Offering(module=module))


@require_http_methods(["GET", "HEAD", "POST"])
def offering_edit(request, slug):
    crumb = (_("Opleidingen"), reverse("programmes:programme_list"))
    return edit_page(request, OfferingSheet, [crumb], slug=slug)
