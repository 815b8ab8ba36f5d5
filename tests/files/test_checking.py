"""Which files are taken in, and in which shape."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook
from PIL import Image, ImageFile

from industriecoalitie.files import checking, images
from industriecoalitie.files.checking import checked

from .conftest import DOCX, ODT, PDF, PPTX, TYPES, XLSX, archive, picture, upload

BOTH = {"image", "document"}
SCRIPT = b"<script>alert(1)</script>"
PHP = b"<?php system($_GET['x']); ?>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00This program cannot be run in DOS mode"
NOT_ASKED = "Kies een afbeelding (JPEG, PNG, WebP) of een document (pdf, Word, Excel, PowerPoint, ODT)."
UNREADABLE = "We kunnen deze afbeelding niet lezen. Bewaar haar opnieuw als JPEG of PNG."
BROKEN = "Dit document is beschadigd. Bewaar het opnieuw en probeer het nog eens."
RUNS = "In dit document zit een programma. Haal dat eruit en probeer het nog eens."
MACROS = "In dit document zitten macro’s. Bewaar het zonder macro’s en probeer het nog eens."
UNKNOWN = "Dit is geen document dat we kennen. Kies een pdf, Word-, Excel-, PowerPoint- of ODT-bestand."
TOO_MANY_PIXELS = "Deze afbeelding heeft te veel beeldpunten: hooguit 40 megapixel. Maak haar kleiner."


def refusal(content: bytes, name: str = "bestand", kinds=BOTH) -> str:
    with pytest.raises(ValidationError) as raised:
        checked(upload(content, name), kinds)
    return " ".join(raised.value.messages)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))


def png_of(width: int, height: int, rows: bytes) -> bytes:
    head = png_chunk(b"IHDR", struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", zlib.compress(rows, 9)) + png_chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("format", "extension", "content_type"),
    [("JPEG", ".jpg", "image/jpeg"), ("PNG", ".png", "image/png"), ("WEBP", ".webp", "image/webp")],
)
def test_a_picture_stays_what_it_is_and_gets_smaller_ones(format, extension, content_type):
    found = checked(upload(picture(format, (1700, 1000)), "foto van de hal.bmp"), {"image"})

    smaller = {width: Image.open(io.BytesIO(content)) for width, content in found.renditions.items()}
    assert (found.kind, found.name, found.content_type) == (
        "image",
        f"foto van de hal{extension}",
        content_type,
    )
    assert (found.width, found.height) == (1700, 1000)
    assert {width: (each.format, *each.size) for width, each in smaller.items()} == {
        480: ("WEBP", 480, 282), 960: ("WEBP", 960, 565), 1600: ("WEBP", 1600, 941),
    }  # fmt: skip


@pytest.mark.parametrize(("width", "widths"), [(300, []), (480, []), (481, [480]), (1600, [480, 960])])
def test_no_picture_is_made_larger(width, widths):
    assert list(checked(upload(picture(size=(width, 200))), {"image"}).renditions) == widths


@pytest.mark.parametrize(("mode", "format", "kept"), [
    ("L", "PNG", "L"), ("1", "PNG", "L"), ("P", "PNG", "RGB"), ("RGBA", "PNG", "RGBA"), ("LA", "PNG", "RGBA"), ("I;16", "PNG", "L"),
    ("CMYK", "JPEG", "RGB"), ("RGB", "WEBP", "RGB"),
])  # fmt: skip
def test_every_way_of_colouring_comes_through(mode, format, kept):
    if mode == "I;16":
        written = io.BytesIO()
        Image.new("I;16", (600, 300), 40_000).save(written, "PNG")
        content = written.getvalue()
    else:
        content = picture(format, (600, 300), mode)

    found = checked(upload(content), {"image"})

    assert Image.open(io.BytesIO(found.content)).mode == kept


def test_what_is_see_through_stays_so():
    image = Image.new("RGBA", (600, 300), (200, 10, 10, 0))
    written = io.BytesIO()
    image.save(written, "PNG")

    found = checked(upload(written.getvalue()), {"image"})

    assert Image.open(io.BytesIO(found.content)).getpixel((0, 0))[3] == 0
    assert Image.open(io.BytesIO(found.renditions[480])).getpixel((0, 0))[3] == 0


def test_a_picture_stands_upright_and_tells_nothing_about_its_maker():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "GeheimMerk"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture(
        "JPEG", (800, 400), exif=exif, comment=b"GeheimeTekst", icc_profile=b"GeheimProfiel" * 20
    )
    assert b"GeheimMerk" in content
    assert b"GeheimeTekst" in content

    found = checked(upload(content), {"image"})

    written = Image.open(io.BytesIO(found.content))
    assert (found.width, found.height) == (400, 800)
    assert dict(written.getexif()) == {}
    assert b"Geheim" not in found.content
    assert set(written.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("payload", [SCRIPT, PHP, archive({"a.exe": EXE})])
def test_what_hangs_on_behind_a_picture_is_gone(format, payload):
    found = checked(upload(picture(format) + payload, "foto.php"), BOTH)

    assert payload not in found.content
    assert not found.name.endswith(".php")


def test_what_stands_inside_a_picture_is_gone():
    inside = png_chunk(b"tEXt", b"Comment\0" + SCRIPT)
    png = picture("PNG")
    jpeg = picture("JPEG")

    png_found = checked(upload(png[:33] + inside + png[33:]), BOTH)
    jpeg_found = checked(
        upload(jpeg[:2] + b"\xff\xfe" + struct.pack("!H", len(PHP) + 2) + PHP + jpeg[2:]), BOTH
    )

    assert SCRIPT not in png_found.content
    assert PHP not in jpeg_found.content


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<!doctype html>" + SCRIPT,
        b"<html>" + SCRIPT + b"</html>" + PDF,
        b"\n" + PDF,
        b"BM" + b"\0" * 60,
        EXE,
        b"Rar!\x1a\x07\x00",
        b"\0" * 100,
        SCRIPT + archive(DOCX),
        b"RIFF\x10\0\0\0WAVEfmt ",
    ],
)
def test_what_begins_as_something_else_is_refused(content):
    assert refusal(content, "foto.png") == NOT_ASKED


@pytest.mark.parametrize("is_lenient", [False, True])  # as WeasyPrint leaves it behind
@pytest.mark.parametrize("content", [
    b"\x89PNG\r\n\x1a\n" + SCRIPT, b"\xff\xd8\xff" + PHP, b"RIFF\x10\0\0\0WEBP" + SCRIPT, picture("PNG")[:400], picture("JPEG")[:900],
    png_of(100, 100, b"\0" * 50),
])  # fmt: skip
def test_a_picture_that_is_none_is_refused(content, monkeypatch, is_lenient):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", is_lenient)

    assert refusal(content) == UNREADABLE


def test_a_small_file_with_very_many_pixels_is_refused():
    rows = b"\0" * (13_001 * 13_000)
    bomb = png_of(13_000, 13_000, rows)
    assert len(bomb) < 300_000

    assert refusal(bomb) == TOO_MANY_PIXELS


@pytest.mark.parametrize("size", [(8_000, 5_001), (40_000, 40_000), (2_000_000_000, 2)])
def test_the_number_of_pixels_is_read_before_they_are(size):
    assert refusal(png_of(*size, b"\0")) == TOO_MANY_PIXELS


def test_a_picture_wider_than_any_screen_is_made_smaller():
    found = checked(upload(picture("JPEG", (6_000, 1_500))), {"image"})

    assert (found.width, found.height) == (images.LONGEST_SIDE, 1_024)


@pytest.mark.parametrize(
    ("kinds", "content", "sentence"),
    [
        ({"image"}, PDF, "Kies een afbeelding: een JPEG, PNG of WebP."),
        ({"document"}, picture(), "Kies een document: een pdf, Word-, Excel-, PowerPoint- of ODT-bestand."),
    ],
)
def test_only_the_kind_that_is_asked(kinds, content, sentence):
    assert refusal(content, kinds=kinds) == sentence


def test_size_is_bounded_from_both_sides():
    assert refusal(b"") == "Dit bestand is leeg. Kies een ander bestand."
    assert refusal(PDF + b"\0" * checking.LARGEST) == "Dit bestand is te groot: hooguit 10 MB."


def test_a_size_that_lies_is_not_believed():
    lying = upload(PDF + b"\0" * checking.LARGEST)
    lying.size = 10

    with pytest.raises(ValidationError, match="te groot"):
        checked(lying, BOTH)


@pytest.mark.parametrize(
    ("members", "extension"), [(DOCX, ".docx"), (XLSX, ".xlsx"), (PPTX, ".pptx"), (ODT, ".odt")]
)
def test_a_document_is_what_its_inside_says(members, extension):
    content = archive(members)

    found = checked(upload(content, "plan.exe"), {"document"})

    assert (found.name, found.content, found.width) == (f"plan{extension}", content, None)
    assert found.content_type == checking.DOCUMENT_TYPES[extension]


def test_a_real_workbook_and_a_pdf_are_taken():
    written = io.BytesIO()
    Workbook().save(written)

    assert checked(upload(written.getvalue(), "lijst.xlsx"), BOTH).name == "lijst.xlsx"
    assert checked(upload(PDF, "stuk.PDF"), BOTH).name == "stuk.pdf"
    assert refusal(PDF[:-20]) == "Deze pdf is niet compleet. Bewaar hem opnieuw en probeer het nog eens."


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ({"word/vbaProject.bin": b"x"}, MACROS),
        ({"word/activeX/activeX1.bin": b"x"}, MACROS),
        ({"xl/macrosheets/sheet1.xml": b"x"}, MACROS),
        ({"hulp.exe": b"x"}, RUNS),
        ({"word/media/image1.png": EXE}, RUNS),
        ({"word/embeddings/oleObject1.bin": b"x\x01" + "Ole10Native".encode("utf-16-le")}, RUNS),
        ({"../../etc/passwd": b"x"}, BROKEN),
        ({"/etc/passwd": b"x"}, BROKEN),
        ({"C:\\x": b"x"}, BROKEN),
    ],
)
def test_what_can_run_or_leads_elsewhere_is_refused(extra, sentence):
    assert refusal(archive(DOCX | extra)) == sentence


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"a.txt": b"x"}, UNKNOWN),
        ({"hulp.exe": EXE}, RUNS),
        ({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"x"}, UNKNOWN),
        ({"[Content_Types].xml": TYPES % b"wordprocessingml.document"}, UNKNOWN),
        (DOCX | {"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}, MACROS),
        (DOCX | {"[Content_Types].xml": DOCX["[Content_Types].xml"] + b"&#118;baProject"}, MACROS),
        ({"content.xml": b"x", **ODT}, UNKNOWN),
        ({**ODT, "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, UNKNOWN),
        ({**ODT, "Basic/Standard/Module1.xml": b"x"}, MACROS),
    ],
)  # fmt: skip
def test_an_archive_that_is_no_document_is_refused(members, sentence):
    assert refusal(archive(members)) == sentence


def test_a_zip_bomb_is_counted_while_it_is_read():
    bomb = archive(DOCX | {f"word/{number}.xml": b"\0" * 30_000_000 for number in range(4)})
    assert len(bomb) < 200_000

    assert refusal(bomb) == "Uitgepakt is dit document te groot: hooguit 100 MB."


def test_a_zip_that_lies_about_its_size_is_not_believed():
    content = bytearray(archive(DOCX | {"word/groot.xml": b"\0" * 1_000_000}))
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/groot.xml"))
    content[at + 24 : at + 28] = struct.pack("<I", 10)  # the size it says it has unpacked

    assert refusal(bytes(content)) == BROKEN


def test_very_many_members_are_refused_before_they_are_listed():
    content = archive(DOCX | {f"word/{number}.xml": b"" for number in range(1_000)}, zipfile.ZIP_STORED)

    assert refusal(content) == "In dit document zitten te veel losse onderdelen: hooguit 1.000."


def test_a_locked_and_a_broken_archive_are_refused():
    content = archive(DOCX)
    locked = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.index(mark)
        locked[at + place] |= 1

    assert refusal(bytes(locked)) == BROKEN
    assert refusal(content[:-30]) == BROKEN
    assert refusal(content[:60] + b"\xff" * 10 + content[70:]) == BROKEN
