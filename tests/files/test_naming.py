"""What a handed-in file may be called."""

import pytest

from industriecoalitie.files.naming import cleaned_name


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Plan van aanpak.pdf", "Plan van aanpak.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.pdf"),
        ("C:\\Users\\x\\stuk.pdf", "stuk.pdf"),
        ("stuk\u202efdp.exe", "stukfdp.pdf"),
        ("stuk\r\nSet-Cookie: a=b.pdf", "stuk Set-Cookie a=b.pdf"),
        ("st\x00uk.pdf", "stuk.pdf"),
        ("stuk\u200b\ufeff.pdf", "stuk.pdf"),
        ("a" * 300 + ".pdf", "a" * 96 + ".pdf"),
        (".htaccess", "htaccess.pdf"),
        ("...", "stuk.pdf"),
        ("", "stuk.pdf"),
        ("/", "stuk.pdf"),
        ('"; rm -rf *.pdf', "; rm -rf.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("verslag v1.2.docx", "verslag v1.2.pdf"),
        ("Jaarplan é \u0065\u0301.pdf", "Jaarplan é é.pdf"),
    ],
)
def test_a_name_is_only_a_name(given, name):
    assert cleaned_name(given, ".pdf", "stuk") == name
