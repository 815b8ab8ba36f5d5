"""Pages of the documents: what rests on them, section by section, and what they leave open."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db.models import Model, Q
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core import catalogue
from industriecoalitie.core.filters import label_of
from industriecoalitie.core.models import Part
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import RelatedRow, related_sections

from .filtersets import SourceDocumentFilterSet
from .models import Citation, ContextFact, SourceDocument, SourceGap, SourceSection, Term

FEW = 4


@dataclass
class Chapter:
    """A section of a document and the facts that rest on it."""

    section: SourceSection | None
    facts: list[tuple[str, RelatedRow, list[int]]] = field(default_factory=list)
    url: str = ""

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Return how many facts of each kind there are, the most first."""
        return Counter(kind for kind, _row, _lines in self.facts).most_common()

    @property
    def few(self) -> list[tuple[str, RelatedRow, list[int]]]:
        return self.facts[:FEW]

    @property
    def more(self) -> int:
        return max(0, len(self.facts) - FEW)


@login_not_required
@require_safe
def source_list(request) -> HttpResponse:
    documents = SourceDocument.objects.visible_to(request.user).for_list()
    return list_page(
        request,
        "sources/source_list.html",
        documents,
        SourceDocumentFilterSet,
        {"crumbs": [(_("Bronnen"), "")]},
    )


@login_not_required
@require_safe
def source_detail(request, slug: str) -> HttpResponse:
    document = get_permitted(request.user, SourceDocument, "view", slug=slug)
    citations = list(Citation.objects.filter(document=document).order_by("line", "order", "pk"))
    facts = facts_of(document, request.user)
    sections = list(SourceSection.objects.filter(document=document).order_by("order", "pk"))
    chapters = chapters_of(document, sections, citations, facts)
    chosen = request.GET.get("onderdeel", "")
    open_chapter = chosen_chapter(chapters, chosen) if chosen else None
    crumbs = [(_("Bronnen"), reverse("sources:source_list")), (document.title, "")]
    if open_chapter:
        crumbs[-1:] = [(document.title, document.get_absolute_url()), (str(open_chapter.section), "")]
    return TemplateResponse(
        request,
        "sources/source_detail.html",
        {
            "document": document,
            "chapters": chapters,
            "open_chapter": open_chapter,
            "kinds": Counter(kind for kind, _row in facts.values()).most_common(),
            "fact_total": len(facts),
            "gaps": list(SourceGap.objects.filter(document=document).order_by("code", "pk")),
            "context_facts": list(ContextFact.objects.filter(document=document).order_by("pk")),
            "terms": list(Term.objects.filter(document=document).order_by("short", "pk")),
            "crumbs": crumbs,
        },
    )


def facts_of(document: SourceDocument, user) -> dict[object, tuple[str, RelatedRow]]:
    """Return what rests on a document and ``user`` may see, as uuid → kind and row, in one query."""
    subjects = Citation.objects.filter(document=document).values("subject")
    relations, kinds = [], {}
    for model in sorted(catalogue.traceable_models(), key=weight):
        for number, shelf in enumerate(catalogue.shelves(model)):
            key = f"{model._meta.label_lower}-{number}"
            kinds[key] = label_of(model)
            relations.append(shelf.relation(key, user, Q(uuid__in=subjects)))
    return {
        row.uuid: (kinds[key], row)
        for key, section in related_sections(relations).items()
        for row in section.rows
    }


def weight(model: type[Model]) -> int:
    """Return where a kind of fact stands: records with a page first, then the others and their rows, terms last."""
    if model._meta.label_lower == "concepts.concept":
        return 3
    has_page = catalogue.page_of(model)[0] and not catalogue.parents_of(model)
    return 0 if has_page else 2 if issubclass(model, Part) else 1


def chapters_of(
    document: SourceDocument,
    sections: list[SourceSection],
    citations: list[Citation],
    facts: dict[object, tuple[str, RelatedRow]],
) -> list[Chapter]:
    """Return the sections in order, each with its facts in the order of ``facts``; what has no section comes last."""
    place = {subject: number for number, subject in enumerate(facts)}
    lines: dict[int | None, dict[object, list[int]]] = defaultdict(lambda: defaultdict(list))
    for citation in citations:
        if citation.subject in facts:
            lines[citation.section_id][citation.subject] += [citation.line] if citation.line else []
    chapters = []
    for section in (*sections, None):
        rows = lines.get(section.pk if section else None, {})
        if section is None and not rows:
            continue
        url = f"{document.get_absolute_url()}?{urlencode({'onderdeel': section.slug})}" if section else ""
        found = [(*facts[subject], rows[subject]) for subject in sorted(rows, key=place.__getitem__)]
        chapters.append(Chapter(section, found, url))
    return chapters


def chosen_chapter(chapters: list[Chapter], slug: str) -> Chapter:
    """Return the section with this key.

    Raises:
        Http404: the document has no such section.
    """
    for chapter in chapters:
        if chapter.section and chapter.section.slug == slug:
            return chapter
    raise Http404(_("Dit onderdeel staat niet bekend."))
