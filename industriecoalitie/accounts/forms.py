"""The forms to sign in and to choose a password, with words that say what to do."""

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

EMAIL_WRONG = _("Vul een e-mailadres in zoals naam@school.nl.")


def asks(form: forms.Form, name: str, label: str, missing: str) -> None:
    """Give a field of a form its label, and the sentence for when it is left empty."""
    field = form.fields[name]
    field.label = label
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth_forms.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks(self, "login", _("E-mailadres"), _("Vul je e-mailadres in."))
        asks(self, "password", _("Wachtwoord"), _("Vul je wachtwoord in."))
        self.fields["login"].error_messages["invalid"] = EMAIL_WRONG
        self.fields["password"].help_text = ""


class PasswordResetForm(allauth_forms.ResetPasswordForm):
    """The address that gets a link to choose a new password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks(self, "email", _("E-mailadres"), _("Vul je e-mailadres in."))
        self.fields["email"].error_messages["invalid"] = EMAIL_WRONG


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """A new password, twice, after following the link."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks(self, "password1", _("Nieuw wachtwoord"), _("Vul een nieuw wachtwoord in."))
        asks(
            self,
            "password2",
            _("Nieuw wachtwoord, nog een keer"),
            _("Vul het nieuwe wachtwoord nog een keer in."),
        )


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The present password and a new one, twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks(self, "oldpassword", _("Huidig wachtwoord"), _("Vul je huidige wachtwoord in."))
        asks(self, "password1", _("Nieuw wachtwoord"), _("Vul een nieuw wachtwoord in."))
        asks(
            self,
            "password2",
            _("Nieuw wachtwoord, nog een keer"),
            _("Vul het nieuwe wachtwoord nog een keer in."),
        )
