"""What happens when someone comes back from signing in at an institution."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _


class InstitutionsAdapter(DefaultSocialAccountAdapter):
    """An identity opens an account only after that account itself was connected to it."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "invalid_token": _("Het inloggen bij je instelling is niet gelukt. Probeer het opnieuw."),
        "no_password": _("Kies eerst een wachtwoord. Anders kun je straks niet meer inloggen."),
        "no_verified_email": _("Bevestig eerst je e-mailadres. Anders kun je straks niet meer inloggen."),
        "connected_other": _("Dit account van je instelling hoort al bij een ander account hier."),
    }

    def is_open_for_signup(self, request, sociallogin) -> bool:
        """Say what to do to an identity that is connected to no account; none is made."""
        page = render(
            request, "socialaccount/not_connected.html", {"provider": sociallogin.provider}, status=403
        )
        raise ImmediateHttpResponse(page)

    def can_authenticate_by_email(self, login, email: str) -> bool:
        return False
