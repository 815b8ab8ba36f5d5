"""Where records live in the API, and which endpoint serves which collection."""

from typing import Any

from django.conf import settings

ROOT = "/api/v1"

# Filled by the router: the name of a collection and its viewset.
COLLECTIONS: dict[str, Any] = {}


def is_api(path: str) -> bool:
    """Tell whether a path lies in the API."""
    return path == ROOT or path.startswith(f"{ROOT}/")


def absolute(path: str) -> str:
    """Return the full address of a path on this portal."""
    return f"{settings.BASE_URL}{path}"


def href(collection: str, key: object) -> str:
    """Return the full address of a record in the API; ``key`` is its slug or UUID."""
    return absolute(f"{ROOT}/{collection}/{key}")
