"""Deciding on a round, each decision on a page of its own: send back, publish, plan, or take out of the planning."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from industriecoalitie.core.actors import Actor, actor_of
from industriecoalitie.history.recording import Conflict
from knowledgebank.actions import reviewing
from knowledgebank.choices import PracticeState
from knowledgebank.forms.desk import ScheduleForm, SeenForm, SendBackForm
from knowledgebank.models import Practice, Review

from .access import demand_curator, round_of


@dataclass(frozen=True)
class Decision:
    """A decision: its words, its form, from which states it can be taken, and what it does."""

    key: str
    title: str
    lead: str
    button: str
    done: str
    form: type[SeenForm]
    states: tuple[str, ...]
    act: Callable[[Practice, dict, Actor], Practice]
    asks_ready: bool = False


def _send_back(practice: Practice, data: dict, by: Actor) -> Practice:
    return reviewing.send_back(practice, by=by, reason=data["reason"], seen=data["seen"])


def _publish(practice: Practice, data: dict, by: Actor) -> Practice:
    return reviewing.publish(practice, by=by, seen=data["seen"], original_seen=data["original_seen"])


def _schedule(practice: Practice, data: dict, by: Actor) -> Practice:
    return reviewing.schedule(
        practice, data["publish_at"], by=by, seen=data["seen"], original_seen=data["original_seen"]
    )


def _unschedule(practice: Practice, data: dict, by: Actor) -> Practice:
    return reviewing.unschedule(practice, by=by, seen=data["seen"])


SEND_BACK = Decision(
    "send_back", gettext_lazy("Aanvulling vragen"),
    gettext_lazy("Het team krijgt het voorbeeld terug, met je uitleg en alle opmerkingen."),
    gettext_lazy("Terugsturen naar het team"), gettext_lazy("Het team is om een aanvulling gevraagd."),
    SendBackForm, (PracticeState.IN_REVIEW,), _send_back,
)  # fmt: skip
PUBLISH = Decision(
    "publish", gettext_lazy("Nu publiceren"),
    gettext_lazy("Iedereen kan het voorbeeld meteen lezen. Het team krijgt bericht."),
    gettext_lazy("Publiceren"), gettext_lazy("Het voorbeeld staat in de kennisbank."),
    SeenForm, (PracticeState.IN_REVIEW, PracticeState.APPROVED), _publish, asks_ready=True,
)  # fmt: skip
SCHEDULE = Decision(
    "schedule", gettext_lazy("Inplannen"),
    gettext_lazy("Het voorbeeld verschijnt vanzelf op het moment dat je kiest."),
    gettext_lazy("Inplannen"), gettext_lazy("Het voorbeeld is ingepland."),
    ScheduleForm, (PracticeState.IN_REVIEW,), _schedule, asks_ready=True,
)  # fmt: skip
UNSCHEDULE = Decision(
    "unschedule", gettext_lazy("Uit de planning halen"),
    gettext_lazy("Het voorbeeld ligt dan weer ter beoordeling."),
    gettext_lazy("Uit de planning halen"), gettext_lazy("Het voorbeeld is uit de planning gehaald."),
    SeenForm, (PracticeState.APPROVED,), _unschedule,
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def review_send_back(request, uuid) -> HttpResponse:
    return _decide(request, uuid, SEND_BACK)


@require_http_methods(["GET", "HEAD", "POST"])
def review_publish(request, uuid) -> HttpResponse:
    return _decide(request, uuid, PUBLISH)


@require_http_methods(["GET", "HEAD", "POST"])
def review_schedule(request, uuid) -> HttpResponse:
    return _decide(request, uuid, SCHEDULE)


@require_http_methods(["GET", "HEAD", "POST"])
def review_unschedule(request, uuid) -> HttpResponse:
    return _decide(request, uuid, UNSCHEDULE)


def _decide(request, uuid, decision: Decision) -> HttpResponse:
    demand_curator(request.user)
    review = round_of(uuid)
    if not review.is_open or review.practice.state not in decision.states:
        words = {"state": review.practice.get_state_display()}
        messages.error(request, _("Dat kan nu niet: dit voorbeeld staat op ‘%(state)s’.") % words)
        return redirect(_address(review))
    form = decision.form(request.POST or None, initial=_seen(review))
    if request.method == "POST" and form.is_valid():
        try:
            shown = decision.act(review.practice, form.cleaned_data, actor_of(request))
        except Conflict:
            review = round_of(uuid)
            _look_again(form, review)
        except ValidationError as error:
            if not round_of(uuid).is_open:
                messages.error(request, _("Een collega was je voor: over dit voorbeeld is al besloten."))
                return redirect(_address(review))
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, decision.done)
            return redirect(shown if decision is PUBLISH else "knowledgebank:review_list")
    return _page(request, review, decision, form)


def _seen(review: Review) -> dict[str, int | None]:
    original = review.practice.draft_of
    return {"seen": review.practice.version, "original_seen": original.version if original else None}


def _look_again(form: forms.Form, review: Review) -> None:
    """Keep what was typed; the next try is about the practice as it is now."""
    form.data = form.data.dict() | _seen(review)
    text = _("Dit voorbeeld is veranderd terwijl je keek. Kijk wat er nu staat en besluit opnieuw.")
    form.add_error(None, text)


def _page(request, review: Review, decision: Decision, form: forms.Form) -> HttpResponse:
    practice = review.practice
    context = {
        "review": review,
        "practice": practice,
        "decision": decision,
        "form": form,
        "faults": reviewing.faults_of(practice) if decision.asks_ready else [],
        "back": _address(review),
        "crumbs": [
            (_("Redactie"), reverse("curation:overview")),
            (_("Beoordelen"), reverse("knowledgebank:review_list")),
            (practice.title, _address(review)),
            (decision.title, ""),
        ],
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "knowledgebank/desk/decide.html", context, status=status)


def _address(review: Review) -> str:
    return reverse("knowledgebank:review_detail", args=[review.uuid])
