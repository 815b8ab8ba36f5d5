"""Judging one practice: reading it with the remarks, the check list, and what each reviewer thinks."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from industriecoalitie.core.actors import actor_of
from knowledgebank.actions import judging
from knowledgebank.actions.drafting import overlay
from knowledgebank.actions.reviewing import Fault, faults_in
from knowledgebank.actions.telling import curators
from knowledgebank.choices import CRITERIA, Criterion, PracticeState, Verdict
from knowledgebank.forms.desk import RemarkForm, VerdictForm
from knowledgebank.models import CriterionCheck, Judgement, Practice, Review
from knowledgebank.querysets import is_curator

from .access import demand_curator, demand_reader, round_of
from .alike import alike_of
from .reading import Part, reading_of
from .steps import steps_of

LOOK, LEAVE = "kijken", "loslaten"
WORDS = {LOOK: "", "akkoord": Verdict.AGREE, "nog-niet": Verdict.OBJECT}


@require_safe
def review_detail(request, uuid) -> HttpResponse:
    """Show a practice as its reviewers read it; the address that the letter about handing in leads to."""
    demand_reader(request.user)
    found = round_of(uuid)
    if found.practice.state == PracticeState.MERGED:
        messages.info(request, _("Deze wijziging is al verwerkt in het voorbeeld."))
        return redirect(found.practice.draft_of)
    return page_of(request, found)


def page_of(request, review: Review, *, verdict=None, remark: RemarkForm | None = None, status: int = 200):
    """Return the page of a round; ``verdict`` and ``remark`` are forms that were refused."""
    practice, user = review.practice, request.user
    reading = reading_of(practice, user)
    judgements = list(
        Judgement.objects.filter(review=review).select_related("reviewer").order_by("changed_at", "pk")
    )
    checks = {
        each.criterion: each
        for each in CriterionCheck.objects.filter(review=review).select_related("checked_by")
    }
    may_act = is_curator(user) and review.is_open
    own = next((each for each in judgements if each.reviewer_id == user.pk), None)
    faults = faults_in(
        practice,
        met={key for key, each in checks.items() if each.is_met} if review.is_open else None,
        has_objection=any(each.verdict == Verdict.OBJECT for each in judgements),
        has_open_remarks=reading.has_open_remarks,
        lacks_consent=reading.lacks_consent,
    )
    for part in reading.parts:
        is_bound = remark is not None and remark.prefix == (part.key or "geheel")
        part.form = remark if is_bound else remark_form(part) if may_act else None
    context = {
        "review": review,
        "practice": practice,
        "parts": reading.parts,
        "names": reading.names,
        "rounds": reading.rounds,
        "judgements": judgements,
        "own": own,
        "verdict": verdict or VerdictForm(initial={"note": own.note if own else ""}),
        "criteria": [(Criterion(each), checks.get(each)) for each in CRITERIA[practice.kind]],
        "faults": [(fault, anchor_of(fault, reading.parts)) for fault in faults],
        "may_act": may_act,
        "people": curators() if may_act else [],
        "alike": alike_of(practice, user),
        "steps": steps_of(practice),
        "open_count": sum(part.open_count for part in reading.parts),
        "here": request.path if status == 200 else reverse("knowledgebank:review_detail", args=[review.uuid]),
        "crumbs": [
            (_("Redactie"), reverse("curation:overview")),
            (_("Beoordelen"), reverse("knowledgebank:review_list")),
            (practice.title, ""),
        ],
    }
    return TemplateResponse(request, "knowledgebank/desk/review_detail.html", context, status=status)


def remark_form(part: Part, data=None) -> RemarkForm:
    prefix = part.key or "geheel"
    return RemarkForm(data, prefix=prefix, rows=part.rows, auto_id="opmerking-%s")


def anchor_of(fault: Fault, parts: list[Part]) -> str:
    """Return the place on the page where something about a fault can be done."""
    if fault.about == "criteria":
        return "checklist"
    if fault.about == "judgements":
        return "beoordelaars"
    if fault.about == "remarks":
        return next((part.anchor for part in parts if part.open_count), "")
    return f"deel-{fault.about}" if fault.about else ""


@require_POST
def review_remark(request, uuid) -> HttpResponse:
    """Keep a remark on a part of the practice."""
    demand_curator(request.user)
    found = round_of(uuid)
    key = request.POST.get("onderdeel", "")
    part = next((each for each in reading_of(found.practice, request.user).parts if each.key == key), None)
    if part is None:
        messages.error(request, _("Dit onderdeel heeft een voorbeeld niet."))
        return _back(found)
    form = remark_form(part, request.POST)
    if not form.is_valid():
        return page_of(request, found, remark=form, status=422)
    data = form.cleaned_data
    try:
        judging.add_remark(
            found, data["text"], by=actor_of(request), field=key,
            row=UUID(data["row"]) if data.get("row") else None, passage=data["passage"],
        )  # fmt: skip
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return page_of(request, found, remark=form, status=422)
    messages.success(request, _("De opmerking staat erbij."))
    return _back(found, part.anchor)


@require_POST
def review_check(request, uuid) -> HttpResponse:
    """Keep which points of the check list are in order: only what this person changed."""
    demand_curator(request.user)
    found = round_of(uuid)
    now, was = set(request.POST.getlist("punt")), set(request.POST.getlist("was"))
    try:
        judging.check_criteria(found, {point: point in now for point in now ^ was}, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return _back(found, "checklist")


@require_POST
def review_judge(request, uuid) -> HttpResponse:
    """Keep what this reviewer thinks; or that this person looks at it, or does not any more."""
    demand_curator(request.user)
    found, by = round_of(uuid), actor_of(request)
    wanted, form = request.POST.get("oordeel", ""), VerdictForm(request.POST)
    try:
        if wanted == LEAVE:
            judging.leave_review(found, by=by)
        elif wanted not in WORDS:
            raise ValidationError(_("Kies wat je vindt."))
        elif not form.is_valid():
            return page_of(request, found, verdict=form, status=422)
        else:
            judging.judge(found, WORDS[wanted], form.cleaned_data["note"], by=by)
    except ValidationError as error:
        if hasattr(error, "error_dict") and form.is_valid():
            form.add_error(None, error)
            return page_of(request, found, verdict=form, status=422)
        messages.error(request, " ".join(error.messages))
    return _back(found, "beoordelaars")


@require_safe
def review_changes(request, uuid) -> HttpResponse:
    """Show what a change does to the published practice as it is now, and where both changed."""
    demand_reader(request.user)
    found = round_of(uuid)
    if found.practice.draft_of_id is None or found.practice.state == PracticeState.MERGED:
        return _back(found)
    try:
        result = overlay(found.practice)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(found)
    context = {
        "review": found,
        "practice": found.practice,
        "original": found.practice.draft_of,
        "changed": labels_of({*result.change.values, *_touched(result.change)}),
        "crossed": labels_of(result.crossed),
        "crumbs": [
            (_("Redactie"), reverse("curation:overview")),
            (_("Beoordelen"), reverse("knowledgebank:review_list")),
            (found.practice.title, reverse("knowledgebank:review_detail", args=[found.uuid])),
            (_("Wat verandert er"), ""),
        ],
    }
    return TemplateResponse(request, "knowledgebank/desk/review_changes.html", context)


def _touched(change) -> set[str]:
    return {name for name, rows in change.rows.items() if rows}


def labels_of(names) -> list[str]:
    """Return what fields and rows of a practice are called, in the order of the model."""
    wanted = {name.removesuffix("_id") for name in names}
    found = []
    for each in Practice._meta.get_fields():
        if each.name in wanted:
            word = str(getattr(each, "verbose_name", "") or each.related_model._meta.verbose_name_plural)
            found.append(f"{word[:1].upper()}{word[1:]}")
    return found


def _back(review: Review, anchor: str = "") -> HttpResponse:
    address = reverse("knowledgebank:review_detail", args=[review.uuid])
    return redirect(f"{address}#{anchor}" if anchor else address)
