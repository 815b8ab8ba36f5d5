"""Paper reads our own files and nothing else, and says so when it cannot be made."""

import re
import zlib

import pytest
from django.template.response import TemplateResponse
from django.test import RequestFactory

from industriecoalitie.core import paper


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://example.com/static/css/papier.css",
        "http://localhost:8000/samenwerkingen/",
        "http://localhost:8000/static/../manage.py",
        "http://localhost:8000/static/%2e%2e/manage.py",
        "http://localhost:8000/static//etc/passwd",
        "http://localhost:8000/static/css/bestaat-niet.css",
        "data:text/css,body{}",
        "ftp://localhost:8000/static/css/papier.css",
    ],
)
def test_nothing_but_our_own_static_files_is_read(settings, url):
    settings.BASE_URL = "http://localhost:8000"

    with pytest.raises((ValueError, OSError, Exception)) as refusal:
        paper.OwnFilesOnly().fetch(url)

    assert type(refusal.value).__name__ in ("ValueError", "SuspiciousFileOperation")


def test_our_own_static_files_are_read(settings):
    settings.BASE_URL = "http://localhost:8000"

    sheet = paper.OwnFilesOnly().fetch("http://localhost:8000/static/css/papier.css")

    assert (sheet.content_type, b"@page" in sheet.read()) == ("text/css", True)


def test_a_pdf_is_tagged_and_says_what_it_is():
    body = paper.pdf_of(
        '<html lang="nl"><head><title>Regio Twente</title></head><body><h1>Twente</h1></body></html>'
    )

    everything = body + b"".join(
        opened(stream) for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.S)
    )
    assert body.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in everything
    assert b"/Lang (nl)" in everything


def opened(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_one_at_a_time_and_who_waits_too_long_is_told(monkeypatch, rf_request):
    monkeypatch.setattr(paper, "PATIENCE_S", 0.01)
    with paper._press:
        answer = paper.as_pdf(rf_request, page(rf_request), "twente")

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_without_the_libraries_the_page_says_how_to_print(monkeypatch, rf_request):
    monkeypatch.setattr(paper, "weasyprint", None)

    answer = paper.as_pdf(rf_request, page(rf_request), "twente").render()

    assert answer.status_code == 501
    assert 'href="/regios/twente/afdruk/"' in answer.content.decode()


@pytest.fixture
def rf_request(visitor):
    request = RequestFactory().get("/regios/twente/afdruk.pdf")
    request.user = visitor
    request.session = {}
    return request


def page(request) -> TemplateResponse:
    response = TemplateResponse(
        request, "regions/region_paper.html", {"paper": {"page_url": "/regios/twente/"}}
    )
    response.context_data["region"] = None
    return response
