"""One POST to an address that somebody else gave us, without being led inside.

The name is looked up once, every answer must be public, and the connection goes to that very address with TLS for the name. No
redirects, no proxies, one deadline for all, and of the answer only its head is read. Source: docs/adr/0017-webhooks.md.
"""

import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from .targets import Target, is_allowed, target_of

DEADLINE_S = 15.0
CONNECT_S = 5.0
MOST_ANSWER = 4096
STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: [^\r\n]*)?\r?\n")
HEADER = re.compile(r"[A-Za-z0-9-]+")


class Refused(Exception):
    """We don't connect there: the name leads inside, or nowhere."""


class NoAnswer(Exception):
    """There was no answer that means anything within the deadline."""


@dataclass(frozen=True)
class Answer:
    """What the other side said; ``retry_after`` is that header as it stands, empty without."""

    status: int
    retry_after: str = ""


class Clock:
    """What is left of one deadline."""

    def __init__(self, seconds: float):
        self.ends = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            NoAnswer: there are none.
        """
        left = self.ends - time.monotonic()
        if left <= 0:
            raise NoAnswer("deadline")
        return left


Resolve = Callable[[str, int], list[str]]
Dial = Callable[[str, int, float], socket.socket]


def look_up(host: str, port: int) -> list[str]:
    """Return the IP addresses of a name, in the order to try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def dial(address: str, port: int, timeout: float) -> socket.socket:
    """Return a connection to an IP address."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.settimeout(timeout)
        line.connect((address, port))
    except BaseException:
        line.close()
        raise
    return line


@cache
def trusted() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float = DEADLINE_S,
    resolve: Resolve = look_up,
    connect: Dial = dial,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """Send a body to an address and return the answer; ``seconds`` bounds everything, the look-up included.

    ``resolve``, ``connect`` and ``context`` are the edge of the network, for tests.

    Raises:
        Refused: we don't send there.
        NoAnswer: nobody answered, or not in time, or with something else than HTTP.
    """
    try:
        target = target_of(url)
    except ValueError as error:
        raise Refused("address") from error
    clock = Clock(seconds)
    addresses = _allowed_addresses(target, resolve, clock)
    try:
        with _connected(target, addresses, connect, context, clock) as line:
            line.settimeout(clock.left())
            line.sendall(_request(target, body, headers))
            return _answer(line, clock)
    except ssl.SSLCertVerificationError as error:
        raise NoAnswer("certificate") from error
    except TimeoutError as error:
        raise NoAnswer("deadline") from error
    except OSError as error:
        raise NoAnswer("connection") from error


def _allowed_addresses(target: Target, resolve: Resolve, clock: Clock) -> list[str]:
    """Look a name up, once; one bad answer among good ones refuses all."""
    found: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def run() -> None:
        try:
            found.put(resolve(target.host, target.port))
        except (OSError, UnicodeError):
            found.put([])

    # The system's own look-up knows no deadline.
    threading.Thread(target=run, daemon=True, name="looking-up").start()
    try:
        addresses = found.get(timeout=clock.left())
    except queue.Empty as error:
        raise NoAnswer("name") from error
    if not addresses:
        raise NoAnswer("name")
    if not all(map(is_allowed, addresses)):
        raise Refused("inside")
    return addresses


def _connected(
    target: Target, addresses: list[str], connect: Dial, context: ssl.SSLContext | None, clock: Clock
) -> socket.socket:
    """Return a connection to the first address that answers, with TLS for the name."""
    for place, address in enumerate(addresses, start=1):
        try:
            line = connect(address, target.port, min(CONNECT_S, clock.left()))
            break
        except OSError:
            if place == len(addresses):
                raise
    if not target.is_secure:
        return line
    try:
        line.settimeout(clock.left())
        return (context or trusted()).wrap_socket(line, server_hostname=target.host)
    except BaseException:
        line.close()
        raise


def _request(target: Target, body: bytes, headers: Mapping[str, str]) -> bytes:
    own = {"Host": target.name, "Content-Length": str(len(body)), "Connection": "close", "Accept": "*/*"}
    lines = [f"POST {target.path} HTTP/1.1"]
    for name, value in (own | dict(headers)).items():
        if not HEADER.fullmatch(name) or not value.isascii() or not value.isprintable():
            raise ValueError(name)
        lines.append(f"{name}: {value}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii") + body


def _answer(line: socket.socket, clock: Clock) -> Answer:
    """Read the head of an answer: at most 4 kB, and nothing of its body."""
    raw, total = b"", 0
    while True:
        head, is_whole, rest = raw.partition(b"\r\n\r\n")
        if is_whole:
            answer = _parsed(head + b"\r\n")
            if answer.status >= 200:
                return answer
            raw = rest  # "continue" and the like come before the answer itself
            continue
        line.settimeout(clock.left())
        piece = line.recv(MOST_ANSWER - total) if total < MOST_ANSWER else b""
        if not piece:
            return _parsed(raw)
        raw, total = raw + piece, total + len(piece)


def _parsed(head: bytes) -> Answer:
    found = STATUS_LINE.match(head)
    if not found:
        raise NoAnswer("no http")
    wait = re.search(rb"^retry-after:[ \t]*([^\r\n]{1,40})\r?$", head, re.I | re.M)
    return Answer(int(found[1]), wait[1].decode("ascii", "replace").strip() if wait else "")
