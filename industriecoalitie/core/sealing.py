"""Secrets that the portal must be able to read again, encrypted at rest with keys from the settings.

Source: docs/adr/0010-signing-in.md, docs/adr/0017-webhooks.md.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def cipher(purpose: str) -> MultiFernet:
    """Return what encrypts with the first key and decrypts with all.

    Each ``purpose`` has keys of its own: what is sealed for one cannot be opened for another.
    """
    return MultiFernet([_key_of(secret, purpose) for secret in settings.MFA_KEYS])


def seal(purpose: str, text: str) -> str:
    """Return a text as nobody can read it without the keys of the settings."""
    return cipher(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str) -> str:
    """Return the text that was sealed.

    Raises:
        cryptography.fernet.InvalidToken: it was sealed with another key, or for another purpose.
    """
    return cipher(purpose).decrypt(sealed.encode()).decode()


def _key_of(secret: str, purpose: str) -> Fernet:
    digest = hashlib.sha256(f"{purpose}:{secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
