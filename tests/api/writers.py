"""A partner system that writes, as tests play it."""

import json
from typing import Any

from django.test import Client

from tests.factories.tokens import token_for

ROOT = "/api/v1"


class PartnerSystem:
    """Asks the API with a token; ``owner`` is whose token it is."""

    def __init__(self, owner, *scopes: str, regions=()):
        self.token, self.text = token_for(owner, *scopes, regions=regions)
        self.client = Client(headers={"authorization": f"Bearer {self.text}"})

    def ask(self, method: str, path: str, body: Any = None, **headers: str):
        data = body if isinstance(body, str | bytes) else json.dumps(body) if body is not None else ""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method, f"{ROOT}/{path}", data, content_type="application/json", headers=named
        )

    def get(self, path: str):
        return self.ask("GET", path)

    def post(self, path: str, body: Any, **headers: str):
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: Any, etag: str = "", **headers: str):
        return self.ask("PATCH", path, body, **headers, **({"if_match": etag} if etag else {}))

    def put(self, path: str, body: Any, etag: str = "", **headers: str):
        return self.ask("PUT", path, body, **headers, **({"if_match": etag} if etag else {}))

    def delete(self, path: str, etag: str = "", **headers: str):
        return self.ask("DELETE", path, **headers, **({"if_match": etag} if etag else {}))


def wrong_in(answer) -> dict[str, str]:
    """Return what an answer says is wrong, by place."""
    body = json.loads(answer.content)
    return {each["name"]: each["reason"] for each in body.get("invalidParams", [])}
