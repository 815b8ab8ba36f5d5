"""How signing in differs from allauth's own way: accounts come by invitation only, and errors say what to do."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


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
            "Je hebt te vaak een verkeerd wachtwoord ingevuld. Wacht vijf minuten en probeer het dan opnieuw."
        ),
        "rate_limited": _(
            "Dit ging te vaak achter elkaar. Wacht een paar minuten en probeer het dan opnieuw."
        ),
    }

    def is_open_for_signup(self, request) -> bool:
        return False
