"""Pages where curators keep the success factors."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.core.naming import folded
from industriecoalitie.curation.forms import ListForm, SuccessFactorSheet
from industriecoalitie.curation.kinds import FACTORS
from industriecoalitie.curation.uses import times_used
from industriecoalitie.editing.pages import add_page, edit_page
from knowledgebank.models import SuccessFactor

from .words import check_curator, detail_page, merge_page, permitted, retire_word, take_back_word


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("Redactie"), reverse("curation:overview")),
        (_("Succesfactoren"), reverse("curation:factor_list")),
    ]


@require_safe
@never_cache
def factor_list(request) -> HttpResponse:
    """Show every success factor with how often it is used."""
    check_curator(request, "knowledgebank.add_successfactor")
    factors = list(SuccessFactor.objects.visible_to(request.user).order_by("label", "pk"))
    used = times_used(SuccessFactor, factors)
    form = ListForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    words = folded(wanted.get("q", "")).split()

    def is_shown(factor: SuccessFactor) -> bool:
        fits = {"ongebruikt": not used[factor.pk], "vervallen": not factor.is_offered}
        names = folded(f"{factor.label} {factor.description}")
        return fits.get(wanted.get("toon", ""), True) and all(word in names for word in words)

    context = {
        "factors": [(each, FACTORS.address(each)) for each in factors if is_shown(each)],
        "used": used,
        "total": len(factors),
        "form": form,
        "crumbs": [(_("Redactie"), reverse("curation:overview")), (_("Succesfactoren"), "")],
    }
    return TemplateResponse(request, "curation/factor_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def factor_add(request) -> HttpResponse:
    """Add a success factor."""
    return add_page(request, SuccessFactorSheet, _crumbs())


@require_safe
@never_cache
def factor_detail(request, slug: str) -> HttpResponse:
    """Show one success factor to curators."""
    factor = permitted(request, FACTORS, slug=slug)
    former = list(factor.merged_from.order_by("label").values_list("label", flat=True))
    facts = [(_("Sleutel in de API"), factor.slug)]
    return detail_page(
        request, FACTORS, _crumbs(), factor, text=factor.description, facts=facts, former=former
    )


@require_http_methods(["GET", "HEAD", "POST"])
def factor_edit(request, slug: str) -> HttpResponse:
    """Edit one success factor."""
    return edit_page(request, SuccessFactorSheet, _crumbs(), slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def factor_merge(request, slug: str) -> HttpResponse:
    """Let one success factor go up in another."""
    return merge_page(request, FACTORS, _crumbs(), slug=slug)


@require_POST
def factor_retire(request, slug: str) -> HttpResponse:
    """Let one success factor no longer be chosen."""
    return retire_word(request, FACTORS, slug=slug)


@require_POST
def factor_take_back(request, slug: str) -> HttpResponse:
    """Let one success factor be chosen again."""
    return take_back_word(request, FACTORS, slug=slug)
