"""Pages of practices, success factors and teaching materials."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, F, Q, Value, When
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted, leads_to
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import RelatedSection, Relation, related_sections, subjects_of
from industriecoalitie.sources.models import Citation
from knowledgebank.choices import AdoptionState, MeasurementKind
from knowledgebank.filtersets import LearningResourceFilterSet, PracticeFilterSet, SuccessFactorFilterSet
from knowledgebank.models import (
    Adoption,
    Evidence,
    LearningResource,
    Measurement,
    Practice,
    PracticeFactor,
    Quote,
    SuccessFactor,
)
from regions.models import AgendaItem, Organisation, Region

MOST_RELATED = 4
MOST_FIGURES = 4


@login_not_required
@require_safe
def practice_list(request) -> HttpResponse:
    practices = Practice.objects.visible_to(request.user).for_list()
    page = list_page(
        request,
        "knowledgebank/practice_list.html",
        practices,
        PracticeFilterSet,
        {"crumbs": [(_("Kennisbank"), "")]},
        table="practices",
    )
    page.context_data["key_figures"] = {
        pk: figures[0] for pk, figures in key_figures(page.context_data["page"], request.user).items()
    }
    return page


@login_not_required
@require_safe
def practice_detail(request, slug: str) -> HttpResponse:
    practice = get_permitted(request.user, Practice, "view", slug=slug)
    factors = PracticeFactor.objects.visible_to(request.user).filter(practice=practice)
    factors = list(factors.select_related("factor").order_by("order", "pk"))
    evidence = list(
        Evidence.objects.visible_to(request.user).filter(practice=practice).order_by("order", "pk")
    )
    quotes = Quote.objects.visible_to(request.user).filter(practice=practice)
    quotes = list(quotes.select_related("organisation").order_by("order", "pk"))
    figures = key_figures([practice], request.user).get(practice.pk, [])
    sections = related_sections(relations_of(practice, request.user))
    story = story_of(practice)
    facts = {fact.uuid for fact in (practice, *factors, *evidence, *quotes, *figures)}
    return TemplateResponse(
        request,
        "knowledgebank/practice_detail.html",
        {
            "practice": practice,
            "story": story,
            "missing": [heading for heading, text in story if not text],
            "factors": factors,
            "evidence": evidence,
            "quotes": quotes,
            "key_figure": figures[0] if figures else None,
            "figures": figures[1 : MOST_FIGURES + 1],
            "sections": sections,
            "related": sections["related"].rows[:MOST_RELATED],
            "adoptions": with_state_in_words(sections["adoptions"]),
            "citations": Citation.objects.visible_to(request.user).by_subject(
                facts | subjects_of({"a": sections["adoptions"]})
            ),
            "crumbs": [(_("Kennisbank"), reverse("knowledgebank:practice_list")), (practice.title, "")],
        },
    )


def key_figures(practices: Iterable[Practice], user) -> dict[int, list[Measurement]]:
    """Return what was measured of the partnership or programme of each practice, newest first, in one query.

    Keys are primary keys of practices. A figure that was measured goes before one that was meant.
    """
    practices = list(practices)
    partnerships = {practice.partnership_id for practice in practices if practice.partnership_id}
    programmes = {practice.programme_id for practice in practices if practice.programme_id}
    about = Q(indicator__partnership__in=partnerships) | Q(indicator__programme__in=programmes)
    rows = Measurement.objects.visible_to(user).filter(about, value__isnull=False).select_related("indicator")
    rows = sorted(
        rows.order_by(F("year").desc(nulls_last=True), "pk"),
        key=lambda row: row.kind != MeasurementKind.REALISED,
    )
    found: dict[int, list[Measurement]] = {}
    for practice in practices:
        own = [row for row in rows if is_about(row, practice)]
        if own:
            found[practice.pk] = own
    return found


def is_about(row: Measurement, practice: Practice) -> bool:
    indicator = row.indicator
    return bool(
        (practice.partnership_id and indicator.partnership_id == practice.partnership_id)
        or (practice.programme_id and indicator.programme_id == practice.programme_id)
    )


def story_of(practice: Practice) -> list[tuple[str, str]]:
    """Return the parts of the story as heading and Markdown, empty ones included."""
    return [
        (_("Aanleiding"), practice.context),
        (_("Aanpak"), practice.approach),
        (_("Resultaat"), practice.results),
        (_("Lessen"), practice.lessons),
        (_("Kosten"), practice.costs),
    ]


def relations_of(practice: Practice, user) -> list[Relation]:
    regions = Region.objects.visible_to(user)
    where = Case(When(region__in=regions, then=F("region__name")), default=Value(""))
    visible = Practice.objects.visible_to(user)
    alike = visible.filter(factor_links__factor__practice_links__practice=practice).exclude(pk=practice.pk)
    return [
        Relation(
            "organisations",
            _("Organisaties"),
            Organisation.objects.visible_to(user).filter(practices=practice),
            "name",
            "regions:organisation_detail",
            note="kind__label",
        ),
        Relation(
            "agenda_items",
            _("Agendapunten"),
            AgendaItem.objects.visible_to(user).filter(practices=practice),
            "title",
            "regions:agenda_item_detail",
            slugs=("agenda__slug", "code"),
            note="agenda__title",
        ),
        Relation(
            "learning_resources",
            _("Leermiddelen"),
            LearningResource.objects.visible_to(user).filter(practice=practice),
            "title",
            "knowledgebank:learning_resource_detail",
            note="licence",
        ),
        Relation(
            "adoptions",
            _("Navolging"),
            Adoption.objects.visible_to(user).filter(practice=practice, region__in=regions),
            "region__name",
            "regions:region_detail",
            slugs=("region__slug",),
            note="state",
            period="",
            data={"changes": "changes", "outcome": "outcome"},
        ),
        Relation(
            "related",
            _("Verwante voorbeelden"),
            visible.filter(pk__in=alike.values("pk")).annotate(where=where),
            "title",
            "knowledgebank:practice_detail",
            note="where",
        ),
    ]


def with_state_in_words(section: RelatedSection) -> list[tuple[object, str]]:
    """Return the adoptions, each with its state as a reader knows it."""
    return [(row, AdoptionState(row.note).label) for row in section.rows]


@login_not_required
@require_safe
def success_factor_list(request) -> HttpResponse:
    factors = SuccessFactor.objects.visible_to(request.user).for_list()
    crumbs = [(_("Kennisbank"), reverse("knowledgebank:practice_list")), (_("Succesfactoren"), "")]
    return list_page(
        request,
        "knowledgebank/success_factor_list.html",
        factors,
        SuccessFactorFilterSet,
        {"crumbs": crumbs},
    )


@login_not_required
@require_safe
def success_factor_detail(request, slug: str) -> HttpResponse:
    """Show one success factor with its practices; one that was merged leads to the one it became."""
    try:
        factor = get_permitted(request.user, SuccessFactor, "view", slug=slug)
    except Http404:
        if elsewhere := leads_to(request.user, SuccessFactor, slug=slug):
            return elsewhere
        raise
    links = PracticeFactor.objects.visible_to(request.user).filter(factor=factor)
    links = list(links.select_related("practice__region").order_by("practice__title", "pk"))
    return TemplateResponse(
        request,
        "knowledgebank/success_factor_detail.html",
        {
            "factor": factor,
            "links": links,
            "citations": Citation.objects.visible_to(request.user).by_subject(
                {factor.uuid, *(link.uuid for link in links)}
            ),
            "crumbs": [
                (_("Kennisbank"), reverse("knowledgebank:practice_list")),
                (_("Succesfactoren"), reverse("knowledgebank:success_factor_list")),
                (factor.label, ""),
            ],
        },
    )


@login_not_required
@require_safe
def learning_resource_list(request) -> HttpResponse:
    resources = LearningResource.objects.visible_to(request.user).for_list()
    crumbs = [(_("Kennisbank"), reverse("knowledgebank:practice_list")), (_("Leermiddelen"), "")]
    return list_page(
        request,
        "knowledgebank/learning_resource_list.html",
        resources,
        LearningResourceFilterSet,
        {"crumbs": crumbs},
    )


@login_not_required
@require_safe
def learning_resource_detail(request, slug: str) -> HttpResponse:
    resource = get_permitted(
        request.user,
        LearningResource,
        "view",
        queryset=LearningResource.objects.for_detail().select_related("practice", "programme", "module"),
        slug=slug,
    )
    return TemplateResponse(
        request,
        "knowledgebank/learning_resource_detail.html",
        {
            "resource": resource,
            "citations": Citation.objects.visible_to(request.user).by_subject({resource.uuid}),
            "crumbs": [
                (_("Kennisbank"), reverse("knowledgebank:practice_list")),
                (_("Leermiddelen"), reverse("knowledgebank:learning_resource_list")),
                (resource.title, ""),
            ],
        },
    )
