"""Carries out what the pages about the API show: a curl line as a request, a Python block as a program."""

import json
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from industriecoalitie.api.addresses import absolute

VARIABLE = re.compile(r"\$([A-Z]+)")


@dataclass(frozen=True)
class Answer:
    """What the portal said."""

    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_args) -> None:
        return None


@dataclass
class Shell:
    """Where somebody types the examples of a page, one after the other; ``known`` are the variables."""

    url: str
    folder: Path
    known: dict[str, str] = field(default_factory=dict)
    last: Answer | None = None

    def curl(self, line: str) -> Answer:
        """Ask what a curl line asks; keep the ETag and the identifier of the answer, as its reader does."""
        method, address, headers, data = parsed(line, self.known)
        headers.setdefault("User-Agent", "curl/8")
        body = data.encode() if data is not None else None
        request = Request(self.here(address), body, headers, method=method or ("POST" if data else "GET"))
        try:
            with build_opener(_StayHere()).open(request, timeout=60) as reply:
                self.last = Answer(reply.status, reply.headers, reply.read())
        except HTTPError as reply:
            self.last = Answer(reply.code, reply.headers, reply.read())
        if self.last.status < 400:
            self._remember(self.last)
        return self.last

    def _remember(self, answer: Answer) -> None:
        if "ETag" in answer.headers:
            self.known["ETAG"] = answer.headers["ETag"]
        if "json" in answer.headers.get("Content-Type", "") and answer.body.startswith(b"{"):
            try:
                found = json.loads(answer.body)
            except ValueError:  # one record a line
                return
            done = found.get("operations", [{}])
            self.known["ID"] = found.get("id") or done[0].get("id") or self.known.get("ID", "")

    def python(self, text: str) -> str:
        """Run a program; return what it printed."""
        return self._run([sys.executable, "-c", self.here(text)])

    def command(self, line: str) -> str:
        """Run ``python file …``, with the files that can be downloaded; return what it printed."""
        words = [
            VARIABLE.sub(lambda match: self.known[match[1]], word) for word in shlex.split(self.here(line))
        ]
        assert words[0] == "python"
        return self._run([sys.executable, *words[1:]])

    def _run(self, words: list[str]) -> str:
        for name in ("sync_client.py", "verify_webhook.py"):
            (self.folder / name).write_text((Path(settings.BASE_DIR) / "docs/api" / name).read_text())
        done = subprocess.run(
            words, cwd=self.folder, env={"TOKEN": self.known["TOKEN"]}, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def here(self, text: str) -> str:
        """Return a text with the address of the portal that runs."""
        return text.replace(absolute(""), self.url)


def parsed(line: str, known: dict[str, str]) -> tuple[str, str, dict[str, str], str | None]:
    """Return the method (empty when not said), address, headers and body of a curl line, as a shell reads it."""
    held: list[str] = []

    def hold(match: re.Match) -> str:
        held.append(known[match[1]])
        return f"\x00{len(held) - 1}\x00"

    words = [
        re.sub("\x00(\\d+)\x00", lambda match: held[int(match[1])], word)
        for word in shlex.split(VARIABLE.sub(hold, line.replace("\\\n", " ")))
    ]
    assert words.pop(0) == "curl"
    method, headers, data, addresses = "", {}, None, []
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _colon, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = words.pop(0)
        elif word == "-o":
            words.pop(0)
        else:
            assert word == "-i" or not word.startswith("-"), word
            addresses += [] if word == "-i" else [word]
    (address,) = addresses
    return method, address, headers, data
