"""Where handed-in files are kept, and who looks through them for viruses."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def private_store(value: str, default: Path) -> dict[str, Any]:
    """Return the storage for ``MEDIA_URL_STORE``: a folder, as an absolute path or ``file:///path``.

    Raises:
        ImproperlyConfigured: it is anything else.
    """
    place = value.removeprefix("file://") or str(default)
    if not place.startswith("/"):
        raise ImproperlyConfigured(
            "MEDIA_URL_STORE must be a folder, as /path or file:///path; see docs/configuration.md"
        )
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": place,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def scanner_address(value: str) -> tuple[str, int] | str | None:
    """Return where clamd listens for ``CLAMD_URL``: host and port, the path of a socket, or None without one.

    Raises:
        ImproperlyConfigured: it is neither ``tcp://host:port`` nor ``unix:///path``.
    """
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme == "tcp" and parts.hostname:
        return parts.hostname, parts.port or 3310
    if parts.scheme == "unix" and parts.path.startswith("/"):
        return parts.path
    raise ImproperlyConfigured("CLAMD_URL must be tcp://host:port or unix:///path; see docs/configuration.md")
