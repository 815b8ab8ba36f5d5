"""Pages of modules."""

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.details import (
    chips_of,
    cited,
    concepts_relation,
    missing_parts,
    terms_by_list,
)
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import (
    Relation,
    related_sections,
)
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.sources.models import Citation
from programmes.choices import ModuleOutcome
from programmes.filtersets import ModuleFilterSet
from programmes.forms.module import ModuleSheet
from programmes.models import Module

from .related import CHIP_LISTS, learning_resources_relation, named_offerings, names_shown_to


@login_not_required
@require_safe
def module_list(request):
    rows = Module.objects.visible_to(request.user).for_list()
    context = {"crumbs": [(_("Modules"), "")]}
    response = list_page(
        request, "programmes/module_list.html", rows, ModuleFilterSet, context, table="modules"
    )
    for module in response.context_data["page"]:
        links = module.programme_links.all()
        module.chips = chips_of(module, request.user, CHIP_LISTS)
        module.part_of_names = names_shown_to(request.user, (link.programme for link in links))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def module_add(request):
    return add_page(request, ModuleSheet, [list_crumb()])


@require_http_methods(["GET", "HEAD", "POST"])
def module_edit(request, slug):
    return edit_page(request, ModuleSheet, [list_crumb()], slug=slug)


def list_crumb() -> tuple[str, str]:
    return _("Modules"), reverse("programmes:module_list")


@login_not_required
@require_safe
def module_detail(request, slug):
    user = request.user
    module = get_permitted(user, Module, "view", queryset=Module.objects.for_page(), slug=slug)
    offerings = list(module.offerings.visible_to(user).for_list())
    sections = related_sections(
        [
            concepts_relation(module, user),
            Relation(
                "programmes",
                _("Onderdeel van"),
                module.programme_links.visible_to(user),
                "programme__name",
                "programmes:programme_detail",
                slugs=("programme__slug",),
                note="programme__summary",
            ),
            Relation(
                "paths",
                _("Stap in een leerpad"),
                module.path_steps.visible_to(user),
                "path__name",
                "programmes:learning_path_detail",
                slugs=("path__slug",),
                note="path__summary",
            ),
            learning_resources_relation(module, user),
        ]
    )
    context = {
        "crumbs": [list_crumb(), (module.name, "")],
        "module": module,
        "outcome": "" if module.outcome == ModuleOutcome.UNKNOWN else module.get_outcome_display(),
        "offerings": named_offerings(offerings, user),
        "sections": sections,
        "terms": terms_by_list(sections["concepts"], dict(Scheme.choices)),
        "missing": missing_parts(
            [
                (_("opleidingen"), sections["programmes"].rows),
                (_("aanbod per school"), offerings),
                (_("leerpaden"), sections["paths"].rows),
                (_("leermiddelen"), sections["learning_resources"].rows),
            ]
        ),
        "citations": Citation.objects.visible_to(request.user).of_page(cited(sections), [module, *offerings]),
    }
    return TemplateResponse(request, "programmes/module_detail.html", context)
