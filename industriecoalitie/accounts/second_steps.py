"""Secrets of second steps, encrypted at rest with keys from the settings.

Source: docs/adr/0010-signing-in.md.
"""

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.core.sealing import seal, unseal

PURPOSE = "accounts.second-step"


class SecondStepAdapter(DefaultMFAAdapter):
    """Second steps with our own words, and nothing readable in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy("Deze tweede stap kun je niet uitzetten."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Stel eerst een app of een toegangssleutel in. Daarna kun je herstelcodes maken."
        ),
        "incorrect_code": gettext_lazy("Dit klopt niet. Probeer het opnieuw."),
        "unverified_email": gettext_lazy(
            "Bevestig eerst je e-mailadres. Daarna kun je je tweede stap instellen."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(PURPOSE, text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(PURPOSE, encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Industriecoalitie"

    def build_totp_svg(self, url: str) -> str:
        """Return the code to scan as a picture that may stand in a page: dark on light, in any theme."""
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        return format_html(
            '<svg class="qr" viewBox="0 0 {0} {0}" width="220" height="220" role="img" aria-label="{1}">'
            '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
            len(rows),
            _("Code om te scannen met je app"),
            path,
        )

    def generate_authenticator_name(self, user, type) -> str:
        count = user.authenticator_set.filter(type=type).count()
        return _("Toegangssleutel %(number)s") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Industriecoalitie"}
