"""A copy of the portal in SQLite that keeps itself up to date: plain Python, nothing to install.

    python sync_client.py https://portaal.example mbo_... kopie.sqlite [collection ...]

The first time it asks where the change feed ends, and then reads every collection. After that it reads only what changed
since the cursor it kept. A cursor and what was done until there are stored together, so it may be stopped at any moment.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen

TRIES = 8
LONGEST_PAUSE_S = 60


class Gone(Exception):
    """The feed does not go back as far as our cursor: the copy begins anew."""


class Mirror:
    """The records of a portal as its API answers them, by collection and identifier."""

    def __init__(self, base: str, token: str, path: str, collections: tuple[str, ...] = ()):
        self.base, self.token = base.rstrip("/"), token
        self.store = sqlite3.connect(path)
        self.store.execute("CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT)")
        self.store.execute(
            "CREATE TABLE IF NOT EXISTS record"
            " (collection TEXT, id TEXT, version INTEGER, body TEXT, PRIMARY KEY (collection, id))"
        )
        self.collections = collections or tuple(self.get("/api/v1")["collections"])

    def sync(self) -> None:
        """Bring the copy up to date; make it when there is none, or when it is too old to follow."""
        try:
            if self.cursor is None:
                self.copy_all()
            self.follow()
        except Gone:
            self.copy_all()
            self.follow()

    @property
    def cursor(self) -> str | None:
        found = self.store.execute("SELECT value FROM state WHERE key = 'cursor'").fetchone()
        return found[0] if found else None

    def copy_all(self) -> None:
        """Read every collection; what changes meanwhile comes after the cursor that was asked first."""
        cursor = self.get("/api/v1/events?after=latest")["next"]
        with self.store:
            self.store.execute("DELETE FROM record")
            for collection in self.collections:
                for record in self.read_all(collection):
                    self.keep(collection, record)
            self.keep_cursor(cursor)

    def read_all(self, collection: str) -> Iterator[dict]:
        cursor = None
        while True:
            query = {"limit": 200} | ({"cursor": cursor} if cursor else {})
            page = self.get(f"/api/v1/{collection}?{urlencode(query)}")
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def follow(self) -> None:
        """Read what changed until there is no more. Each page and its cursor are stored together."""
        while True:
            page = self.get(f"/api/v1/events?{urlencode({'after': self.cursor, 'limit': 200})}")
            # Of each record only the last line counts: what is read is the record as it is now.
            last = {(event["collection"], event["record"]): event for event in page["items"]}
            with self.store:
                for (collection, identifier), event in last.items():
                    if collection in self.collections:
                        self.bring_up_to_date(collection, identifier, event)
                self.keep_cursor(page["next"])
            if not page["hasMore"]:
                return

    def bring_up_to_date(self, collection: str, identifier: str, event: dict) -> None:
        record = None if event["isGone"] else self.get(f"/api/v1/{collection}/{identifier}", missing=None)
        if record is None:
            self.store.execute("DELETE FROM record WHERE collection = ? AND id = ?", (collection, identifier))
        else:
            self.keep(collection, record)

    def keep(self, collection: str, record: dict) -> None:
        self.store.execute(
            "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)",
            (collection, record["id"], record["version"], json.dumps(record, sort_keys=True)),
        )

    def keep_cursor(self, cursor: str) -> None:
        self.store.execute("INSERT OR REPLACE INTO state VALUES ('cursor', ?)", (cursor,))

    def get(self, address: str, **missing):
        """Return the answer; wait and ask again when the portal is busy or away.

        ``missing`` is what to return when there is no such record.
        """
        # Where the portal leads on to is only followed on the same host: the token goes nowhere else.
        url = urljoin(f"{self.base}/", address)
        if urlsplit(url)[:2] != urlsplit(self.base)[:2]:
            raise ValueError(f"another host: {url}")
        for attempt in range(TRIES):
            try:
                request = Request(url, headers={"Authorization": f"Bearer {self.token}"})
                with urlopen(request, timeout=30) as answer:
                    return json.load(answer)
            except HTTPError as error:
                if error.code == 404 and "missing" in missing:
                    return missing["missing"]
                if error.code == 410:
                    raise Gone from error
                if error.code not in (429, 500, 502, 503, 504) or attempt == TRIES - 1:
                    raise
                pause = float(error.headers.get("Retry-After") or 2**attempt)
            except (URLError, TimeoutError, ConnectionError, json.JSONDecodeError):
                if attempt == TRIES - 1:
                    raise
                pause = 2**attempt
            time.sleep(min(pause, LONGEST_PAUSE_S))
        raise AssertionError


if __name__ == "__main__":
    base, token, path, *collections = sys.argv[1:]
    Mirror(base, token, path, tuple(collections)).sync()
