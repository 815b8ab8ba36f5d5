"""The forms to sign in and to choose a password, with words that say what to do."""

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
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


class SetPasswordForm(allauth_forms.SetPasswordForm):
    """A first password, twice, for who signs in at an institution only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks(self, "password1", _("Nieuw wachtwoord"), _("Vul een nieuw wachtwoord in."))
        asks(
            self,
            "password2",
            _("Nieuw wachtwoord, nog een keer"),
            _("Vul het nieuwe wachtwoord nog een keer in."),
        )


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks(self, "password", _("Wachtwoord"), _("Vul je wachtwoord in."))
        self.fields["password"].help_text = ""


def asks_code(form: forms.Form, help_text: str) -> None:
    """Ask for a code that is typed over: with the digits in front on a phone."""
    asks(form, "code", _("Code"), _("Vul de code in."))
    form.fields["code"].help_text = help_text
    form.fields["code"].widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")


class CodeForm(mfa_forms.AuthenticateForm):
    """The code of an app, or a recovery code, to sign in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks_code(self, _("De 6 cijfers in je app, of een van je herstelcodes."))


class CodeAgainForm(mfa_forms.ReauthenticateForm):
    """The same, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks_code(self, _("De 6 cijfers in je app, of een van je herstelcodes."))


class ActivateAppForm(ActivateTOTPForm):
    """The first code of an app: proof that it was set up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks_code(self, _("De 6 cijfers die je app nu laat zien."))


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey: its name, and what the browser made, filled in by passkeys.js."""

    passwordless = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_passkey(self)
        self.fields["name"].required = False


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_passkey(self)


def name_passkey(form: forms.Form) -> None:
    """Ask for the name of a passkey."""
    asks(form, "name", _("Naam"), _("Vul een naam in."))
    form.fields["name"].help_text = _("Om hem te herkennen, zoals ‘laptop school’ of ‘telefoon’.")
    form.fields["name"].max_length = 60
    form.fields["name"].widget.attrs["maxlength"] = 60


class NameForm(forms.Form):
    """How a person is called on screen."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=150,
        help_text=_("Zo zien anderen wie iets heeft veranderd."),
        error_messages={"required": _("Vul je naam in.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
