"""A mail server on this machine that keeps what it gets, and can be told to misbehave."""

import email
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Behaviour = Callable[[int], str]


@dataclass
class Sink:
    """What came in. ``behaviour`` says for the n-th message what happens with it.

    ``ok``; ``later`` and ``never`` refuse it (451, 550); ``lost`` takes it and drops the line before saying so;
    ``dropped`` drops the line before taking it; ``slow`` takes it after a while.
    """

    port: int
    behaviour: Behaviour
    kept: list[tuple[str, str]] = field(default_factory=list)
    asked: int = 0
    line: threading.Lock = field(default_factory=threading.Lock)

    @property
    def recipients(self) -> Counter[str]:
        return Counter(to for to, _id in self.kept)

    def next_is(self) -> str:
        with self.line:
            self.asked += 1
            return self.behaviour(self.asked)

    def keep(self, to: str, raw: bytes) -> None:
        with self.line:
            self.kept.append((to, email.message_from_bytes(raw)["Message-ID"]))


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        to = ""
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb in (b"EHLO", b"HELO", b"MAIL", b"RSET", b"NOOP"):
                self.say("250 sink")
            elif verb == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
                self.say("250 ok")
            elif verb == b"DATA":
                if not self.take(to):
                    return
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("500 what?")

    def take(self, to: str) -> bool:
        """Read one message and answer; return whether the line stays."""
        how = self.server.sink.next_is()
        if how == "dropped":
            return False
        self.say("354 go on")
        raw = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            raw += line
        if how in ("later", "never"):
            self.say("451 busy" if how == "later" else "550 no")
            return True
        if how == "slow":
            time.sleep(0.1)
        self.server.sink.keep(to, raw)
        if how == "lost":
            return False
        self.say("250 taken")
        return True

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request, client_address) -> None:
        """A client that is killed is part of the play."""


@contextmanager
def sink(behaviour: Behaviour = lambda number: "ok") -> Iterator[Sink]:
    """Run a mail server on a free port of 127.0.0.1."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.sink = Sink(server.server_address[1], behaviour)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.sink
        finally:
            server.shutdown()
            thread.join()
