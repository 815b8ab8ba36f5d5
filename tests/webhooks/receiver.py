"""A receiver of webhooks on this machine, that keeps what it gets and can be told to misbehave."""

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from standardwebhooks import Webhook


@dataclass(frozen=True)
class Got:
    """One request that came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> str:
        return self.headers.get("webhook-id", "")


@dataclass
class Receiver:
    """What came in. ``behaviour`` says for the n-th request which status it gets: 0 hangs up, with ``late`` after a while.

    ``secrets`` are those that a message must be signed with, any of them; without them nothing is checked.
    """

    port: int
    behaviour: Callable[[int], int]
    headers: dict[str, str] = field(default_factory=dict)
    late: Callable[[int], float] = lambda number: 0.0
    secrets: list[str] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)
    taken: list[Got] = field(default_factory=list)
    forged: list[str] = field(default_factory=list)
    line: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def take(self, got: Got) -> tuple[int, float]:
        with self.line:
            self.got.append(got)
            number = len(self.got)
            status = self.behaviour(number)
            if self.secrets and not any(proves(secret, got) for secret in self.secrets):
                self.forged.append(got.message)
            if 200 <= status < 300:
                self.taken.append(got)
        return status, self.late(number)


def proves(secret: str, got: Got) -> bool:
    """Tell whether the reference library takes a request for ours."""
    try:
        Webhook(secret).verify(got.body, got.headers)
    except Exception:
        return False
    return True


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        got = Got(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        status, wait = self.server.receiver.take(got)
        time.sleep(wait)
        if not status:
            return
        self.send_response(status)
        for name, value in self.server.receiver.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address) -> None:
        """A client that is killed is part of the play."""


@contextmanager
def receiver(behaviour: Callable[[int], int] = lambda number: 204) -> Iterator[Receiver]:
    """Run a receiver on a free port of 127.0.0.1."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.receiver = Receiver(server.server_address[1], behaviour)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.receiver
        finally:
            server.shutdown()
            thread.join()
