"""Practices in every state, for curators: the list with acts on several at once, and what is settled for one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.access.shortcuts import next_address
from industriecoalitie.core.actors import Actor, actor_of
from industriecoalitie.core.asking import answer
from industriecoalitie.core.pages import PAGE_SIZE
from industriecoalitie.history.recording import Conflict
from knowledgebank.actions import curating, reviewing
from knowledgebank.actions.clock import CONFIRMED_FOR, REVIEW_AHEAD
from knowledgebank.choices import PracticeState
from knowledgebank.forms.desk import PracticesForm, ProvenForm, RetireForm, SeenForm, SettleForm, TogetherForm
from knowledgebank.models import Practice
from knowledgebank.views.deliveries import deliveries_of
from regions.models import Region

from .access import demand_curator, practice_of
from .steps import steps_of

# As much as a page can send along.
MOST_CHOSEN = 200


@require_safe
def curated_list(request) -> HttpResponse:
    """Show curators the practices in every state, the last changed first."""
    demand_curator(request.user)
    practices = Practice.objects.visible_to(request.user).originals()
    regions = Region.objects.filter(practices__isnull=False, hidden_at=None).distinct().order_by("name")
    form = PracticesForm(request.GET or None, regions=list(regions.values_list("slug", "name")))
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = (
        _filtered(practices, chosen, request.user)
        .select_related("region", "owner")
        .order_by("-updated_at", "pk")
    )
    context = {
        "form": form,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", "1")[:6]),
        "together": TogetherForm(auto_id="samen_%s"),
        "back": request.get_full_path(),
        "crumbs": [(_("Redactie"), reverse("curation:overview")), (_("Voorbeelden"), "")],
    }
    return TemplateResponse(request, "knowledgebank/desk/curated_list.html", context)


def _filtered(rows: QuerySet, chosen: dict, user) -> QuerySet:
    if chosen.get("q"):
        rows = rows.filter(pk__in=answer(chosen["q"], user, Practice).keys)
    for name, key in (("stand", "state"), ("soort", "kind"), ("regio", "region__slug")):
        if chosen.get(name):
            rows = rows.filter(**{key: chosen[name]})
    return _special(rows, chosen.get("toon", ""))


def _special(rows: QuerySet, wanted: str) -> QuerySet:
    today = timezone.localdate()
    if wanted == "bewezen":
        return rows.filter(is_proven=True)
    if wanted == "uitgelicht":
        return rows.filter(is_featured=True)
    if wanted == "verloopt":
        return rows.filter(expires_on__isnull=False)
    if wanted == "bevestigen":
        return rows.unconfirmed_since(None, today - CONFIRMED_FOR)
    if wanted == "bekijken":
        return rows.filter(state=PracticeState.PUBLISHED, review_on__lte=today + REVIEW_AHEAD)
    return rows.unused(today) if wanted == "ongebruikt" else rows


@require_POST
def curated_bulk(request) -> HttpResponse:
    """Do one thing with the practices that were chosen, all or none."""
    demand_curator(request.user)
    back = next_address(request, reverse("knowledgebank:curated_list"))
    form, chosen = TogetherForm(request.POST), _chosen(request)
    try:
        if not chosen:
            raise ValidationError(_("Kies minstens één voorbeeld."))
        if not form.is_valid():
            raise ValidationError([each for errors in form.errors.values() for each in errors])
        done = _act(form.cleaned_data, chosen, actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = ngettext("Gedaan met %(n)d voorbeeld.", "Gedaan met %(n)d voorbeelden.", done)
        messages.success(request, text % {"n": done})
    return redirect(back)


def _chosen(request) -> list[tuple[Practice, int]]:
    """Return the practices that were chosen, each with the version that stood on the page."""
    seen = {}
    for value in request.POST.getlist("voorbeeld")[:MOST_CHOSEN]:
        slug, _colon, version = value.rpartition(":")
        if version.isdecimal() and len(version) < 10:
            seen[slug] = int(version)
    rows = Practice.objects.visible_to(request.user).originals().filter(slug__in=seen)
    return [(practice, seen[practice.slug]) for practice in rows]


def _act(data: dict, chosen: list[tuple[Practice, int]], by: Actor) -> int:
    if data["actie"] == "retire":
        return curating.retire_all(chosen, data["reden"], by=by)
    acts = {"feature": curating.feature_all, "unfeature": curating.unfeature_all, "ask": curating.ask_all}
    return acts[data["actie"]](chosen, by=by)


@require_http_methods(["GET", "HEAD", "POST"])
def curated_detail(request, slug: str) -> HttpResponse:
    """Show what curators settle for one practice, and do it: label, window, readers, last day, archive."""
    demand_curator(request.user)
    practice = practice_of(request.user, slug)
    forms, status = _forms(practice), 200
    if request.method == "POST":
        wanted = request.POST.get("stap", "")
        form = _bound(request, practice, wanted)
        if form is None:
            messages.error(request, _("Kies wat je wilt doen."))
            return redirect("knowledgebank:curated_detail", slug)
        if form.is_valid() and _done(request, practice, wanted, form):
            return redirect("knowledgebank:curated_detail", slug)
        practice = practice_of(request.user, slug)
        forms, status = _forms(practice) | {STEPS[wanted][0]: form}, 422
        if STEPS[wanted][0] == "plain":
            messages.error(request, " ".join(error for each in form.errors.values() for error in each))
    context = {
        "practice": practice,
        "forms": forms,
        "errors_of": next(
            (each for each in forms.values() if each.is_bound and each is not forms["plain"]), None
        ),
        "draft": practice.drafts.filter(hidden_at=None).first(),
        "review": practice.reviews.open().first(),
        "steps": steps_of(practice),
        "deliveries": deliveries_of(practice, request.user),
        "is_published": practice.state == PracticeState.PUBLISHED,
        "is_retired": practice.state == PracticeState.RETIRED,
        "crumbs": [
            (_("Redactie"), reverse("curation:overview")),
            (_("Voorbeelden"), reverse("knowledgebank:curated_list")),
            (practice.title, ""),
        ],
    }
    return TemplateResponse(request, "knowledgebank/desk/curated_detail.html", context, status=status)


def _prove(practice: Practice, data: dict, by: Actor) -> None:
    values = {"is_proven": True, "review_on": data["review_on"]}
    reviewing.curate(practice, values, by=by, seen=data["seen"])


def _unprove(practice: Practice, data: dict, by: Actor) -> None:
    reviewing.curate(practice, {"is_proven": False, "review_on": None}, by=by, seen=data["seen"])


def _settle(practice: Practice, data: dict, by: Actor) -> None:
    values = {name: data[name] for name in ("visibility", "expires_on", "is_featured")}
    reviewing.curate(practice, values, by=by, seen=data["seen"])


def _retire(practice: Practice, data: dict, by: Actor) -> None:
    curating.retire_practice(practice, data["reason"], by=by, seen=data["seen"])


def _bring_back(practice: Practice, data: dict, by: Actor) -> None:
    reviewing.bring_back(practice, by=by, seen=data["seen"])


def _confirm(practice: Practice, data: dict, by: Actor) -> None:
    curating.confirm(practice, by=by, seen=data["seen"])


def _ask(practice: Practice, data: dict, by: Actor) -> None:
    curating.ask_to_confirm(practice, by=by, seen=data["seen"])


# Per step: its form and what it does.
STEPS = {
    "bewijzen": ("proven", _prove),
    "niet-bewezen": ("plain", _unprove),
    "instellen": ("settle", _settle),
    "archiveren": ("retire", _retire),
    "terughalen": ("plain", _bring_back),
    "bevestigen": ("plain", _confirm),
    "vragen": ("plain", _ask),
}


def _said(wanted: str) -> str:
    return {
        "bewijzen": _("Dit voorbeeld is bewezen."),
        "niet-bewezen": _("Dit voorbeeld heet niet meer bewezen."),
        "instellen": _("Opgeslagen."),
        "archiveren": _("Het voorbeeld is gearchiveerd. Het team krijgt bericht."),
        "terughalen": _("Het voorbeeld staat weer in de kennisbank."),
        "bevestigen": _("Bevestigd: het voorbeeld klopt vandaag."),
        "vragen": _("Het team krijgt een mail met de vraag of het nog klopt."),
    }[wanted]


def _forms(practice: Practice) -> dict[str, SeenForm]:
    seen = {"seen": practice.version}
    settled = {name: getattr(practice, name) for name in ("visibility", "expires_on", "is_featured")}
    return {
        "proven": ProvenForm(initial=seen | {"review_on": practice.review_on}, auto_id="bewijs_%s"),
        "settle": SettleForm(initial=seen | settled, auto_id="stel_%s"),
        "retire": RetireForm(initial=seen, auto_id="archief_%s"),
        "plain": SeenForm(initial=seen, auto_id="kort_%s"),
    }


def _bound(request, practice: Practice, wanted: str) -> SeenForm | None:
    if wanted not in STEPS:
        return None
    empty = _forms(practice)[STEPS[wanted][0]]
    return type(empty)(request.POST.dict(), initial=empty.initial, auto_id=empty.auto_id)


def _done(request, practice: Practice, wanted: str, form: SeenForm) -> bool:
    """Take a step; False when it was refused, and the form says why."""
    try:
        STEPS[wanted][1](practice, form.cleaned_data, actor_of(request))
    except Conflict as conflict:
        form.data = form.data | {"seen": conflict.current.version}
        form.add_error(
            None, _("Dit voorbeeld is veranderd terwijl je keek. Kijk wat er nu staat en doe het opnieuw.")
        )
        return False
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    messages.success(request, _said(wanted))
    return True
