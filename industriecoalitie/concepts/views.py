"""Pages of the code lists: which terms there are, and which records use them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Model, Q
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted, leads_to
from industriecoalitie.core import catalogue
from industriecoalitie.core.filters import label_of
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import RelatedRow, related_sections
from industriecoalitie.sources.models import Citation, Term

from .choices import Scheme
from .filtersets import ConceptFilterSet
from .models import Concept

FEW = 8
DESCRIBED = {
    Scheme.TARGET_GROUP: "targetGroup",
    Scheme.SECTOR: "sector",
    Scheme.THEME: "theme",
    Scheme.EDUCATION_FORM: "educationForm",
    Scheme.LEVEL: "level",
}
# The lists that can be narrowed by a term: model and field → address of the list, and code list → key.
LISTS = {
    ("partnerships.partnership", "concepts"): ("partnerships:partnership_list", DESCRIBED),
    ("partnerships.partnership", "form"): (
        "partnerships:partnership_list",
        {Scheme.PARTNERSHIP_FORM: "form"},
    ),
    ("partnerships.ecosystem", "concepts"): (
        "partnerships:ecosystem_list",
        {Scheme.SECTOR: "sector", Scheme.THEME: "theme"},
    ),
    ("programmes.programme", "concepts"): ("programmes:programme_list", DESCRIBED),
    ("programmes.module", "concepts"): (
        "programmes:module_list",
        {Scheme.SECTOR: "sector", Scheme.THEME: "theme", Scheme.LEVEL: "level"},
    ),
    ("programmes.demand", "concepts"): (
        "programmes:demand_list",
        {Scheme.SECTOR: "sector", Scheme.THEME: "theme"},
    ),
    ("knowledgebank.practice", "concepts"): ("knowledgebank:practice_list", DESCRIBED),
    ("knowledgebank.learningresource", "concepts"): (
        "knowledgebank:learning_resource_list",
        {Scheme.SECTOR: "sector", Scheme.THEME: "theme", Scheme.LEVEL: "level"},
    ),
    ("regions.organisation", "kind"): ("regions:organisation_list", {Scheme.ORGANISATION_KIND: "kind"}),
}


@dataclass
class Use:
    """The records of one sort that use a term, or a narrower one."""

    title: str
    rows: list[RelatedRow]
    url: str

    @property
    def few(self) -> list[RelatedRow]:
        return self.rows[:FEW]

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - FEW)


@login_not_required
@require_safe
def concept_list(request) -> HttpResponse:
    concepts = Concept.objects.visible_to(request.user).for_list()
    page = list_page(
        request,
        "concepts/concept_list.html",
        concepts,
        ConceptFilterSet,
        {"crumbs": [(_("Begrippen"), "")]},
    )
    page.context_data["uses"] = times_used(page.context_data["page"], request.user)
    page.context_data["terms"] = list(
        Term.objects.visible_to(request.user).select_related("document").order_by("short", "pk")
    )
    return page


@login_not_required
@require_safe
def concept_detail(request, scheme: str, notation: str) -> HttpResponse:
    """Show one term with what uses it; one that was merged leads to the term it became."""
    user = request.user
    try:
        concept = get_permitted(user, Concept, "view", scheme=scheme, notation=notation)
    except Http404:
        if elsewhere := leads_to(user, Concept, scheme=scheme, notation=notation):
            return elsewhere
        raise
    family = Concept.objects.visible_to(user).filter(scheme=scheme).prefetch_related("broader")
    below = children_of(family.order_by("order", "pk"))
    uses = uses_of(concept, below, user)
    return TemplateResponse(
        request,
        "concepts/concept_detail.html",
        {
            "concept": concept,
            "broader": [each for each in concept.broader.all() if each.is_shown_to(user)],
            "tree": nodes_below(concept, below),
            "uses": uses,
            "use_total": sum(len(use.rows) for use in uses),
            "citations": Citation.objects.visible_to(request.user).by_subject({concept.uuid}),
            "crumbs": [
                (_("Begrippen"), reverse("concepts:concept_list")),
                (
                    concept.get_scheme_display(),
                    f"{reverse('concepts:concept_list')}?{urlencode({'scheme': scheme})}",
                ),
                (concept.label, ""),
            ],
        },
    )


def fields_to_concepts() -> Iterator[tuple[type[Model], str]]:
    """Yield every model and field through which a record names a term, but for terms themselves."""
    for model in catalogue.traceable_models():
        for field in model._meta.get_fields():
            is_own = field.concrete and (field.many_to_one or field.many_to_many)
            if is_own and field.related_model is Concept and model is not Concept:
                yield model, field.name


def times_used(concepts: Iterable[Concept], user) -> dict[int, int]:
    """Return how often visible records name each term itself, by primary key, in one query."""
    keys = [concept.pk for concept in concepts]
    counts = [
        model.objects.visible_to(user)
        .filter(**{f"{field}__in": keys})
        .order_by()
        .values_list(field, Count("pk", distinct=True))
        for model, field in fields_to_concepts()
    ]
    found: dict[int, int] = defaultdict(int)
    for key, number in counts[0].union(*counts[1:], all=True):
        found[key] += number
    return found


def children_of(family: Iterable[Concept]) -> dict[int, list[Concept]]:
    """Return the narrower terms of each term of a code list, by primary key."""
    children: dict[int, list[Concept]] = defaultdict(list)
    for concept in family:
        for broader in concept.broader.all():
            children[broader.pk].append(concept)
    return children


def nodes_below(concept: Concept, children: dict[int, list[Concept]], seen: frozenset = frozenset()) -> list:
    """Return the narrower terms as a tree for the page; a term that points back to itself stops there."""
    seen = seen | {concept.pk}
    return [
        {
            "title": child.label,
            "url": child.get_absolute_url(),
            "children": nodes_below(child, children, seen),
        }
        for child in children[concept.pk]
        if child.pk not in seen
    ]


def with_narrower(concept: Concept, children: dict[int, list[Concept]]) -> set[int]:
    """Return the primary keys of a term and of all terms below it."""
    found, layer = {concept.pk}, [concept.pk]
    while layer:
        layer = [child.pk for key in layer for child in children[key] if child.pk not in found]
        found.update(layer)
    return found


def uses_of(concept: Concept, children: dict[int, list[Concept]], user) -> list[Use]:
    """Return what names a term or a narrower one, sort by sort, the most first, in one query."""
    keys = with_narrower(concept, children)
    relations, uses, sort_of = [], {}, {}
    for model, field in fields_to_concepts():
        naming = model.objects.filter(**{f"{field}__in": keys}).values("pk")
        sort = (model, field)
        uses[sort] = Use(title_of(model, field), [], list_url(model, field, concept))
        for number, shelf in enumerate(catalogue.shelves(model)):
            key = f"{model._meta.label_lower}-{field}-{number}"
            sort_of[key] = sort
            relations.append(shelf.relation(key, user, Q(pk__in=naming)))
    for key, section in related_sections(relations).items():
        uses[sort_of[key]].rows += section.rows
    return sorted((use for use in uses.values() if use.rows), key=lambda use: -len(use.rows))


def title_of(model: type[Model], field: str) -> str:
    """Return the name of a sort of record; with the field when that is not just its description."""
    if field == "concepts":
        return label_of(model)
    return f"{label_of(model)} ({model._meta.get_field(field).verbose_name})"


def list_url(model: type[Model], field: str, concept: Concept) -> str:
    """Return the address of the list of these records; empty when no list can be narrowed by this term."""
    url_name, keys = LISTS.get((model._meta.label_lower, field), ("", {}))
    key = keys.get(concept.scheme, "")
    return f"{reverse(url_name)}?{urlencode({key: concept.notation})}" if key else ""
