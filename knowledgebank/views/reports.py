"""Pages of progress reports on agendas."""

from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.pages import list_page
from industriecoalitie.sources.models import Citation
from knowledgebank.choices import EntryKind
from knowledgebank.filtersets import ProgressReportFilterSet
from knowledgebank.models import Indicator, ProgressEntry, ProgressReport
from regions.models import AgendaItem


@dataclass
class Theme:
    """The texts of a report under one theme of its agenda."""

    item: AgendaItem
    progress: list[ProgressEntry] = field(default_factory=list)
    examples: list[ProgressEntry] = field(default_factory=list)


@login_not_required
@require_safe
def progress_report_list(request) -> HttpResponse:
    reports = ProgressReport.objects.visible_to(request.user).for_list()
    crumbs = [(_("Cijfers"), reverse("knowledgebank:indicator_list")), (_("Tussenstanden"), "")]
    return list_page(
        request,
        "knowledgebank/progress_report_list.html",
        reports,
        ProgressReportFilterSet,
        {"crumbs": crumbs},
    )


@login_not_required
@require_safe
def progress_report_detail(request, slug: str) -> HttpResponse:
    report = get_permitted(request.user, ProgressReport, "view", slug=slug)
    indicators = Indicator.objects.visible_to(request.user).for_list()
    entries = list(
        ProgressEntry.objects.visible_to(request.user)
        .filter(report=report)
        .for_list()
        .prefetch_related(Prefetch("indicators", queryset=indicators))
    )
    themes = by_theme(entries)
    return TemplateResponse(
        request,
        "knowledgebank/progress_report_detail.html",
        {
            "report": report,
            "themes": themes,
            "progress_total": sum(len(theme.progress) for theme in themes),
            "example_total": sum(len(theme.examples) for theme in themes),
            "citations": Citation.objects.visible_to(request.user).by_subject(
                {report.uuid, *(entry.uuid for entry in entries)}
            ),
            "crumbs": [
                (_("Cijfers"), reverse("knowledgebank:indicator_list")),
                (_("Tussenstanden"), reverse("knowledgebank:progress_report_list")),
                (report.title, ""),
            ],
        },
    )


def by_theme(entries: list[ProgressEntry]) -> list[Theme]:
    """Return the texts theme by theme, in the order of the agenda."""
    themes: dict[int, Theme] = {}
    for entry in entries:
        theme = themes.setdefault(entry.theme_id, Theme(entry.theme))
        texts = theme.examples if entry.kind == EntryKind.EXAMPLE else theme.progress
        texts.append(entry)
    return list(themes.values())
