"""Asking a portal whether it is ready for visitors; ``python -m ops.ready`` is the container's health check."""

import http.client
import os
import sys

TIMEOUT = 5.0


def why_not(where: str, host: str | None = None) -> str | None:
    """Return why the portal is not ready, or nothing when it is.

    :param where: host and port of its web server, as ``127.0.0.1:8000``; no proxy comes in between.
    :param host: the name to ask it by, when it does not answer to that of its address.
    """
    line = http.client.HTTPConnection(where, timeout=TIMEOUT)
    try:
        line.request("GET", "/readyz", headers={"Host": host} if host else {})
        answer = line.getresponse()
        text = answer.read(300).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return str(error) or type(error).__name__
    finally:
        line.close()
    return None if answer.status == 200 else f"{answer.status} {text}"


if __name__ == "__main__":
    hosts = os.environ.get("ALLOWED_HOSTS", "").split(",")
    # A host that stands for all below it begins with a point, and is one itself.
    sys.exit(why_not("127.0.0.1:8000", hosts[0].lstrip(".") or None))
