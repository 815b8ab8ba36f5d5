"""Where records live in the API, and which endpoint serves which collection."""

from importlib import import_module
from typing import Any

from django.conf import settings

ROOT = "/api/v1"
# Other APIs that keep to the same rules: where each begins, and its version.
FACADES = {"/oeapi/v6": "6.0"}

# Filled by the router: the name of a collection and its viewset.
COLLECTIONS: dict[str, Any] = {}


def collections() -> dict[str, Any]:
    """Return the collections, also where no address was asked for yet, as in the worker."""
    if not COLLECTIONS:
        import_module("industriecoalitie.router")
    return COLLECTIONS


def scope_of(model: Any) -> str:
    """Return the scope with which the records of a model are written; empty when nobody writes them."""
    found = (viewset.scope for viewset in collections().values() if viewset.queryset.model is model)
    return next(found, "")


def is_api(path: str) -> bool:
    """Tell whether a path lies in the API, or in one beside it."""
    return version_of(path) is not None


def version_of(path: str) -> str | None:
    """Return the version of the API that a path lies in; None outside."""
    roots = {ROOT: settings.API_VERSION, **FACADES}
    return next(
        (version for root, version in roots.items() if path == root or path.startswith(f"{root}/")), None
    )


def absolute(path: str) -> str:
    """Return the full address of a path on this portal."""
    return f"{settings.BASE_URL}{path}"


def href(collection: str, key: object) -> str:
    """Return the full address of a record in the API; ``key`` is its slug or UUID."""
    return absolute(f"{ROOT}/{collection}/{key}")
