"""Documents that are ZIP archives inside: what may be in them, and how much of it."""

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_MEMBERS = 1_000
MOST_UNPACKED = 100_000_000
CHUNK = 1 << 20
TYPES_PART = "[Content_Types].xml"
ODF_MARK = "mimetype"
# The part that makes an archive a document of this kind, and what it says it is.
OOXML = {
    ".docx": ("word/document.xml", b"wordprocessingml.document.main+xml"),
    ".xlsx": ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
    ".pptx": ("ppt/presentation.xml", b"presentationml.presentation.main+xml"),
}
ODT = b"application/vnd.oasis.opendocument.text"
RUNNING = {
    ".exe", ".dll", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh", ".msi", ".scr",
    ".jar", ".class", ".hta", ".lnk", ".sh", ".so", ".dylib", ".py", ".php", ".html", ".htm", ".svgz", ".swf",
}  # fmt: skip
# Begins of programs: of Windows, Linux, Apple, and a script.
PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
# A program packed in a document, as Windows writes it.
PACKED_PROGRAM = "Ole10Native".encode("utf-16-le")


def extension_of(content: bytes) -> str:
    """Return which document an archive is: ``.docx``, ``.xlsx``, ``.pptx`` or ``.odt``; reads all of it.

    Raises:
        ValidationError: it is none of these, is broken, too large inside, or holds what can run.
    """
    # Each member has this mark in the list at the end; counted before that list is built in memory.
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise ValidationError(_("In dit document zitten te veel losse onderdelen: hooguit 1.000."))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _read(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        KeyError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise ValidationError(
            _("Dit document is beschadigd. Bewaar het opnieuw en probeer het nog eens.")
        ) from error


def _read(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    for name in names:
        _refuse_by_name(name)
    if len(names) != len(set(names)):
        raise zipfile.BadZipFile("one name twice")
    unpacked, said = 0, {}
    for member in archive.infolist():
        read = _unpacked(archive, member, MOST_UNPACKED - unpacked)
        unpacked += len(read)
        _refuse_by_content(member.filename, read)
        if member.filename in (TYPES_PART, ODF_MARK):
            said[member.filename] = read
    return _kind(names, said)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> bytes:
    """Return what is in a member, counted while reading: what it says of its size may be a lie."""
    read = bytearray()
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            read += chunk
            if len(read) > room:
                raise ValidationError(_("Uitgepakt is dit document te groot: hooguit 100 MB."))
    return bytes(read)


def _refuse_by_name(name: str) -> None:
    path = PurePosixPath(name.lower().replace("\\", "/"))
    if name.startswith("/") or ".." in path.parts or "\x00" in name or ":" in name:
        raise zipfile.BadZipFile("a name that leads elsewhere")
    is_macro = path.name.startswith(("vbaproject", "vbadata")) or {
        "activex",
        "macrosheets",
        "basic",
        "scripts",
    } & set(path.parts[:-1])
    if is_macro:
        raise ValidationError(
            _("In dit document zitten macro’s. Bewaar het zonder macro’s en probeer het nog eens.")
        )
    if path.suffix in RUNNING:
        raise _runs()


def _refuse_by_content(name: str, content: bytes) -> None:
    if content.startswith(PROGRAMS) or (name.lower().endswith(".bin") and PACKED_PROGRAM in content):
        raise _runs()


def _kind(names: list[str], said: dict[str, bytes]) -> str:
    if TYPES_PART in said:
        types = said[TYPES_PART]
        # Written in a roundabout way, a reader of XML would see other words than we do.
        if b"&#" in types or b"<!" in types or b"macroEnabled" in types or b"vbaProject" in types:
            raise ValidationError(
                _("In dit document zitten macro’s. Bewaar het zonder macro’s en probeer het nog eens.")
            )
        for extension, (part, words) in OOXML.items():
            if part in names and words in types:
                return extension
    if names[:1] == [ODF_MARK] and said[ODF_MARK] == ODT and "content.xml" in names:
        return ".odt"
    raise ValidationError(
        _("Dit is geen document dat we kennen. Kies een pdf, Word-, Excel-, PowerPoint- of ODT-bestand.")
    )


def _runs() -> ValidationError:
    return ValidationError(_("In dit document zit een programma. Haal dat eruit en probeer het nog eens."))
