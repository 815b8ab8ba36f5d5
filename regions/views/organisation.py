"""Pages of organisations: every role that any source gives them."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, Q, TextField, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted, leads_to
from industriecoalitie.core.details import CERTAINTY
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import Relation, named_to, related_sections, subjects_of
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.sources.models import Citation
from regions.filtersets import OrganisationFilterSet
from regions.forms.organisation import OrganisationSheet
from regions.models import Organisation

from . import related
from .days import DayForm, keep_day
from .related import labelled, some

# What the page shows in a place of its own, not as one list among others.
OWN_PLACE = {
    "codes",
    "children",
    "predecessors",
    "successors",
    "frontrunners",
    "partners",
    "former_partners",
    "measurements",
}


@login_not_required
@require_safe
def organisation_list(request):
    """Show organisations; an old name finds who goes on under a new one."""
    organisations = Organisation.objects.visible_to(request.user).for_list().with_roles(request.user)
    context = {"crumbs": [(_("Organisaties"), "")]}
    return list_page(
        request,
        "regions/organisation_list.html",
        organisations,
        OrganisationFilterSet,
        context,
        table="organisations",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_add(request):
    return add_page(request, OrganisationSheet, [list_crumb()])


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request, slug):
    return edit_page(request, OrganisationSheet, [list_crumb()], slug=slug)


def list_crumb() -> tuple[str, str]:
    return _("Organisaties"), reverse("regions:organisation_list")


@login_not_required
@require_safe
def organisation_detail(request, slug):
    """Show one organisation with every role that a source gives it; one that was merged leads to what was kept."""
    queryset = Organisation.objects.select_related("kind", "place", "region", "parent", "province")
    try:
        organisation = get_permitted(request.user, Organisation, "view", queryset=queryset, slug=slug)
    except Http404:
        if elsewhere := leads_to(request.user, Organisation, slug=slug):
            return elsewhere
        raise
    day_form = DayForm(request.GET)
    sections = related_sections(_relations(organisation, request.user))
    is_dated = keep_day(sections, day_form.day)
    related.shorten(sections, {})
    related.put_dates(sections["predecessors"])
    related.put_dates(sections["successors"])
    context = {
        "organisation": organisation,
        "day_form": day_form,
        "day": day_form.day,
        "is_dated": is_dated,
        "is_alone": not any(section.rows for section in sections.values()),
        "sections": sections,
        "lists": [section for name, section in sections.items() if name not in OWN_PLACE],
        "figures": related.figures(sections["measurements"]),
        "citations": Citation.objects.visible_to(request.user).by_subject(
            {organisation.uuid} | subjects_of(sections)
        ),
        "crumbs": [(_("Organisaties"), reverse("regions:organisation_list")), (organisation.name, "")],
    }
    status = 200 if day_form.is_valid() else 400
    return TemplateResponse(request, "regions/organisation_detail.html", context, status=status)


def _relations(organisation: Organisation, user) -> list[Relation]:
    return [
        *_identity(organisation, user),
        *_cooperation(organisation, user),
        *_education(organisation, user),
        *_plans(organisation, user),
    ]


def _identity(organisation: Organisation, user) -> list[Relation]:
    link = "regions:organisation_detail"
    return [
        Relation(
            "codes", _("Codes"), labelled(organisation.codes.visible_to(user), "code_type"), "code", "",
            slugs=(), note="code_type_label", period="", data={"of": "of_predecessor", **CERTAINTY},
        ),
        Relation(
            "children", _("Onderdelen"), organisation.children.visible_to(user), "name", link,
            note="kind__label", data=CERTAINTY,
        ),
        Relation(
            "predecessors", _("Voortgekomen uit"),
            labelled(organisation.predecessor_links.visible_to(user), "kind"), "predecessor__name", link,
            ("predecessor__slug",), "kind_label",
            data={"on": "happened_on", "precision": "happened_precision", **CERTAINTY},
        ),
        Relation(
            "successors", _("Gaat verder als"), _successors(organisation, user), "successor__name", link,
            ("successor__slug",), "kind_label",
            data={"on": "happened_on", "precision": "happened_precision", **CERTAINTY},
        ),
        Relation(
            "frontrunners", _("Koploper van"), organisation.frontrunners.visible_to(user), "region__name",
            "regions:region_detail", ("region__slug",), "listed_as", rank="list_order", period="", data=CERTAINTY,
        ),
    ]  # fmt: skip


def _successors(organisation: Organisation, user):
    return labelled(organisation.successor_links.visible_to(user), "kind")


def _cooperation(organisation: Organisation, user) -> list[Relation]:
    link = "partnerships:partnership_detail"
    partner_links = organisation.partner_links.visible_to(user)
    former = partner_links.model.objects.visible_to(user).filter(
        organisation__successor_links__successor=organisation
    )
    ecosystems = organisation.ecosystems.model.objects.visible_to(user)
    ecosystems = ecosystems.filter(
        Q(organisation=organisation) | Q(lead_organisation=organisation) | Q(partners=organisation)
    )
    led = organisation.led_partnerships.visible_to(user).exclude(
        Q(partners__organisation=organisation)
        | Q(partners__organisation__successor_links__successor=organisation)
    )
    contributions = organisation.contributions.visible_to(user)
    fundings = labelled(organisation.fundings.visible_to(user), "state")
    return [
        Relation(
            "partners", _("Samenwerkingen"), partner_links, "partnership__name", link,
            ("partnership__slug",), "role__label", period="",
            data={"region": named_to(user, "partnership__region__name"), "remark": "remark", **CERTAINTY},
        ),
        Relation(
            "former_partners", _("Samenwerkingen van voorgangers"), former, "partnership__name", link,
            ("partnership__slug",), "organisation__name", period="", data={"role": named_to(user, "role__label"), **CERTAINTY},
        ),
        related.partnerships(led, user, _("Trekt als koploper")),
        Relation(
            "ecosystems", _("Ecosystemen"), _with_role(some(ecosystems, "name"), organisation), "name",
            "partnerships:ecosystem_detail", note="in_role", period="", data=CERTAINTY,
        ),
        Relation(
            "contributions", _("Brengt in"), contributions, "partnership__name", link,
            ("partnership__slug",), "kind__label", data={"summary": "description", **CERTAINTY},
        ),
        Relation(
            "fundings", _("Betaalt mee aan"), fundings, "partnership__name", link, ("partnership__slug",),
            "state_label", data=CERTAINTY,
        ),
        related.instruments(organisation.instruments.visible_to(user), _("Regelingen en beleid van deze organisatie")),
    ]  # fmt: skip


def _with_role(ecosystems, organisation: Organisation):
    role = Case(
        When(organisation=organisation, then=Value(_("is dit ecosysteem zelf"))),
        When(lead_organisation=organisation, then=Value(_("koploper"))),
        default=Value(_("partner")),
        output_field=TextField(),
    )
    return ecosystems.annotate(in_role=role)


def _education(organisation: Organisation, user) -> list[Relation]:
    provided = labelled(organisation.provided_programmes.visible_to(user), "role")
    offerings = labelled(organisation.offerings.visible_to(user), "state").filter(
        Q(programme__isnull=True)
        | Q(programme__in=_model(organisation.offerings, "programme").visible_to(user)),
        Q(module__isnull=True) | Q(module__in=_model(organisation.offerings, "module").visible_to(user)),
    )
    offerings = offerings.annotate(what=Coalesce("programme__name", "module__name"))
    demand_links = labelled(_model(organisation.demand_links, "demand").visible_to(user), "stage")
    practices = organisation.practices.visible_to(user)
    quotes = organisation.quotes.visible_to(user)
    return [
        Relation(
            "programmes", _("Opleidingen en programma’s"), provided, "programme__name",
            "programmes:programme_detail", ("programme__slug",), "role_label", period="", data=CERTAINTY,
        ),
        Relation(
            "offerings", _("Aanbod"), offerings, "what", "programmes:programme_detail",
            ("programme__slug",), "state_label", period="",
            data={"form": named_to(user, "form__label"), "level": named_to(user, "level__label"), **CERTAINTY},
        ),
        Relation(
            "path_steps", _("Stap in een leerpad"), organisation.path_steps.visible_to(user), "path__name",
            "programmes:learning_path_detail", ("path__slug",), "title", data=CERTAINTY,
        ),
        related.demands(demand_links.filter(parties__organisation=organisation), _("Vraagt om")),
        related.practices(practices),
        Relation(
            "quotes", _("Uitspraken"), quotes, "practice__title", "knowledgebank:practice_detail",
            ("practice__slug",), "function", data={"summary": "text", **CERTAINTY},
        ),
        related.measurements(
            related.shown_model(organisation.indicators, "measurements", user).filter(
                indicator__organisation=organisation
            ),
            user,
        ),
    ]  # fmt: skip


def _model(manager, name: str):
    """Return all records that a foreign key of a related model may point at."""
    return manager.model._meta.get_field(name).related_model.objects


def _plans(organisation: Organisation, user) -> list[Relation]:
    agendas = organisation.agendas.visible_to(user)
    commissioned = organisation.commissioned_agendas.visible_to(user)
    commitments = labelled(organisation.commitments.visible_to(user), "state")
    shown = commitments.filter(agenda__in=_model(organisation.commitments, "agenda").visible_to(user))
    requests = labelled(some(organisation.assigned_requests.visible_to(user), "title"), "state")
    return [
        Relation("agendas", _("Eigenaar van de agenda"), agendas, "title", "regions:agenda_detail", note="edition", data=CERTAINTY),
        Relation(
            "commissioned", _("Opdrachtgever van de agenda"), commissioned, "title", "regions:agenda_detail",
            note="edition", data=CERTAINTY,
        ),
        related.agenda_items(organisation.agenda_items.visible_to(user), user, _("Betrokken bij agendapunten")),
        Relation(
            "commitments", _("Commitment van het bestuur"), shown, "agenda__title", "regions:agenda_detail",
            ("agenda__slug",), "state_label", period="", data={"consortium": "consortium", **CERTAINTY},
        ),
        Relation("requests", _("Helpt bij"), requests, "title", "", slugs=(), note="state_label"),
    ]  # fmt: skip
