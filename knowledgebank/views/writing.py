"""Writing a practice: begun, edited, handed in and taken back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.quantities import number_in
from industriecoalitie.editing.pages import add_page, edit_page, with_undo
from industriecoalitie.history.recording import Conflict
from knowledgebank.actions import drafting, reviewing
from knowledgebank.choices import CRITERIA, KIND_WORDS, WRITING, PracticeKind, PracticeState
from knowledgebank.forms.handing_in import SubmitForm
from knowledgebank.forms.practice import SHEETS
from knowledgebank.models import Practice
from partnerships.models import Partnership
from programmes.models import Programme

from .prefilling import from_partnership, from_programme
from .standing import advice, faults_in_words, may_begin_draft, may_discard, may_withdraw

KINDS = {word: kind for kind, word in KIND_WORDS.items()}
# What each kind is for, in one sentence.
KIND_LEADS = {
    PracticeKind.PARTNERSHIP: gettext_lazy(
        "School, bedrijf en overheid kregen samen iets voor elkaar, en dat is te zien."
    ),
    PracticeKind.DEMAND: gettext_lazy("Zo kreeg je helder wat bedrijven nodig hebben, en werd het scholing."),
    PracticeKind.EDUCATION_FORM: gettext_lazy(
        "Onderwijs dat past bij een bepaalde groep mensen, en waarom het werkt."
    ),
    PracticeKind.PROGRAMME: gettext_lazy(
        "Een nieuwe opleiding voor bijvoorbeeld de energietransitie of digitalisering."
    ),
}


def list_crumb() -> tuple[str, str]:
    return _("Kennisbank"), reverse("knowledgebank:practice_list")


@require_safe
def practice_add(request: HttpRequest) -> HttpResponse:
    """Let the writer choose a kind."""
    if not request.user.has_perm("knowledgebank.add_practice"):
        raise PermissionDenied
    cards = [
        {
            "title": kind.label,
            "lead": KIND_LEADS[kind],
            "url": reverse("knowledgebank:practice_add_kind", args=[KIND_WORDS[kind]]),
        }
        for kind in PracticeKind
    ]
    crumbs = [list_crumb(), (_("Nieuw voorbeeld"), "")]
    return TemplateResponse(request, "knowledgebank/practice_add.html", {"cards": cards, "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
def practice_add_kind(request: HttpRequest, word: str) -> HttpResponse:
    crumbs = [list_crumb(), (_("Nieuw voorbeeld"), reverse("knowledgebank:practice_add"))]
    return add_page(request, SHEETS[_kind_of(word)], crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
def practice_from_partnership(request: HttpRequest, word: str, slug: str) -> HttpResponse:
    """Begin a practice with what is known of a partnership."""
    source = get_permitted(request.user, Partnership, "change", queryset=Partnership.objects.all(), slug=slug)
    return _add_from(request, word, source, from_partnership(source, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def practice_from_programme(request: HttpRequest, word: str, slug: str) -> HttpResponse:
    """Begin a practice with what is known of a programme."""
    source = get_permitted(request.user, Programme, "change", queryset=Programme.objects.all(), slug=slug)
    return _add_from(request, word, source, from_programme(source, request.user))


def _add_from(
    request: HttpRequest, word: str, source: Partnership | Programme, initial: Mapping[str, Any]
) -> HttpResponse:
    crumbs = [(str(source), source.get_absolute_url())]
    return add_page(request, SHEETS[_kind_of(word)], crumbs, initial=initial)


def _kind_of(word: str) -> PracticeKind:
    if word not in KINDS:
        raise Http404
    return KINDS[word]


@require_http_methods(["GET", "HEAD", "POST"])
def practice_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit a practice; of one that is published or lies with the curators, say which way to go."""
    practice = _seen_by(request, slug)
    if practice.is_editable_by(request.user):
        return edit_page(request, SHEETS[practice.kind], [list_crumb()], slug=slug)
    if not may_begin_draft(request.user, practice):
        raise PermissionDenied
    context = {
        "practice": practice,
        "draft": drafting.open_draft(practice),
        "may_withdraw": may_withdraw(request.user, practice),
        "crumbs": [list_crumb(), (practice.title, practice.get_absolute_url()), (_("Bewerken"), "")],
    }
    status = 409 if request.method == "POST" else 200
    return TemplateResponse(request, "knowledgebank/practice_closed.html", context, status=status)


def _seen_by(request: HttpRequest, slug: str) -> Practice:
    return get_permitted(
        request.user,
        Practice,
        "view",
        queryset=Practice.objects.for_detail().select_related("owner"),
        slug=slug,
    )


@require_POST
def practice_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft beside what is published, or go on with the one that is there."""
    practice = _seen_by(request, slug)
    if not may_begin_draft(request.user, practice):
        raise PermissionDenied
    try:
        draft = drafting.start_draft(practice, by=actor_of(request))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("knowledgebank:practice_edit", practice.slug)
    return redirect("knowledgebank:practice_edit", draft.slug)


@require_POST
def practice_discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw a draft away; what is published stays."""
    draft = _seen_by(request, slug)
    if draft.draft_of is None:
        raise Http404
    if not may_discard(request.user, draft):
        raise PermissionDenied
    try:
        saved = drafting.discard_draft(draft, by=actor_of(request), seen=_seen_version(request))
    except Conflict:
        messages.warning(request, _("Iemand veranderde dit zojuist. Kijk eerst even wat er nu staat."))
        return redirect(draft)
    text = _("Het concept is weggegooid. Wat gepubliceerd is, blijft zoals het was.")
    messages.success(request, with_undo(text, saved.change_set))
    return redirect(draft.draft_of)


@require_http_methods(["GET", "HEAD", "POST"])
def practice_submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is still missing, and hand the practice in."""
    practice = _seen_by(request, slug)
    if not may_begin_draft(request.user, practice):
        raise PermissionDenied
    if practice.state not in WRITING:
        messages.info(request, _("Dit voorbeeld is al ingediend."))
        return redirect(practice)
    if not request.user.has_perm("knowledgebank.submit_practice", practice):
        raise PermissionDenied
    form = SubmitForm(request.POST or None)
    status, refused = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                reviewing.submit(
                    practice,
                    by=actor_of(request),
                    seen=_seen_version(request),
                    note=form.cleaned_data["note"],
                )
            except Conflict:
                messages.warning(
                    request, _("Iemand veranderde dit zojuist. Kijk eerst even wat er nu staat.")
                )
                return redirect(practice)
            except ValidationError as error:
                refused = faults_in_words(practice, error)
            else:
                messages.success(request, _("Ingediend. De redactie laat binnen twee weken iets weten."))
                return redirect(practice)
    context = {
        "practice": practice,
        "form": form,
        "refused": refused,
        "advice": advice(practice),
        "open_remarks": practice.remarks.filter(answer_to=None, resolved_at=None).count(),
        "criteria": [criterion.label for criterion in CRITERIA[PracticeKind(practice.kind)]],
        "crumbs": [list_crumb(), (practice.title, practice.get_absolute_url()), (_("Indienen"), "")],
    }
    return TemplateResponse(request, "knowledgebank/practice_submit.html", context, status=status)


@require_POST
def practice_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back what was handed in, to write on."""
    practice = _seen_by(request, slug)
    if not may_begin_draft(request.user, practice):
        raise PermissionDenied
    if practice.state != PracticeState.IN_REVIEW:
        messages.info(request, _("Dit voorbeeld ligt niet bij de redactie."))
        return redirect(practice)
    if not may_withdraw(request.user, practice):
        raise PermissionDenied
    try:
        reviewing.withdraw(practice, by=actor_of(request), seen=_seen_version(request))
    except Conflict:
        messages.warning(request, _("Iemand veranderde dit zojuist. Kijk eerst even wat er nu staat."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Teruggetrokken. Je kunt weer verder schrijven."))
    return redirect(practice)


def _seen_version(request: HttpRequest) -> int:
    """Return the version that the person had on the page; one that no practice has when the form does not say."""
    return number_in(request.POST, "seen") or 0
