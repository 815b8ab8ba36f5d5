"""How signing in differs from allauth's own way: accounts come by invitation only, and errors say what to do."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.actors import memberships_of

from . import actions, devices, guard

# Everyone but a team member may publish or hide; those are asked to sign in with a second step.
PLAIN_ROLES = {"member"}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account alone; a kartrekker or administrator invites."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dit account staat uit. Vraag je kartrekker of de beheerder om hulp."),
        "email_password_mismatch": _(
            "Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Controleer ze, of kies een nieuw wachtwoord."
        ),
        "enter_current_password": _("Vul je huidige wachtwoord in."),
        "incorrect_password": _("Dit wachtwoord klopt niet. Probeer het opnieuw."),
        "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe aan."),
        "too_many_login_attempts": _(
            "Dit is te vaak niet gelukt. Wacht vijf minuten en probeer het dan opnieuw."
        ),
        "rate_limited": _(
            "Dit ging te vaak achter elkaar. Wacht een paar minuten en probeer het dan opnieuw."
        ),
        "password_not_enough": _(
            "Bij dit e-mailadres is te vaak een verkeerd wachtwoord ingevuld. Log in op een apparaat dat je eerder "
            "gebruikte, met een toegangssleutel, of kies met ‘Wachtwoord vergeten?’ een nieuw wachtwoord."
        ),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Tell whether one may be led there after signing in: this portal only, under the name it is visited by."""
        request = self.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def pre_authenticate(self, request, **credentials) -> None:
        """Refuse a password unseen when too many were tried.

        allauth's own count per account would let any stranger keep a named person out.
        """
        email = guard.username_of(request, credentials)
        if not guard.may_try(request, email):
            raise self.validation_error("too_many_login_attempts")
        if guard.is_under_attack(request, email):
            raise self.validation_error("password_not_enough")

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user is not None:
            guard.forget_tries(request, guard.username_of(request, credentials))
        return user

    def post_login(self, request, user, **kwargs):
        """Remember the device, what it is called, and whether to ask for a second step."""
        request.session[devices.NAME] = devices.name_of(request.headers.get("User-Agent", ""))
        request.session[actions.ASK_SECOND_STEP] = self._should_ask(user)
        response = super().post_login(request, user, **kwargs)
        guard.remember_device(request, response, user.email)
        return response

    def set_password(self, user, password: str) -> None:
        actions.set_password(user, password, keep=self._own_session(user))

    def send_notification_mail(self, template_prefix: str, user, *args, **kwargs) -> None:
        """Send the letter about a change to an account; allauth calls this for each change of a second step."""
        if template_prefix.startswith("mfa/") and self.request.user == user:
            actions.end_sessions(user, keep=self._own_session(user))
            self.request.session[actions.ASK_SECOND_STEP] = self._should_ask(user)
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)

    def get_email_confirmation_url(self, request, emailconfirmation) -> str:
        return settings.BASE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def _own_session(self, user) -> str | None:
        request = self.request
        return request.session.session_key if request.user == user else None

    def _should_ask(self, user) -> bool:
        """Tell whether someone who may publish still signs in with a password alone."""
        if not settings.SECOND_STEP_REQUIRED:
            return False
        has_more = user.is_staff or any(role.role not in PLAIN_ROLES for role in memberships_of(user))
        return has_more and not actions.has_second_step(user)
