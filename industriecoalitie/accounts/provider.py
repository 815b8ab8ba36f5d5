"""Signing in with an account of one's institution (OpenID Connect), stricter than allauth's own way.

A person there is the pair of issuer and subject, and nothing else: no address, no name is asked or kept. The token
is always checked: its signature with the issuer's keys, issuer, audience, time, and the nonce of this very browser.
Source: docs/adr/0010-signing-in.md.
"""

import hashlib
from hmac import compare_digest
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLOCKS_DIFFER_S = 30
UID_LENGTH = 191


def nonce_of(code_verifier: str) -> str:
    """Return the nonce that goes with a code verifier, which only this browser's session knows."""
    return hashlib.sha256(b"nonce:" + code_verifier.encode()).hexdigest()


class InstitutionAdapter(OpenIDConnectOAuth2Adapter):
    """The exchange with one issuer."""

    @property
    def openid_config(self) -> dict[str, Any]:
        config = super().openid_config
        if config.get("issuer") != self.get_provider().app.settings["server_url"]:
            raise OAuth2Error("the issuer calls itself otherwise")
        return config

    def get_callback_url(self, request, app) -> str:
        return settings.BASE_URL + reverse("institution_callback", kwargs={"provider_id": self.provider_id})

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None) -> dict[str, Any]:
        if not pkce_code_verifier:
            raise OAuth2Error("no code verifier")
        self.nonce = nonce_of(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request, app, token, **kwargs):
        claims = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        return self.get_provider().sociallogin_from_response(request, claims)

    def _decode_id_token(self, app, id_token: str) -> dict[str, Any]:
        """Return the claims of a token that holds in every respect.

        Raises:
            OAuth2Error: it does not.
        """
        try:
            claims = jwt.decode(
                id_token,
                key=self._key_for(id_token),
                algorithms=ALGORITHMS,
                issuer=app.settings["server_url"],
                audience=app.client_id,
                leeway=CLOCKS_DIFFER_S,
                options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"token refused: {error}") from error
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("token refused: meant for another")
        if not compare_digest(str(claims["nonce"]), self.nonce):
            raise OAuth2Error("token refused: another nonce")
        return claims

    def _key_for(self, id_token: str) -> jwt.PyJWK:
        """Return the issuer's key that a token names; the only one when it names none."""
        kid = jwt.get_unverified_header(id_token).get("kid")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [
            key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.public_key_use in (None, "sig")
        ]
        found = [key for key in keys if key.key_id == kid] if kid else keys
        if len(found) != 1:
            raise OAuth2Error("token refused: unknown key")
        return found[0]


class InstitutionProvider(OpenIDConnectProvider):
    """An issuer from the settings, where people of an institution sign in."""

    id = "institution"
    name = "Instelling"
    oauth2_adapter_class = InstitutionAdapter
    pkce_enabled_default = True

    def get_default_scope(self) -> list[str]:
        return ["openid"]

    def get_scope_from_request(self, request) -> list[str]:
        return self.get_scope()

    def get_auth_params_from_request(self, request, action) -> dict[str, str]:
        """Return what the settings say: a link may not change what is asked of the issuer."""
        return self.get_auth_params()

    def get_pkce_params(self) -> dict[str, str]:
        params = super().get_pkce_params()
        return {**params, "nonce": nonce_of(params["code_verifier"])}

    def extract_uid(self, data: dict[str, Any]) -> str:
        uid = f"{data['iss']} {data['sub']}"
        if not data["sub"] or len(uid) > UID_LENGTH:
            raise OAuth2Error("token refused: a subject that cannot be kept")
        return uid

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list:
        return []


provider_classes = [InstitutionProvider]
