"""Pages of programmes, modules, learning paths and demands."""

from collections.abc import Iterable
from decimal import Decimal

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.details import (
    CERTAINTY,
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
    RelatedSection,
    Relation,
    related_sections,
)
from industriecoalitie.sources.models import Citation

from .choices import DemandStage, ModuleOutcome, ProviderRole
from .filtersets import DemandFilterSet, LearningPathFilterSet, ModuleFilterSet, ProgrammeFilterSet
from .models import Demand, LearningPath, LearningPathStep, Module, Offering, Programme

# The stairs of a learning path are drawn at most this high.
HIGHEST_STEP = 8
# The code lists that a row of a list names its terms from.
CHIP_LISTS = (Scheme.LEVEL, Scheme.EDUCATION_FORM, Scheme.TARGET_GROUP, Scheme.THEME, Scheme.SECTOR)


@login_not_required
@require_safe
def programme_list(request):
    rows = Programme.objects.visible_to(request.user).for_list()
    context = {"crumbs": [(_("Opleidingen"), "")]}
    response = list_page(request, "programmes/programme_list.html", rows, ProgrammeFilterSet, context)
    for programme in response.context_data["page"]:
        links = [link for link in programme.providers.all() if link.role == ProviderRole.PROVIDER]
        programme.chips = chips_of(programme, request.user, CHIP_LISTS)
        programme.offered_by = names_shown_to(request.user, (link.organisation for link in links))
    return response


@login_not_required
@require_safe
def programme_detail(request, slug):
    user = request.user
    programme = get_permitted(user, Programme, "view", queryset=Programme.objects.for_page(), slug=slug)
    offerings = list(programme.offerings.visible_to(user).for_list())
    figures = figures_of(programme, user)
    sections = related_sections(programme_relations(programme, user))
    context = {
        "crumbs": [(_("Opleidingen"), reverse("programmes:programme_list")), (programme.name, "")],
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
            programme.practices.visible_to(user),
            "title",
            "knowledgebank:practice_detail",
            note="summary",
        ),
        learning_resources_relation(programme, user),
        agenda_relation(programme, user),
    ]


@login_not_required
@require_safe
def module_list(request):
    rows = Module.objects.visible_to(request.user).for_list()
    context = {"crumbs": [(_("Modules"), "")]}
    response = list_page(request, "programmes/module_list.html", rows, ModuleFilterSet, context)
    for module in response.context_data["page"]:
        links = module.programme_links.all()
        module.chips = chips_of(module, request.user, CHIP_LISTS)
        module.part_of_names = names_shown_to(request.user, (link.programme for link in links))
    return response


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
        "crumbs": [(_("Modules"), reverse("programmes:module_list")), (module.name, "")],
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


@login_not_required
@require_safe
def learning_path_list(request):
    rows = LearningPath.objects.visible_to(request.user).for_list()
    context = {"crumbs": [(_("Leerpaden"), "")]}
    response = list_page(request, "programmes/learning_path_list.html", rows, LearningPathFilterSet, context)
    for path in response.context_data["page"]:
        path.chips = chips_of(path, request.user, CHIP_LISTS)
    return response


@login_not_required
@require_safe
def learning_path_detail(request, slug):
    user = request.user
    path = get_permitted(user, LearningPath, "view", queryset=LearningPath.objects.for_page(), slug=slug)
    steps = list(path.steps.visible_to(user).for_list())
    sections = related_sections([concepts_relation(path, user)])
    context = {
        "crumbs": [(_("Leerpaden"), reverse("programmes:learning_path_list")), (path.name, "")],
        "path": path,
        "duration": years_in_words(path.duration_years),
        "stairs": stairs_of(steps),
        "sections": sections,
        "terms": terms_by_list(sections["concepts"], dict(Scheme.choices)),
        "citations": Citation.objects.visible_to(request.user).of_page(cited(sections), [path, *steps]),
    }
    return TemplateResponse(request, "programmes/learning_path_detail.html", context)


@login_not_required
@require_safe
def demand_list(request):
    rows = Demand.objects.visible_to(request.user).for_list()
    context = {"crumbs": [(_("Vragen"), "")]}
    response = list_page(request, "programmes/demand_list.html", rows, DemandFilterSet, context)
    for demand in response.context_data["page"]:
        parties = demand.parties.all()
        demand.chips = chips_of(demand, request.user, CHIP_LISTS)
        demand.asked_by = names_shown_to(request.user, (party.organisation for party in parties))
    return response


@login_not_required
@require_safe
def demand_detail(request, slug):
    user = request.user
    demand = get_permitted(user, Demand, "view", queryset=Demand.objects.for_page(), slug=slug)
    sections = related_sections(
        [
            concepts_relation(demand, user),
            Relation(
                "parties",
                _("Wie vraagt dit?"),
                demand.parties.visible_to(user),
                "organisation__name",
                "regions:organisation_detail",
                slugs=("organisation__slug",),
                note="organisation__kind__label",
                rank="order",
                data=CERTAINTY,
            ),
            partnerships_relation(demand, user),
            Relation(
                "programmes",
                _("Opleidingen"),
                demand.programmes.visible_to(user),
                "name",
                "programmes:programme_detail",
                note="summary",
            ),
            agenda_relation(demand, user),
        ]
    )
    context = {
        "crumbs": [(_("Vragen"), reverse("programmes:demand_list")), (demand.title, "")],
        "demand": demand,
        "steps": funnel_steps(demand.stage),
        "sections": sections,
        "terms": terms_by_list(sections["concepts"], dict(Scheme.choices)),
        "missing": missing_parts(
            [
                (_("wie het vraagt"), sections["parties"].rows),
                (_("samenwerkingen die antwoord geven"), sections["partnerships"].rows),
                (_("opleidingen die antwoord geven"), sections["programmes"].rows),
            ]
        ),
        "citations": Citation.objects.visible_to(request.user).of_page(cited(sections), [demand]),
    }
    return TemplateResponse(request, "programmes/demand_detail.html", context)


def partnerships_relation(record, user) -> Relation:
    return Relation(
        "partnerships",
        _("Samenwerkingen"),
        record.partnerships.visible_to(user),
        "name",
        "partnerships:partnership_detail",
        note="summary",
    )


def providers_relation(key: str, title: str, rows) -> Relation:
    return Relation(
        key,
        title,
        rows,
        "organisation__name",
        "regions:organisation_detail",
        slugs=("organisation__slug",),
        note="organisation__kind__label",
        rank="order",
        period="",
        data=CERTAINTY,
    )


def learning_resources_relation(record, user) -> Relation:
    return Relation(
        "learning_resources",
        _("Leermiddelen"),
        record.learning_resources.visible_to(user),
        "title",
        "knowledgebank:learning_resource_detail",
        note="summary",
    )


def demands_relation(demands) -> Relation:
    return Relation(
        "demands",
        _("Vragen die deze opleiding beantwoordt"),
        demands,
        "title",
        "programmes:demand_detail",
        note="summary",
        data={"slug": "slug", "stage": "stage"},
    )


def askers_relation(demands, user) -> Relation:
    """Return who asks each of the demands."""
    parties = demands.model._meta.get_field("parties").related_model
    return Relation(
        "askers",
        _("Wie vraagt dit?"),
        parties.objects.visible_to(user).filter(demand__in=demands),
        "organisation__name",
        "regions:organisation_detail",
        slugs=("organisation__slug",),
        rank="order",
        data={"demand": "demand__slug"},
    )


def demands_with_askers(demands: RelatedSection, askers: RelatedSection) -> list[dict]:
    """Return the demands a programme answers, each with its stage in words and who asks it."""
    return [
        {
            "row": row,
            "stage": DemandStage(row.data["stage"]).label,
            "askers": [asker for asker in askers.rows if asker.data["demand"] == row.data["slug"]],
        }
        for row in demands.rows
    ]


def named_offerings(offerings: list[Offering], user) -> list[Offering]:
    """Return the offerings whose organisation may be named."""
    return [offering for offering in offerings if offering.organisation.is_shown_to(user)]


def names_shown_to(user, records: Iterable) -> list[str]:
    """Return the names of the records that ``user`` may know of."""
    return [str(record) for record in records if record.is_shown_to(user)]


def terms_of(concepts: RelatedSection, scheme: str) -> list[str]:
    """Return the labels of the terms that come from one list."""
    return [row.label for row in concepts.rows if row.note == scheme]


def years_in_words(years: Decimal | None) -> str:
    """Return a number of years in Dutch; empty when it is not known."""
    return _("%(years)s jaar") % {"years": in_words(years)} if years is not None else ""


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


def funnel_steps(stage: str) -> list[dict]:
    """Return the funnel from signal to delivery, with how far a demand is."""
    reached = list(DemandStage.values).index(stage)
    return [
        {"label": label, "is_reached": index <= reached, "is_current": index == reached}
        for index, label in enumerate(DemandStage.labels)
    ]


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
