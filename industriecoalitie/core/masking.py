"""Keys of partner systems stay out of logs, and out of addresses."""

import logging
import re
from urllib.parse import unquote

# The form of a token; the eight letters after the prefix may be known. Twin: industriecoalitie/tokens/keys.py.
TOKEN = re.compile(r"mbo_([0-9A-Za-z]{8})_[0-9A-Za-z]{49}")


def masked(text: str) -> str:
    """Return a text with of each token only what may be known."""
    return TOKEN.sub(r"mbo_\1_…", text)


def holds_token(request) -> bool:
    """Tell whether the address that was asked holds a token, written as it is or in codes."""
    return bool(TOKEN.search(f"{request.path_info}?{unquote(request.META.get('QUERY_STRING', ''))}"))


class MaskingFormatter(logging.Formatter):
    """Write a line of the log, its traceback included, without tokens."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
