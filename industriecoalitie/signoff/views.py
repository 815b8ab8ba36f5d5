"""Asking for a sign-off, and the page behind the link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.access.links import secret_address
from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.actors import actor_of, memberships_of
from industriecoalitie.core.kinds import kind_of, model_of
from industriecoalitie.core.models import Record

from . import actions
from .forms import AnswerForm, QuestionForm
from .models import SignOff
from .texts import changes_since_shown, text_of


@require_http_methods(["GET", "HEAD", "POST"])
def record(request, kind: str, uuid):
    """Show who was asked about a record and what they said, and ask someone."""
    subject = _changeable(request, kind, uuid)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.ask_signoff(
                subject, data.pop("email"), data.pop("position"), by=actor_of(request), **data
            )
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            messages.success(request, _("De vraag gaat naar %(email)s.") % {"email": form.data["email"]})
            return redirect("signoff:record", kind, uuid)
    crumbs = [(str(subject), _address_of(subject)), (_("Akkoord"), "")]
    context = {
        "record": subject,
        "kind": kind,
        "form": form,
        "signoffs": list(_shown_to(request.user, subject)),
        "crumbs": crumbs,
    }
    return TemplateResponse(request, "signoff/record.html", context)


@require_POST
def withdraw(request, uuid):
    signoff = get_permitted(request.user, SignOff, "change", queryset=SignOff.objects.all(), uuid=uuid)
    try:
        actions.withdraw_signoff(signoff, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("De vraag is ingetrokken. De link werkt niet meer."))
    return redirect("signoff:record", signoff.kind, signoff.record)


# The token in the address is the only right that this page asks; no cookie plays a part that another site could use.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@secret_address()
def answer(request, token: str):
    """Let the one who was asked read the text and answer. Reading changes nothing."""
    signoff = SignOff.objects.open().filter(token_hash=actions.hash_of(token)).first()
    subject = _asked_about(signoff)
    if subject is None:
        return TemplateResponse(request, "signoff/gone.html", status=404)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = actions.answer_signoff(signoff, form.cleaned_data["answer"], form.cleaned_data["comment"])
        if given is None:
            return TemplateResponse(request, "signoff/gone.html", status=404)
        return redirect("signoff:thanks")
    version, changes = changes_since_shown(subject, signoff)
    context = {
        "signoff": signoff,
        "record": subject,
        "form": form,
        "text": text_of(subject, signoff),
        "shown_version": version,
        "changes": changes,
    }
    return TemplateResponse(request, "signoff/answer.html", context)


@login_not_required
@require_safe
def thanks(request):
    return TemplateResponse(request, "signoff/thanks.html")


def _changeable(request, kind: str, uuid) -> Record:
    model = model_of(kind)
    return get_permitted(request.user, model, "change", uuid=uuid)


def _shown_to(user, subject: Record):
    """Return who was asked: all to a team; to a contact of a partner, only whom that person asked."""
    asked = SignOff.objects.of(subject).select_related("asked_by")
    return asked if user.is_superuser or memberships_of(user) else asked.filter(asked_by=user)


def _asked_about(signoff: SignOff | None) -> Record | None:
    """Return the record of a question, unless it was hidden since."""
    if signoff is None:
        return None
    try:
        model = model_of(signoff.kind)
    except Http404:
        return None
    return model.objects.filter(uuid=signoff.record, hidden_at=None).first()


def _address_of(subject: Record) -> str:
    if hasattr(subject, "get_absolute_url"):
        return subject.get_absolute_url()
    return reverse("history:record_history", args=[kind_of(subject), subject.uuid])
