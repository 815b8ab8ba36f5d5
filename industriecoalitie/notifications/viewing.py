"""Reading back the letters that a demonstration kept instead of sending them."""

import datetime
import email
import re
from dataclasses import dataclass
from email import policy
from pathlib import Path

from django.conf import settings

NEWEST = 100
NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class KeptLetter:
    """A letter as its reader would see it."""

    name: str
    to: str
    subject: str
    text: str
    kept_at: datetime.datetime


def kept_letters() -> list[KeptLetter]:
    """Return the newest letters, the last one first."""
    found = sorted(_folder().glob("*.eml"), key=lambda path: (-path.stat().st_mtime_ns, path.name))
    return [_read(path) for path in found[:NEWEST]]


def kept_letter(name: str) -> KeptLetter | None:
    """Return one letter by the name of its file; None when there is none."""
    path = _folder() / f"{name}.eml"
    return _read(path) if NAME.fullmatch(name) and path.exists() else None


def _folder() -> Path:
    return Path(settings.MAIL_VIEWER_DIR)


def _read(path: Path) -> KeptLetter:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    kept_at = datetime.datetime.fromtimestamp(path.stat().st_mtime, tz=datetime.UTC)
    return KeptLetter(path.stem, message["To"], message["Subject"], message.get_content(), kept_at)
