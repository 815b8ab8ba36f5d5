"""A picture in a page."""

import pytest
from django.template import engines

from industriecoalitie.files.choices import FileKind, FileState
from industriecoalitie.files.models import StoredFile

KEY = "11111111-1111-4111-8111-111111111111"


def shown(stored: StoredFile | None, caption: str = "") -> str:
    page = engines["django"].from_string("{% picture stored alt caption %}")
    return page.render({"stored": stored, "alt": "Een <hal>", "caption": caption}).strip()


def photo(width: int, **values) -> StoredFile:
    return StoredFile(
        **{
            "uuid": KEY,
            "kind": FileKind.IMAGE,
            "state": FileState.CLEAN,
            "width": width,
            "height": width // 2,
        }
        | values
    )


@pytest.mark.parametrize(
    ("width", "source", "srcset"),
    [
        (300, f"/bestanden/{KEY}/", f"/bestanden/{KEY}/ 300w"),
        (800, f"/bestanden/{KEY}/", f"/bestanden/{KEY}/480.webp 480w, /bestanden/{KEY}/ 800w"),
        (
            3000,
            f"/bestanden/{KEY}/960.webp",
            f"/bestanden/{KEY}/480.webp 480w, /bestanden/{KEY}/960.webp 960w, /bestanden/{KEY}/1600.webp 1600w",
        ),
    ],
)
def test_a_browser_chooses_the_size(width, source, srcset):
    html = shown(photo(width))

    assert f'src="{source}"' in html
    assert f'srcset="{srcset}"' in html
    assert f'width="{width}" height="{width // 2}" alt="Een &lt;hal&gt;" loading="lazy"' in html
    assert "figcaption" not in html


def test_a_caption_stands_below_it():
    assert "<figcaption>De hal &amp; meer</figcaption>" in shown(photo(300), "De hal & meer")


@pytest.mark.parametrize(
    "stored",
    [
        None,
        photo(300, state=FileState.WAITING),
        photo(300, state=FileState.REFUSED),
        StoredFile(uuid=KEY, kind=FileKind.DOCUMENT, state=FileState.CLEAN),
    ],
)
def test_what_cannot_be_shown_is_not_there(stored):
    assert shown(stored) == ""
