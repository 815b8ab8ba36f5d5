"""Asking a portal whether it is ready."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ops.ready import why_not


@pytest.fixture
def portal():
    """A web server that is ready for ``portal.example`` only."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            good = self.path == "/readyz" and self.headers["Host"] == "portal.example"
            self.send_response(200 if good else 503)
            self.end_headers()
            self.wfile.write(b"ok" if good else b"no database")

        def log_message(self, *arguments: object) -> None:
            """Keep the test's output quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_ready_portal_gives_no_reason(portal):
    assert why_not(portal, "portal.example") is None


def test_a_portal_that_is_not_ready_gives_its_status_and_text(portal):
    assert why_not(portal) == "503 no database"


def test_nothing_that_listens_is_a_reason_too():
    assert "refused" in (why_not("127.0.0.1:1") or "")
