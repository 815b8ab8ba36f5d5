"""Asking a virus scanner: clamd, over its INSTREAM command. Fails closed: no answer is not a good answer.

Source: clamd(8), "INSTREAM".
"""

import socket
import struct
from contextlib import closing
from typing import BinaryIO

from django.conf import settings

CHUNK = 1 << 16
PATIENCE_S = 20.0
LONGEST_ANSWER = 4096


class ScannerDown(Exception):
    """The scanner is not there, does not answer, or says that it could not look."""


def has_scanner() -> bool:
    """Tell whether this portal has files looked through."""
    return settings.SCANNER_ADDRESS is not None


def is_clean(stream: BinaryIO) -> bool:
    """Tell whether the scanner finds nothing in a file.

    Raises:
        ScannerDown: there is no answer to rely on.
    """
    try:
        with closing(_connected()) as line:
            line.sendall(b"zINSTREAM\0")
            while chunk := stream.read(CHUNK):
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
            line.sendall(struct.pack("!I", 0))
            answer = _answer(line)
    except OSError as error:
        raise ScannerDown(type(error).__name__) from error
    if answer.endswith(b" FOUND"):
        return False
    if answer == b"stream: OK":
        return True
    raise ScannerDown("no clear answer")


def _connected() -> socket.socket:
    address = settings.SCANNER_ADDRESS
    if address is None:
        raise ScannerDown("not set")
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=PATIENCE_S)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PATIENCE_S)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n")
