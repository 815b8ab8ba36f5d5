"""What every answer owes, whoever asks: the headers that a browser is told to keep to."""

from django.http import HttpResponse

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {"default-src": ["'none'"], "frame-ancestors": ["'none'"]}
# What other sites may show in a frame: nothing in it acts, so there is no click to steal.
FRAMED = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin"}
FRAMED_POLICY = {
    "default-src": ["'none'"],
    "frame-ancestors": ["*"],
    "script-src": ["'none'"],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}


def lacking(answer: HttpResponse, *, is_framed: bool = False) -> list[str]:
    """Return the headers that an answer lacks, or that allow more than they should.

    ``is_framed``: the page is meant for a frame on other sites. That says so, does nothing and knows nobody; a refusal
    is like any other.
    """
    is_framed = is_framed and answer.status_code == 200
    headers, policy = (FRAMED, FRAMED_POLICY) if is_framed else (HEADERS, POLICY)
    found = [name for name, value in headers.items() if answer.get(name) != value]
    said = answer.get("Content-Security-Policy", "")
    if "unsafe" in said or not policy.items() <= _directives(said).items():
        found.append("Content-Security-Policy")
    if not answer.get("Referrer-Policy"):
        found.append("Referrer-Policy")
    if is_framed:
        found += [name for name in ("X-Frame-Options",) if name in answer]
        found += ["Set-Cookie"] if answer.cookies else []
    return found


def _directives(policy: str) -> dict[str, list[str]]:
    """Return what a Content-Security-Policy allows, by directive."""
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: values for name, *values in parts}
