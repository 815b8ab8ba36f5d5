"""A page on paper: the same record and the same rights as its page, without menu, as HTML to print and as PDF.

The PDF is made by WeasyPrint, which needs Pango of the machine. Where that is missing the portal works, and the
address of a PDF says how to print from the browser. Source: docs/design.md, "Paper".
"""

import logging
import mimetypes
import threading
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

for name in ("weasyprint", "weasyprint.progress", "fontTools"):
    logging.getLogger(name).setLevel(logging.ERROR)  # each sheet read is no news

try:
    import weasyprint
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except (ImportError, OSError):  # the package, or the libraries of the machine that it loads
    weasyprint, URLFetcher, URLFetcherResponse = None, object, None

# One PDF at a time keeps a process answering; who waits longer than this is asked to come back.
PATIENCE_S = 5
_press = threading.Lock()


class PressBusy(Exception):
    """Other PDFs are being made; try again in a moment."""


def can_make_pdf() -> bool:
    """Tell whether the libraries are there."""
    return weasyprint is not None


class OwnFilesOnly(URLFetcher):
    """Reads our own static files, and nothing else: no network, no other files of the machine."""

    def fetch(self, url: str, headers=None):
        """Return one of our static files.

        Raises:
            ValueError: the address is not one of our static files.
        """
        here, asked = urlsplit(settings.BASE_URL), urlsplit(url)
        path = unquote(asked.path)
        if (asked.scheme, asked.netloc) != (here.scheme, here.netloc) or not path.startswith(
            settings.STATIC_URL
        ):
            raise ValueError(f"Not a static file of ours: {url}")
        name = path.removeprefix(settings.STATIC_URL)
        found = finders.find(name)
        if found is None and not staticfiles_storage.exists(name):
            raise ValueError(f"There is no such static file: {name}")
        body = Path(found or staticfiles_storage.path(name)).read_bytes()
        return URLFetcherResponse(url, body, {"Content-Type": mimetypes.guess_type(name)[0] or "font/woff2"})


def pdf_of(html: str) -> bytes:
    """Return a page as PDF, tagged for reading aloud (PDF/UA).

    Raises:
        PressBusy: too many are being made.
    """
    if not _press.acquire(timeout=PATIENCE_S):
        raise PressBusy
    try:
        document = weasyprint.HTML(string=html, base_url=f"{settings.BASE_URL}/", url_fetcher=OwnFilesOnly())
        return document.write_pdf(pdf_variant="pdf/ua-1")
    finally:
        _press.release()


def on_paper(request, response: TemplateResponse, template: str, *, page_url: str) -> TemplateResponse:
    """Return the answer of a page, with all it shows and no more, in its form for paper.

    ``template`` extends ``paper/base.html``; ``page_url`` is the path of the page itself.
    """
    response.template_name = template
    response.context_data |= {
        "paper": {
            "address": f"{settings.BASE_URL}{page_url}",
            "printed_on": timezone.localdate(),
            "page_url": page_url,
            "pdf_url": f"{page_url}afdruk.pdf",
        }
    }
    _keep_private(request, response)
    return response


def as_pdf(request, response: TemplateResponse, name: str) -> HttpResponse:
    """Return what ``on_paper`` gave as a PDF called ``name``; as a page that says what to do when that cannot be."""
    if not can_make_pdf():
        response.template_name = "paper/no_pdf.html"
        response.status_code = 501
        return response
    try:
        body = pdf_of(response.rendered_content)
    except PressBusy:
        busy = HttpResponse(
            _("Er worden net veel PDF’s gemaakt. Probeer het over een minuut nog eens."), status=503
        )
        busy["Retry-After"] = "60"
        return busy
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    _keep_private(request, answer)
    return answer


def _keep_private(request, response: HttpResponse) -> None:
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
