"""The remarks on a practice as its team reads them; answering and settling them, for team and curators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from industriecoalitie.access.predicates import holds_role
from industriecoalitie.access.shortcuts import get_permitted, next_address
from industriecoalitie.core.actors import actor_of
from knowledgebank.actions import judging
from knowledgebank.models import Practice, Remark
from knowledgebank.querysets import is_curator
from regions.choices import Role

from .reading import reading_of


@require_safe
def practice_remarks(request, slug: str) -> HttpResponse:
    """Show the team of a practice what the curators remarked; for others there is no such page."""
    practice = get_permitted(request.user, Practice, "view", slug=slug)
    keeps = request.user.has_perm("knowledgebank.keep_practice", practice)
    judges = is_curator(request.user)
    if not (keeps or judges or holds_role(request.user, Role.NATIONAL)):
        raise Http404(_("Deze pagina bestaat niet, of je mag haar niet zien."))
    reading = reading_of(practice, request.user)
    decided = [each for each in reading.rounds if each["outcome"] == "sent_back"]
    context = {
        "practice": practice,
        "parts": [part for part in reading.parts if part.threads],
        "open_count": sum(part.open_count for part in reading.parts),
        "last": decided[-1] if decided else None,
        "may_settle": (keeps or judges) and practice.state not in judging.DECIDED,
        "may_edit": practice.is_editable_by(request.user),
        "here": request.path,
        "crumbs": [
            (_("Kennisbank"), reverse("knowledgebank:practice_list")),
            (practice.title, practice.get_absolute_url()),
            (_("Opmerkingen"), ""),
        ],
    }
    return TemplateResponse(request, "knowledgebank/desk/remarks.html", context)


def _remark(request, uuid) -> Remark:
    rows = Remark.objects.select_related("practice", "answer_to__practice")
    return get_permitted(request.user, Remark, "change", queryset=rows, uuid=uuid)


@require_POST
def remark_answer(request, uuid) -> HttpResponse:
    remark = _remark(request, uuid)
    text = request.POST.get("text", "").replace("\x00", "")
    try:
        judging.answer_remark(remark, text, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Je antwoord staat erbij."))
    return _back(request, remark)


@require_POST
def remark_settle(request, uuid) -> HttpResponse:
    """Say that a remark is dealt with, or not yet."""
    remark = _remark(request, uuid)
    is_resolved = "heropenen" not in request.POST
    try:
        judging.settle_remark(remark, is_resolved, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Afgehandeld.") if is_resolved else _("De opmerking staat weer open."))
    return _back(request, remark)


def _back(request, remark: Remark) -> HttpResponse:
    instead = reverse("knowledgebank:practice_remarks", args=[remark.practice.slug])
    return redirect(f"{next_address(request, instead)}#opmerking-{(remark.answer_to or remark).pk}")
