"""Pages of success factors: what makes practices work, across the whole bank, and the roadmap made of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted, leads_to
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.pages import list_page
from industriecoalitie.editing.pages import edit_page
from industriecoalitie.sources.models import Citation
from knowledgebank.choices import PracticeKind, PracticeState
from knowledgebank.filtersets import SuccessFactorFilterSet
from knowledgebank.forms.success_factor import RoadmapSheet
from knowledgebank.models import Adoption, Evidence, FactorLine, Practice, PracticeFactor, SuccessFactor


@dataclass
class Spread:
    """Where a factor works: how many practices of each kind, and the sectors and regions by name."""

    kinds: Counter[str] = field(default_factory=Counter)
    sectors: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)

    @property
    def kind_names(self) -> list[str]:
        return [str(PracticeKind(kind).label) for kind in PracticeKind.values if kind in self.kinds]

    @property
    def sector_names(self) -> list[str]:
        return sorted(self.sectors, key=str.casefold)

    @property
    def region_names(self) -> list[str]:
        return sorted(self.regions, key=str.casefold)

    @property
    def by_kind(self) -> list[int]:
        """Return the number of practices of each kind, in the order of the kinds."""
        return [self.kinds[kind] for kind in PracticeKind.values]


@login_not_required
@require_safe
def success_factor_list(request) -> HttpResponse:
    factors = SuccessFactor.objects.visible_to(request.user).for_list()
    page = list_page(
        request,
        "knowledgebank/success_factor_list.html",
        factors,
        SuccessFactorFilterSet,
        {"crumbs": crumbs_to(_("Succesfactoren"))},
    )
    shown = list(page.context_data["page"])
    spreads = spread_of(links_shown_to(request.user).filter(factor__in=shown), request.user)
    page.context_data["rows"] = [(factor, spreads[factor.pk]) for factor in shown]
    page.context_data["kinds"] = PracticeKind.labels
    return page


@login_not_required
@require_safe
def success_factor_detail(request, slug: str) -> HttpResponse:
    """Show one success factor with its practices; one that was merged leads to the one it became."""
    user = request.user
    try:
        factor = get_permitted(user, SuccessFactor, "view", slug=slug)
    except Http404:
        if elsewhere := leads_to(user, SuccessFactor, slug=slug):
            return elsewhere
        raise
    links = list(links_shown_to(user).filter(factor=factor).order_by("practice__title", "pk"))
    practices = [link.practice for link in links]
    evidence = defaultdict(list)
    dated = Evidence.objects.visible_to(user).filter(practice__in=practices, dated_on__isnull=False)
    for proof in dated.order_by("-dated_on", "pk"):
        evidence[proof.practice_id].append(proof)
    adoptions = list(Adoption.objects.visible_to(user).filter(practice__in=practices).for_list())
    lines = list(lines_shown_to(user).filter(factor=factor))
    told = {practice.pk for line in lines for practice in line.practices.all()}
    facts = {factor.uuid, *(link.uuid for link in links), *(line.uuid for line in lines)}
    facts |= {proof.uuid for proofs in evidence.values() for proof in proofs}
    return TemplateResponse(
        request,
        "knowledgebank/success_factor_detail.html",
        {
            "factor": factor,
            "rows": [(link, evidence[link.practice_id]) for link in links],
            "spread": spread_of(links, user)[factor.pk],
            "proven": [each for each in practices if each.is_proven],
            "adoptions": adoptions,
            "lines": lines,
            "untold": [each for each in practices if each.pk not in told],
            "citations": Citation.objects.visible_to(user).by_subject(facts),
            "crumbs": crumbs_to(
                (_("Succesfactoren"), reverse("knowledgebank:success_factor_list")), factor.label
            ),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def roadmap_edit(request, slug: str) -> HttpResponse:
    crumbs = crumbs_to((_("Succesfactoren"), reverse("knowledgebank:success_factor_list")))
    return edit_page(request, RoadmapSheet, crumbs, slug=slug)


@login_not_required
@require_safe
def roadmap(request) -> HttpResponse:
    """Show the advice of all factors, the most used first, as one guide that can be printed."""
    user = request.user
    lines = Prefetch("lines", lines_shown_to(user), to_attr="shown_lines")
    factors = SuccessFactor.objects.visible_to(user).filter(pk__in=FactorLine.objects.values("factor"))
    factors = list(factors.for_list().prefetch_related(lines))
    facts = {line.uuid for factor in factors for line in factor.shown_lines}
    return TemplateResponse(
        request,
        "knowledgebank/roadmap.html",
        {
            "factors": factors,
            "newest": max((factor.updated_at for factor in factors), default=None),
            "citations": Citation.objects.visible_to(user).by_subject(facts),
            "crumbs": crumbs_to(_("Handreiking")),
        },
    )


def links_shown_to(user) -> QuerySet:
    """Return how factors worked in published practices, each with its practice."""
    practices = Practice.objects.visible_to(user).originals().filter(state=PracticeState.PUBLISHED)
    return (
        PracticeFactor.objects.visible_to(user)
        .filter(practice__in=practices)
        .select_related("practice__region")
        .prefetch_related("practice__concepts")
    )


def lines_shown_to(user) -> QuerySet:
    """Return lines of roadmaps in order, each with the published practices it rests on."""
    practices = Practice.objects.visible_to(user).originals().filter(state=PracticeState.PUBLISHED)
    return (
        FactorLine.objects.visible_to(user)
        .prefetch_related(Prefetch("practices", practices.order_by("title", "pk")))
        .order_by("order", "pk")
    )


def spread_of(links: Iterable[PracticeFactor], user) -> dict[int, Spread]:
    """Return where factors work, by their key; a factor without practices has an empty one."""
    found: dict[int, Spread] = defaultdict(Spread)
    for link in links:
        practice, spread = link.practice, found[link.factor_id]
        spread.kinds[practice.kind] += 1
        if practice.region is not None and practice.region.is_shown_to(user):
            spread.regions.add(practice.region.name)
        spread.sectors |= {
            concept.label
            for concept in practice.concepts.all()
            if concept.scheme == Scheme.SECTOR and concept.is_shown_to(user)
        }
    return found


def crumbs_to(*steps: str | tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page of the databank; the last step may be a name alone."""
    way = [(_("Kennisbank"), reverse("knowledgebank:practice_list"))]
    return way + [step if isinstance(step, tuple) else (step, "") for step in steps]
