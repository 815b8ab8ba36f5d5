"""Pages of programmes."""

from decimal import Decimal

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.details import (
    agenda_relation,
    are_short,
    chips_of,
    cited,
    concepts_relation,
    figures_of,
    missing_parts,
    terms_by_list,
)
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.quantities import in_words
from industriecoalitie.core.relations import (
    Relation,
    related_sections,
)
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.sources.models import Citation
from partnerships.models import Partnership
from programmes.choices import ProviderRole
from programmes.filtersets import ProgrammeFilterSet
from programmes.forms.programme import ProgrammeSheet
from programmes.models import Programme

from .learning_path import years_in_words
from .related import (
    CHIP_LISTS,
    askers_relation,
    demands_relation,
    demands_with_askers,
    learning_resources_relation,
    named_offerings,
    names_shown_to,
    partnerships_relation,
    providers_relation,
    terms_of,
)


@login_not_required
@require_safe
def programme_list(request):
    rows = Programme.objects.visible_to(request.user).for_list()
    context = {"crumbs": [(_("Opleidingen"), "")]}
    response = list_page(
        request, "programmes/programme_list.html", rows, ProgrammeFilterSet, context, table="programmes"
    )
    for programme in response.context_data["page"]:
        links = [link for link in programme.providers.all() if link.role == ProviderRole.PROVIDER]
        programme.chips = chips_of(programme, request.user, CHIP_LISTS)
        programme.offered_by = names_shown_to(request.user, (link.organisation for link in links))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def programme_add(request):
    """Add a programme; ``?partnership=`` fills in the partnership it belongs to."""
    partnerships = Partnership.objects.visible_to(request.user).filter(
        slug=request.GET.get("partnership", "")
    )
    initial = {"partnerships": list(partnerships)} if "partnership" in request.GET else None
    return add_page(request, ProgrammeSheet, [list_crumb()], initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request, slug):
    return edit_page(request, ProgrammeSheet, [list_crumb()], slug=slug)


def list_crumb() -> tuple[str, str]:
    return _("Opleidingen"), reverse("programmes:programme_list")


@login_not_required
@require_safe
def programme_detail(request, slug):
    user = request.user
    programme = get_permitted(user, Programme, "view", queryset=Programme.objects.for_page(), slug=slug)
    offerings = list(programme.offerings.visible_to(user).for_list())
    figures = figures_of(programme, user)
    sections = related_sections(programme_relations(programme, user))
    context = {
        "crumbs": [list_crumb(), (programme.name, "")],
        "programme": programme,
        "week": week_of(programme),
        "levels": terms_of(sections["concepts"], Scheme.LEVEL),
        "education_forms": terms_of(sections["concepts"], Scheme.EDUCATION_FORM),
        "duration": years_in_words(programme.duration_years),
        "offerings": named_offerings(offerings, user),
        "figures": figures,
        "figures_are_short": are_short(figures),
        "sections": sections,
        "terms": terms_by_list(sections["concepts"], dict(Scheme.choices)),
        "signals": demands_with_askers(sections["demands"], sections["askers"]),
        "missing": missing_parts(
            [
                (_("aanbieders"), sections["providers"].rows),
                (_("modules"), sections["modules"].rows),
                (_("aanbod per school"), offerings),
                (_("leerpaden"), sections["paths"].rows),
                (_("vragen van bedrijven"), sections["demands"].rows),
                (_("samenwerkingen"), sections["partnerships"].rows),
                (_("leermiddelen"), sections["learning_resources"].rows),
                (_("cijfers"), figures),
            ]
        ),
        "citations": Citation.objects.visible_to(request.user).of_page(
            cited(sections), [programme, *offerings, *(row for row, _text in figures)]
        ),
    }
    return TemplateResponse(request, "programmes/programme_detail.html", context)


def programme_relations(programme: Programme, user) -> list[Relation]:
    """Return all sides of a programme that are a name and an address."""
    provider_links = programme.providers.visible_to(user)
    demands = programme.demands.visible_to(user)
    return [
        concepts_relation(programme, user),
        providers_relation("providers", _("Aanbieders"), provider_links.filter(role=ProviderRole.PROVIDER)),
        providers_relation("helpers", _("Partners"), provider_links.filter(role=ProviderRole.PARTNER)),
        Relation(
            "modules",
            _("Modules"),
            programme.module_links.visible_to(user),
            "module__name",
            "programmes:module_detail",
            slugs=("module__slug",),
            note="module__summary",
            rank="order",
        ),
        Relation(
            "paths",
            _("Stap in een leerpad"),
            programme.path_steps.visible_to(user),
            "path__name",
            "programmes:learning_path_detail",
            slugs=("path__slug",),
            note="path__summary",
        ),
        demands_relation(demands),
        askers_relation(demands, user),
        partnerships_relation(programme, user),
        Relation(
            "ecosystems",
            _("Ecosystemen"),
            programme.ecosystems.visible_to(user),
            "name",
            "partnerships:ecosystem_detail",
            note="summary",
        ),
        Relation(
            "practices",
            _("Praktijkvoorbeelden"),
            programme.practices.visible_to(user).originals(),
            "title",
            "knowledgebank:practice_detail",
            note="summary",
        ),
        learning_resources_relation(programme, user),
        agenda_relation(programme, user),
    ]


def week_of(programme: Programme) -> list[dict]:
    """Return the days of a week at work and at school, as bars; empty when the source has neither."""
    days = [
        (_("Op het werk"), programme.work_days_per_week),
        (_("Op school"), programme.school_days_per_week),
    ]
    return [
        {"label": label, "value": value, "text": days_in_words(value)}
        for label, value in days
        if value is not None
    ]


def days_in_words(days: Decimal) -> str:
    """Return a number of days in Dutch: ``1 dag``, ``4 dagen``, ``2,5 dagen``."""
    words = {"days": in_words(days)}
    return _("%(days)s dag") % words if days == 1 else _("%(days)s dagen") % words
