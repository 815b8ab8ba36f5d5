"""A small OpenID Connect provider on this machine: real HTTP, signed tokens, PKCE and codes that work once.

``person`` is who signs in there; ``claims`` and ``sign`` let a test make it lie in one respect.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID = "portaal"
CLIENT_SECRET = "een-geheim-van-de-instelling"


@dataclass
class Provider:
    """An issuer with one client; start it with ``with``."""

    person: dict[str, Any] = field(default_factory=lambda: {"sub": "1234"})
    claims: dict[str, Any] = field(default_factory=dict)
    sign: Callable[["Provider", dict[str, Any]], str] | None = None
    issuer_name: str = ""
    is_down: bool = False

    def __post_init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[dict[str, str]] = []
        self.refused: list[str] = []

    def __enter__(self) -> "Provider":
        handler = type("Handler", (_Handler,), {"provider": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error) -> None:
        self.server.shutdown()
        self.server.server_close()

    def app(self, provider_id: str = "surfconext") -> dict[str, Any]:
        """Return this issuer as the settings name it."""
        return {
            "provider_id": provider_id,
            "name": "SURFconext",
            "client_id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            "settings": {"server_url": self.issuer},
        }

    def config(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer_name or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Return the address where the person is led back to, with a code."""
        self.asked.append(query)
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def exchange(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Return tokens for a code; None when anything is wrong with it."""
        query = self.codes.pop(form.get("code", ""), None)
        checks = {
            "code": query is not None,
            "client": (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET),
            "address": query is not None and form.get("redirect_uri") == query["redirect_uri"],
            "pkce": query is not None
            and challenge_of(form.get("code_verifier", "")) == query.get("code_challenge"),
        }
        wrong = [name for name, holds in checks.items() if not holds]
        if wrong:
            self.refused += wrong
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": query.get("nonce"),
            **self.person, **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        token = (self.sign or Provider.signed)(self, claims)
        return {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": token}

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}


def challenge_of(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if self.provider.is_down:
            self._send(503, {})
        elif parts.path == "/.well-known/openid-configuration":
            self._send(200, self.provider.config())
        elif parts.path == "/keys":
            self._send(200, self.provider.keys())
        elif parts.path == "/authorize":
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self.send_response(302)
            self.send_header("Location", self.provider.authorize(query))
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        tokens = self.provider.exchange({name: values[0] for name, values in parse_qs(body).items()})
        self._send(200 if tokens else 400, tokens or {"error": "invalid_grant"})

    def _send(self, status: int, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments) -> None:
        pass
