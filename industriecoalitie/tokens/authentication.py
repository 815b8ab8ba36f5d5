"""Letting a partner system in: ``Authorization: Bearer mbo_…``."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from industriecoalitie.accounts.guard import address_of

from . import actions
from .keys import is_same, public_id_of
from .models import ApiToken

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """Read the token of a request. Whatever is wrong with it, the answer is the same 401."""

    def authenticate(self, request) -> tuple[Any, ApiToken] | None:
        """Return what stands for the reader, and the token; None when the request carries none.

        Raises:
            AuthenticationFailed: it opens nothing: wrong, expired, ended, from another network, of a closed account.
        """
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != SCHEME.lower().encode():
            return None
        token = found(parts[1].decode("latin-1"), address_of(request)) if len(parts) == 2 else None
        if token is None:
            raise AuthenticationFailed(_("Deze sleutel opent niets."))
        token.request_id = getattr(request, "request_id", "")
        return token.reader(""), token

    def authenticate_header(self, request) -> str:
        return f'{SCHEME} realm="api"'


def found(text: str, address: str | None) -> ApiToken | None:
    """Return the token with this text, when it opens anything from this address now; one query, and note its use."""
    public_id = public_id_of(text)
    if public_id is None:
        return None
    token = ApiToken.objects.for_request().filter(public_id=public_id).first()
    if token is None or not is_same(text, token.digest, token.pepper_id):
        return None
    if not (token.is_live and token.owner.is_active and token.comes_from(address)):
        return None
    actions.note_use(token, text)
    return token
