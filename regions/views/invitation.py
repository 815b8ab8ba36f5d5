"""The page behind the link of an invitation."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.links import PASSED_ON_TO_US, secret_address
from industriecoalitie.accounts.invitations import invited_by_link
from regions import actions
from regions.forms.team import AcceptInvitationForm

from .team import put_on

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@secret_address(PASSED_ON_TO_US)
def invitation_accept(request, link: str):
    """Ask an invited person for a name and a password, and let the person in."""
    user = invited_by_link(link)
    if user is None:
        return TemplateResponse(request, "regions/invitation_gone.html", status=404)
    form = AcceptInvitationForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.accept_invitation(
                user, form.cleaned_data["name"], form.cleaned_data["password1"]
            )
        except ValidationError as error:
            put_on(form, error)
        else:
            login(request, person, backend=BACKEND)
            messages.success(request, _("Welkom, %(name)s. Je bent ingelogd.") % {"name": person})
            return redirect("regions:invitation_welcome")
    return TemplateResponse(request, "regions/invitation_form.html", {"form": form, "person": user})


@require_safe
def invitation_welcome(request):
    """Ask someone who has just come in to make the account safer, and lead on."""
    return TemplateResponse(request, "regions/invitation_welcome.html", {"second_step": _second_step()})


def _second_step() -> str:
    """Return the address where a second step is set up; empty when the portal has none."""
    try:
        return reverse("mfa_index")
    except NoReverseMatch:
        return ""
