"""Pages of practices."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, F, Q, Value, When
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import Relation, related_sections
from industriecoalitie.sources.models import Citation
from knowledgebank.choices import JUDGING, WRITING, MeasurementKind, PracticeState
from knowledgebank.filtersets import PracticeFilterSet
from knowledgebank.models import (
    LearningResource,
    Measurement,
    Practice,
)
from regions.models import AgendaItem, Organisation, Region

from .family import may_tell, navolging_of, told_by
from .parts import parts_of, story_of
from .preview import head_of

MOST_RELATED = 4
MOST_FIGURES = 4
MOST_CONCEPTS = 5


@login_not_required
@require_safe
def practice_list(request) -> HttpResponse:
    practices = (
        Practice.objects.visible_to(request.user).originals().for_list().with_follower_count(request.user)
    )
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
    page.context_data["concepts_waiting"] = own_concepts(request.user)
    return page


@login_not_required
@require_safe
def practice_detail(request, slug: str) -> HttpResponse:
    queryset = Practice.objects.for_detail().select_related("owner", "draft_of", "builds_on")
    practice = get_permitted(request.user, Practice, "view", queryset=queryset, slug=slug)
    parts = parts_of(practice, request.user)
    figures = key_figures([practice], request.user).get(practice.pk, [])
    sections = related_sections(relations_of(practice, request.user))
    story = story_of(practice)
    navolging = navolging_of(practice, request.user)
    facts = {
        fact.uuid for fact in (practice, *parts["factors"], *parts["evidence"], *parts["quotes"], *figures)
    }
    citations = Citation.objects.visible_to(request.user).by_subject(facts | navolging.subjects)
    return TemplateResponse(
        request,
        "knowledgebank/practice_detail.html",
        {
            "practice": practice,
            "story": story,
            "missing": [heading for heading, text in story if not text] if practice.uuid in citations else [],
            **parts,
            "quotes_lead": _("In onze woorden; de letterlijke tekst staat in de bron.")
            if practice.uuid in citations
            else "",
            "key_figure": figures[0] if figures else None,
            "figures": figures[1 : MOST_FIGURES + 1],
            "sections": sections,
            "related": sections["related"].rows[:MOST_RELATED],
            "navolging": navolging,
            "may_follow": may_tell(navolging, practice, request.user),
            "own_adoption": told_by(navolging, practice, request.user),
            "citations": citations,
            "sharing": head_of(
                practice, materials=sections["learning_resources"].rows, images=parts["images"]
            ),
            "crumbs": [(_("Kennisbank"), reverse("knowledgebank:practice_list")), (practice.title, "")],
            "print_url": reverse("knowledgebank:practice_print", args=[practice.slug]),
            "pdf_url": reverse("knowledgebank:practice_pdf", args=[practice.slug]),
        },
    )


def own_concepts(user) -> list[Practice]:
    """Return what the teams of ``user`` are writing, drafts beside published practices too; the newest first."""
    if not user.is_authenticated or not user.has_perm("knowledgebank.add_practice"):
        return []
    rows = Practice.objects.kept_by(user).filter(state__in=[*WRITING, *JUDGING], hidden_at=None)
    return list(rows.order_by("-updated_at", "pk")[:MOST_CONCEPTS])


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


def relations_of(practice: Practice, user) -> list[Relation]:
    regions = Region.objects.visible_to(user)
    where = Case(When(region__in=regions, then=F("region__name")), default=Value(""))
    visible = Practice.objects.visible_to(user).filter(state=PracticeState.PUBLISHED)
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
            "related",
            _("Verwante voorbeelden"),
            visible.filter(pk__in=alike.values("pk")).annotate(where=where),
            "title",
            "knowledgebank:practice_detail",
            note="where",
        ),
    ]
