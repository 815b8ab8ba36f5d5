"""Check that a webhook comes from the portal. Plain Python; ``secret`` is the text that begins with whsec_."""

import base64
import hashlib
import hmac
import time


def is_from_portal(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Tell whether a request was signed with the secret in the last five minutes; ``headers`` have names in lower case."""
    message, moment = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(moment)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, f"{message}.{moment}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(made).decode()
    return any(hmac.compare_digest(expected, each) for each in headers["webhook-signature"].split())
