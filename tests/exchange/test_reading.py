"""A file that someone sends in is read within bounds, and says what to do when it is not."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from industriecoalitie.exchange import reading
from industriecoalitie.exchange.reading import read_file

from .files import workbook


def refused(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        read_file(name, content)
    return caught.value.messages[0]


def package(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("lijst.xlsx", b"PK\x03\x04 kapot", "beschadigd"),
        ("lijst.xlsx", b"dit is geen zip", "Exporteren"),
        ("lijst.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "oud Excelbestand"),
        ("foto.csv", b"\x89PNG\r\n\x00\x00", "Exporteren"),
        ("lijst.json", b"{kapot", "JSON"),
        ("lijst.json", b'{"rows": [{"name": {"x": 1}}]}', "teksten"),
        ("lijst.json", b"[" * 200_000, "JSON"),
    ],
)
def test_what_is_no_list_says_what_to_do(name, content, words):
    assert words in refused(name, content)


def test_a_large_file_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 10)

    assert "te groot" in refused("lijst.csv", b"x" * 11)


def test_a_package_that_unpacks_to_too_much_is_refused_while_it_is_read():
    bomb = package(a=b"0" * (reading.LARGEST_UNPACKED + 1))

    assert len(bomb) < 200_000
    assert "uitgepakt" in refused("bom.xlsx", bomb)


def test_a_package_of_too_many_parts_is_refused():
    assert "uitgepakt" in refused("bom.xlsx", package(**{f"deel{n}": b"" for n in range(1001)}))


def test_a_package_with_a_document_type_is_refused():
    assert "bevat iets" in refused(
        "x.xlsx", package(a=b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>')
    )


def test_too_many_rows_columns_and_empty_lines_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    monkeypatch.setattr(reading, "MOST_LINES", 20)

    assert "meer dan 5.000 regels" in refused("a.csv", b"Naam\n" + b"x\n" * 4)
    assert "te veel kolommen" in refused("a.csv", b";".join([b"x"] * 101))
    assert "lege regels" in refused("a.csv", b"Naam\n" + b"\n" * 30)


def test_a_sheet_that_claims_to_be_huge_is_read_as_it_is():
    book = Workbook()
    book.active["A1"] = "Naam"
    book.active["A2"] = "Twente"
    target = io.BytesIO()
    book.save(target)
    claims = io.BytesIO()
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(claims, "w") as new:
        for item in old.infolist():
            part = old.read(item).replace(b'<dimension ref="A1:A2"', b'<dimension ref="A1:XFD1048576"')
            new.writestr(item.filename, part)

    (sheet,) = read_file("x.xlsx", claims.getvalue())

    assert (sheet.head, sheet.rows) == (["Naam"], [(2, ["Twente"])])


@pytest.mark.parametrize(
    "content",
    [
        "Naam;Aantal\r\nTwente;3\r\n".encode("utf-8-sig"),
        b"Naam,Aantal\nTwente,3\n",
        '"Naam";"Aantal"\r\n"Twente";"3"'.encode("cp1252"),
    ],
)
def test_csv_of_any_program_is_read(content):
    (sheet,) = read_file("lijst.csv", content)

    assert (sheet.head, sheet.rows) == (["Naam", "Aantal"], [(2, ["Twente", "3"])])


def test_letters_of_excel_in_the_netherlands_are_read():
    (sheet,) = read_file("lijst.csv", "Naam\r\nCafé Zoë\r\n".encode("cp1252"))

    assert sheet.rows == [(2, ["Café Zoë"])]


def test_empty_rows_keep_the_numbers_of_the_others():
    (sheet,) = read_file("x.xlsx", workbook({"Blad": [["Naam"], [""], ["Twente"]]}))

    assert sheet.rows == [(3, ["Twente"])]
