"""A store of its own for each test, and files as browsers send them."""

import io
import zipfile

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """Keep files in a folder of this test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "store"), "base_url": None},
        },
    }
    return storages["private"]


def picture(format: str = "JPEG", size: tuple[int, int] = (1200, 800), mode: str = "RGB", **options) -> bytes:
    """Return a picture with something to see in it."""
    image = Image.linear_gradient("L").resize(size).convert(mode)
    written = io.BytesIO()
    image.save(written, format, **options)
    return written.getvalue()


def archive(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return written.getvalue()


def upload(content: bytes, name: str = "bestand", content_type: str = "application/octet-stream"):
    return SimpleUploadedFile(name, content, content_type)


def taken(answer):
    """Return an answer of which the body was read to its end, as ``body``; a browser does no less."""
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"
TYPES = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/></Types>'
DOCX = {"[Content_Types].xml": TYPES % b"wordprocessingml.document", "word/document.xml": b"<document/>"}
XLSX = {"[Content_Types].xml": TYPES % b"spreadsheetml.sheet", "xl/workbook.xml": b"<workbook/>"}
PPTX = {
    "[Content_Types].xml": TYPES % b"presentationml.presentation",
    "ppt/presentation.xml": b"<presentation/>",
}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>"}
