"""The text of a token, and what is stored of it.

``mbo_<8 public id>_<43 secret><6 checksum>``, in letters and digits. The checksum (CRC32, as GitHub does) tells a typing
error or an invented token without asking the database, and lets scanners recognise one that leaked. Stored is the
HMAC-SHA256 under a pepper that is not in the database. Source: docs/adr/0016-own-tokens.md.
"""

import hashlib
import hmac
import re
import secrets
import string
import zlib

from django.conf import settings

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
PUBLIC_LENGTH, SECRET_LENGTH, CHECK_LENGTH = 8, 43, 6
FORM = re.compile(r"(mbo_([0-9A-Za-z]{8})_[0-9A-Za-z]{43})([0-9A-Za-z]{6})")


def new_token() -> tuple[str, str]:
    """Return the public id and the whole text of a new token; the secret in it has 256 bits."""
    public_id = _random(PUBLIC_LENGTH)
    body = f"mbo_{public_id}_{_random(SECRET_LENGTH)}"
    return public_id, body + checksum(body)


def public_id_of(text: str) -> str | None:
    """Return the public id in a token; None when the text has another form or its checksum is wrong."""
    match = FORM.fullmatch(text)
    if match is None or checksum(match[1]) != match[3]:
        return None
    return match[2]


def checksum(body: str) -> str:
    """Return the CRC32 of a text as six letters and digits."""
    value, digits = zlib.crc32(body.encode()), ""
    while value:
        value, digit = divmod(value, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits.rjust(CHECK_LENGTH, ALPHABET[0])


def peppers() -> dict[str, str]:
    """Return the peppers by their id: the present one first, then the old ones that still verify."""
    known = [settings.TOKEN_PEPPER, *settings.TOKEN_PEPPERS]
    return {_id_of(pepper): pepper for pepper in known if pepper}


def present_pepper() -> str:
    """Return the id of the pepper that new tokens are stored with."""
    return next(iter(peppers()))


def digest(text: str, pepper_id: str) -> str:
    """Return what is stored of a token under a pepper.

    Raises:
        KeyError: this pepper is known no more.
    """
    return hmac.new(peppers()[pepper_id].encode(), text.encode(), hashlib.sha256).hexdigest()


def is_same(text: str, stored: str, pepper_id: str) -> bool:
    """Tell, in a time that says nothing, whether a digest was made of this token."""
    return pepper_id in peppers() and hmac.compare_digest(digest(text, pepper_id), stored)


def _id_of(pepper: str) -> str:
    """Return a name for a pepper, from which the pepper cannot be told."""
    return hmac.new(pepper.encode(), b"pepper-id", hashlib.sha256).hexdigest()[:8]


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
