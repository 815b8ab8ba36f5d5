"""Pages of agendas: the tree of lines, and what works on each line."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.details import CERTAINTY
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import Relation, related_sections, subjects_of
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.sources.models import Citation
from regions.filtersets import AgendaFilterSet
from regions.forms.agenda import AgendaItemSheet, AgendaSheet
from regions.models import Agenda, AgendaItem, AgendaRelation

from . import related
from .related import labelled, some

ORDERS = {"chapters": "position", "overview": "display_position"}


@login_not_required
@require_safe
def agenda_list(request):
    """Show national and regional agendas."""
    agendas = Agenda.objects.visible_to(request.user).select_related("organisation", "region")
    agendas = agendas.with_line_count(request.user)
    context = {"crumbs": [(_("Agenda’s"), "")]}
    return list_page(request, "regions/agenda_list.html", agendas, AgendaFilterSet, context, table="agendas")


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_add(request):
    return add_page(request, AgendaSheet, [list_crumb()])


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_edit(request, slug):
    return edit_page(request, AgendaSheet, [list_crumb()], slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item_add(request, slug):
    """Add a line to an agenda that the reader may change."""
    agenda = get_permitted(request.user, Agenda, "change", slug=slug)
    crumbs = [list_crumb(), (agenda.title, agenda.get_absolute_url())]
    return add_page(request, AgendaItemSheet, crumbs, record=AgendaItem(agenda=agenda))


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item_edit(request, slug, code):
    return edit_page(request, AgendaItemSheet, [list_crumb()], agenda__slug=slug, code=code)


def list_crumb() -> tuple[str, str]:
    return _("Agenda’s"), reverse("regions:agenda_list")


@login_not_required
@require_safe
def agenda_detail(request, slug):
    """Show one agenda as a tree, in the order of its chapters or of its overview."""
    queryset = Agenda.objects.select_related("organisation", "region", "document").prefetch_related(
        "commissioners"
    )
    agenda = get_permitted(request.user, Agenda, "view", queryset=queryset, slug=slug)
    items = list(agenda.items.visible_to(request.user).select_related("status").order_by("position", "pk"))
    order = request.GET.get("order", "chapters")
    order = order if order in ORDERS else "chapters"
    sections = related_sections(_agenda_relations(agenda, request.user))
    related.shorten(
        sections, {"partnerships": related.list_of("partnerships:partnership_list", agenda=agenda.slug)}
    )
    related.put_dates(sections["milestones"])
    related.put_dates(sections["progress_reports"])
    uuids = {agenda.uuid} | {item.uuid for item in items} | subjects_of(sections)
    context = {
        "agenda": agenda,
        "nodes": tree_of(items, agenda, request.user, by_overview=order == "overview"),
        "line_count": len(items),
        "order": order,
        "has_overview": any(item.display_position is not None for item in items),
        "sections": sections,
        "milestones": _milestones(sections["milestones"]),
        "commissioners": [each for each in agenda.commissioners.all() if each.is_shown_to(request.user)],
        "years": _years(agenda),
        "commitment_remarks": sorted({row.data["remark"] for row in sections["commitments"].rows} - {""}),
        "lists": [section for name, section in sections.items() if name not in OWN_PLACE],
        "figures": related.figures(sections["measurements"]),
        "citations": Citation.objects.visible_to(request.user).by_subject(uuids),
        "crumbs": [(_("Agenda’s"), reverse("regions:agenda_list")), (agenda.title, "")],
    }
    return TemplateResponse(request, "regions/agenda_detail.html", context)


# What the page shows in a place of its own, not as one list among others.
OWN_PLACE = {"measurements", "commitments", "milestones", "relations", "relations_from"}


def tree_of(
    items: list[AgendaItem], agenda: Agenda, user, *, by_overview: bool = False
) -> list[dict[str, object]]:
    """Return the lines as nested nodes for ``{% tree %}``; a line under a hidden one stands one level up."""
    if by_overview:
        items = sorted(items, key=lambda item: (item.display_position is None, item.display_position or 0))
    first_level: dict[int | None, str] = {}
    for item in items:
        first_level.setdefault(item.parent_id, item.level)
    nodes = {
        item.pk: {
            "title": item.title,
            "number": _number(item, is_other=item.level != first_level[item.parent_id]),
            "url": reverse("regions:agenda_item_detail", args=[agenda.slug, item.code]),
            "text": item.summary,
            "status": item.status.label if item.status and item.status.is_shown_to(user) else "",
            "icon": "circle-dot",
            "children": [],
        }
        for item in items
    }
    roots = []
    for item in items:
        parent = nodes.get(item.parent_id)
        (roots if parent is None else parent["children"]).append(nodes[item.pk])
    return roots


def _number(item: AgendaItem, *, is_other: bool) -> str:
    """Return the number that the document prints, with the word before it where the kind of line changes."""
    word = item.level.capitalize() if is_other or (item.depth == 1 and item.number is not None) else ""
    return f"{word} {'' if item.number is None else item.number}".strip()


def _agenda_relations(agenda: Agenda, user) -> list[Relation]:
    commitments = labelled(agenda.commitments.visible_to(user), "state")
    milestones = labelled(agenda.milestones.visible_to(user), "kind")
    measured = related.shown_model(agenda.indicators, "measurements", user)
    partnerships = agenda.partnerships.model.objects.visible_to(user)
    on_lines = Q(agenda=agenda) | Q(agenda_items__agenda=agenda)
    return [
        *_relations_of(agenda.relations.all(), agenda.relations_from.all(), user),
        related.partnerships(partnerships.filter(on_lines), user, _("Samenwerkingen die hieraan werken")),
        Relation(
            "progress_reports", _("Tussenstanden"), agenda.progress_reports.visible_to(user), "title",
            "knowledgebank:progress_report_detail", data={"on": "reported_on", **CERTAINTY},
        ),
        Relation(
            "commitments", _("Commitment van besturen"),
            commitments.filter(organisation__in=_organisations(agenda).visible_to(user)),
            "organisation__name", "regions:organisation_detail", ("organisation__slug",), "state_label",
            period="", data={"consortium": "consortium", "remark": "remark", **CERTAINTY},
        ),
        Relation(
            "milestones", _("Mijlpalen"), milestones, "title", "", slugs=(), note="kind_label",
            data={
                "on": "due_on", "precision": "due_precision", "words": "due_note",
                "is_reached": "is_reached", **CERTAINTY,
            },
        ),
        related.measurements(measured.filter(indicator__agenda=agenda), user),
    ]  # fmt: skip


def _years(agenda: Agenda) -> str:
    years = [str(year) for year in (agenda.first_year, agenda.last_year) if year]
    return "–".join(dict.fromkeys(years))


def _milestones(section) -> list[dict[str, object]]:
    """Return the moments from early to late, the undated last, with how they stand."""
    today = timezone.localdate()
    found = []
    for row in section.rows:
        day = row.data["on"]
        is_past = day is not None and day.last_day < today
        is_done = row.data["is_reached"]
        state = "done" if is_done else "planned" if not is_past else ""
        label = _("bereikt") if is_done else row.note
        found.append(
            {"row": row, "when": day, "state": state, "state_label": label, "words": row.data["words"]}
        )
    return sorted(
        found, key=lambda each: (each["when"] is None, each["when"].first_day if each["when"] else today)
    )


def _organisations(agenda: Agenda):
    return agenda.commitments.model._meta.get_field("organisation").related_model.objects


def _relations_of(out, back, user) -> list[Relation]:
    """Return how an agenda or a line stands to others, and others to it."""
    out = labelled(AgendaRelation.objects.visible_to(user).filter(pk__in=out.values("pk")), "kind")
    back = labelled(AgendaRelation.objects.visible_to(user).filter(pk__in=back.values("pk")), "kind")
    to = Coalesce("to_item__title", "to_agenda__title", "to_name")
    slug = Coalesce("to_item__agenda__slug", "to_agenda__slug")
    return [
        Relation(
            "relations", _("Verbanden"), out.annotate(to_label=to, to_slug=slug),
            "to_label", "regions:agenda_detail", ("to_slug",), "kind_label",
            data={
                "item": "item__title", "agenda": "to_item__agenda__title", "code": "to_item__code",
                "slug": "to_slug", "remark": "remark", **CERTAINTY,
            },
        ),
        Relation(
            "relations_from", _("Genoemd vanuit andere agenda’s"),
            back.annotate(from_label=Coalesce("item__title", "agenda__title")), "from_label",
            "regions:agenda_detail", ("agenda__slug",), "kind_label",
            data={
                "item": "to_item__title", "agenda": "agenda__title", "code": "item__code",
                "slug": "agenda__slug", "remark": "remark", **CERTAINTY,
            },
        ),
    ]  # fmt: skip


@login_not_required
@require_safe
def agenda_item_detail(request, slug, code):
    """Show one line of an agenda and all that works on it."""
    queryset = AgendaItem.objects.select_related("agenda", "parent", "status")
    item = get_permitted(request.user, AgendaItem, "view", queryset=queryset, agenda__slug=slug, code=code)
    agenda = item.agenda
    siblings = list(agenda.items.visible_to(request.user).select_related("status").order_by("position", "pk"))
    below = {child.pk for child in siblings if child.parent_id == item.pk}
    below |= {child.pk for child in siblings if child.parent_id in below}
    sections = related_sections(_item_relations(item, request.user))
    related.shorten(sections, {})
    parent = next((other for other in siblings if other.pk == item.parent_id), None)
    crumbs = [(_("Agenda’s"), reverse("regions:agenda_list")), (agenda.title, agenda.get_absolute_url())]
    context = {
        "item": item,
        "agenda": agenda,
        "kicker": f"{item.level.capitalize()} {'' if item.number is None else item.number}".strip(),
        "is_alone": not below and not any(section.rows for section in sections.values()),
        "parent": parent,
        "parent_url": _address(agenda, parent) if parent else "",
        "nodes": tree_of([child for child in siblings if child.pk in below], agenda, request.user),
        "sections": sections,
        "lists": [section for name, section in sections.items() if name not in OWN_PLACE],
        "figures": related.figures(sections["measurements"]),
        "citations": Citation.objects.visible_to(request.user).by_subject(
            {item.uuid} | subjects_of(sections)
        ),
        "crumbs": [*crumbs, (item.title, "")],
    }
    return TemplateResponse(request, "regions/agenda_item_detail.html", context)


def _address(agenda: Agenda, item: AgendaItem) -> str:
    return reverse("regions:agenda_item_detail", args=[agenda.slug, item.code])


def _item_relations(item: AgendaItem, user) -> list[Relation]:
    entries = item.covering_entries.model.objects.visible_to(user)
    entries = entries.filter(Q(theme=item) | Q(agenda_items=item))
    measured = related.shown_model(item.indicators, "measurements", user)
    return [
        *_relations_of(item.relations.all(), item.relations_from.all(), user),
        related.partnerships(item.partnerships.visible_to(user), user, _("Samenwerkingen die hieraan werken")),
        related.ecosystems(item.ecosystems.visible_to(user), user),
        related.programmes(some(item.programmes.visible_to(user), "name")),
        related.demands(item.demands.visible_to(user)),
        related.practices(item.practices.visible_to(user)),
        Relation(
            "progress_entries", _("In tussenstanden"), labelled(some(entries, "order"), "kind"), "title",
            "knowledgebank:progress_report_detail", ("report__slug",), "report__title", rank="order",
            data={"kind_text": "kind_label", **CERTAINTY},
        ),
        Relation(
            "organisations", _("Betrokken organisaties"), some(item.organisations.visible_to(user), "name"),
            "name", "regions:organisation_detail", note="kind__label", data=CERTAINTY,
        ),
        Relation(
            "regions", _("Betrokken regio’s"), some(item.regions.visible_to(user), "name"), "name",
            "regions:region_detail", data=CERTAINTY,
        ),
        related.measurements(measured.filter(indicator__agenda_item=item), user),
    ]  # fmt: skip
