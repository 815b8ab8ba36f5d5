"""Pages of learning paths."""

from decimal import Decimal

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
    terms_by_list,
)
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.quantities import in_words
from industriecoalitie.core.relations import (
    related_sections,
)
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.sources.models import Citation
from programmes.filtersets import LearningPathFilterSet
from programmes.forms.learning_path import LearningPathSheet
from programmes.models import LearningPath, LearningPathStep

from .related import CHIP_LISTS


@login_not_required
@require_safe
def learning_path_list(request):
    rows = LearningPath.objects.visible_to(request.user).for_list()
    context = {"crumbs": [(_("Leerpaden"), "")]}
    response = list_page(
        request,
        "programmes/learning_path_list.html",
        rows,
        LearningPathFilterSet,
        context,
        table="learning-paths",
    )
    for path in response.context_data["page"]:
        path.chips = chips_of(path, request.user, CHIP_LISTS)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def learning_path_add(request):
    return add_page(request, LearningPathSheet, [list_crumb()])


@require_http_methods(["GET", "HEAD", "POST"])
def learning_path_edit(request, slug):
    return edit_page(request, LearningPathSheet, [list_crumb()], slug=slug)


def list_crumb() -> tuple[str, str]:
    return _("Leerpaden"), reverse("programmes:learning_path_list")


@login_not_required
@require_safe
def learning_path_detail(request, slug):
    user = request.user
    path = get_permitted(user, LearningPath, "view", queryset=LearningPath.objects.for_page(), slug=slug)
    steps = list(path.steps.visible_to(user).for_list())
    sections = related_sections([concepts_relation(path, user)])
    context = {
        "crumbs": [list_crumb(), (path.name, "")],
        "path": path,
        "duration": years_in_words(path.duration_years),
        "stairs": stairs_of(steps),
        "sections": sections,
        "terms": terms_by_list(sections["concepts"], dict(Scheme.choices)),
        "citations": Citation.objects.visible_to(request.user).of_page(cited(sections), [path, *steps]),
    }
    return TemplateResponse(request, "programmes/learning_path_detail.html", context)


# The stairs of a learning path are drawn at most this high.
HIGHEST_STEP = 8


def stairs_of(steps: list[LearningPathStep]) -> list[dict]:
    """Return the steps of a path, each with its height: 1 for the lowest level, 0 when it has none."""
    levels = sorted({step.level.order for step in steps if step.level})
    return [
        {
            "step": step,
            "number": number,
            "height": min(HIGHEST_STEP, levels.index(step.level.order) + 1) if step.level else 0,
        }
        for number, step in enumerate(steps, start=1)
    ]


def years_in_words(years: Decimal | None) -> str:
    """Return a number of years in Dutch; empty when it is not known."""
    return _("%(years)s jaar") % {"years": in_words(years)} if years is not None else ""
