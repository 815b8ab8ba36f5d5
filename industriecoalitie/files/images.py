"""Pictures: decoded and made anew, so that only what can be seen is kept; and smaller ones for a page."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

MOST_PIXELS = 40_000_000
# No screen shows more; what is larger is made smaller, in pixels.
LONGEST_SIDE = 4096
# The formats in which a picture comes and stays, by the name Pillow has for them; a phone's JPEG may hold two pictures.
FORMATS = {"PNG": "PNG", "JPEG": "JPEG", "MPO": "JPEG", "WEBP": "WEBP"}
OPTIONS = {
    "PNG": {"optimize": False},
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "WEBP": {"quality": 86, "method": 4},
}
# One at a time in a process: a picture of 40 megapixel takes 160 MB while it is open.
_turn = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Picture:
    """A picture made anew. ``renditions``: the same as WebP, by width in pixels."""

    format: str
    content: bytes
    width: int
    height: int
    renditions: dict[int, bytes]


def made_anew(content: bytes, widths: tuple[int, ...]) -> Picture:
    """Decode a PNG, JPEG or WebP and write it again, upright, with nothing in it but its pixels.

    Raises:
        ValidationError: it cannot be read, or has more than 40 megapixel.
    """
    with _turn, _strictly():
        try:
            with warnings.catch_warnings():
                # Pillow only warns of a picture that is somewhat too large; we refuse it below.
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(BytesIO(content), formats=["PNG", "JPEG", "WEBP"]) as opened:
                    return _written(opened, widths)
        except ValidationError:
            raise
        except Image.DecompressionBombError as error:
            raise _too_many_pixels() from error
        # Whatever a broken or hostile picture makes the decoder say: it is no picture for us.
        except Exception as error:
            raise ValidationError(
                _("We kunnen deze afbeelding niet lezen. Bewaar haar opnieuw als JPEG of PNG.")
            ) from error


@contextmanager
def _strictly() -> Iterator[None]:
    """Take no half picture: WeasyPrint tells Pillow, for the whole process, that half is good enough."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _written(opened: Image.Image, widths: tuple[int, ...]) -> Picture:
    if opened.width * opened.height > MOST_PIXELS:
        raise _too_many_pixels()
    name = FORMATS[opened.format]
    # Asks the decoder of a large JPEG for fewer pixels at once.
    opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    opened.load()
    image = _plain(opened, name)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2)
    image = ImageOps.exif_transpose(image)
    renditions = {width: _rendition(image, width) for width in widths if width < image.width}
    return Picture(name, _bytes(image, name), image.width, image.height, renditions)


def _plain(image: Image.Image, name: str) -> Image.Image:
    """Return the picture in grey or colour, see-through only where the format can hold it."""
    has_holes = image.has_transparency_data and name != "JPEG"
    mode = "RGBA" if has_holes else "L" if image.mode in ("1", "L") else "RGB"
    if image.mode.startswith("I;16"):
        image, mode = image.point(lambda value: value / 256), "L"
    return image if image.mode == mode else image.convert(mode)


def _rendition(image: Image.Image, width: int) -> bytes:
    height = max(1, round(image.height * width / image.width))
    smaller = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    return _bytes(smaller, "WEBP", quality=80)


def _bytes(image: Image.Image, name: str, **options) -> bytes:
    image.info.clear()  # comments, colour profile, place and time: none of it is the picture
    written = BytesIO()
    image.save(written, name, **OPTIONS[name] | options)
    return written.getvalue()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("Deze afbeelding heeft te veel beeldpunten: hooguit 40 megapixel. Maak haar kleiner.")
    )
