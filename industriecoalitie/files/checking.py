"""Which files are taken in. What a file is, its content says; never its name or what the browser calls it.

Source: docs/files.md, docs/adr/0012-files.md.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from .archives import extension_of
from .choices import FileKind
from .images import made_anew
from .models import WIDTHS
from .naming import cleaned_name

LARGEST = 10 * 1024 * 1024
IMAGE_TYPES = {"PNG": (".png", "image/png"), "JPEG": (".jpg", "image/jpeg"), "WEBP": (".webp", "image/webp")}
OFFICE = "application/vnd.openxmlformats-officedocument"
DOCUMENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{OFFICE}.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
}
# What a browser offers to choose from, by kind.
ACCEPTED = {
    FileKind.IMAGE: "image/png,image/jpeg,image/webp",
    FileKind.DOCUMENT: ",".join(DOCUMENT_TYPES),
}


@dataclass(frozen=True)
class Checked:
    """A file as it is going to be kept. ``renditions``: smaller pictures, by width in pixels."""

    kind: str
    name: str
    content_type: str
    content: bytes
    width: int | None = None
    height: int | None = None
    renditions: dict[int, bytes] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked(upload: UploadedFile, kinds: Collection[str]) -> Checked:
    """Look a file through; return it as it may be kept.

    Raises:
        ValidationError: it is too large, empty, broken, of another kind than asked, or holds what can run.
    """
    content = b"" if upload.size > LARGEST else upload.read(LARGEST + 1)
    if upload.size > LARGEST or len(content) > LARGEST:
        raise ValidationError(_("Dit bestand is te groot: hooguit 10 MB."))
    if not content:
        raise ValidationError(_("Dit bestand is leeg. Kies een ander bestand."))
    kind = _kind_of(content)
    if kind not in kinds:
        raise _not_asked(kinds)
    return _image(content, upload.name) if kind == FileKind.IMAGE else _document(content, upload.name)


def _kind_of(content: bytes) -> str:
    is_webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    if is_webp or content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return FileKind.IMAGE
    return FileKind.DOCUMENT if content.startswith((b"%PDF-", b"PK\x03\x04")) else ""


def _not_asked(kinds: Collection[str]) -> ValidationError:
    if set(kinds) == {FileKind.IMAGE}:
        return ValidationError(_("Kies een afbeelding: een JPEG, PNG of WebP."))
    if set(kinds) == {FileKind.DOCUMENT}:
        return ValidationError(_("Kies een document: een pdf, Word-, Excel-, PowerPoint- of ODT-bestand."))
    return ValidationError(
        _("Kies een afbeelding (JPEG, PNG, WebP) of een document (pdf, Word, Excel, PowerPoint, ODT).")
    )


def _image(content: bytes, name: str) -> Checked:
    picture = made_anew(content, WIDTHS)
    extension, content_type = IMAGE_TYPES[picture.format]
    return Checked(
        FileKind.IMAGE,
        cleaned_name(name or "", extension, _("afbeelding")),
        content_type,
        picture.content,
        picture.width,
        picture.height,
        picture.renditions,
    )


def _document(content: bytes, name: str) -> Checked:
    extension = _pdf(content) if content.startswith(b"%PDF-") else extension_of(content)
    return Checked(
        FileKind.DOCUMENT,
        cleaned_name(name or "", extension, _("document")),
        DOCUMENT_TYPES[extension],
        content,
    )


def _pdf(content: bytes) -> str:
    end = content[-2048:]
    if b"startxref" not in end or b"%%EOF" not in end:
        raise ValidationError(_("Deze pdf is niet compleet. Bewaar hem opnieuw en probeer het nog eens."))
    return ".pdf"
