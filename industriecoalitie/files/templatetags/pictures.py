"""Showing a picture that was handed in."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from industriecoalitie.files.models import WIDTHS, StoredFile

register = template.Library()


@register.simple_tag
def picture(
    stored: StoredFile | None, alt: str, caption: str = "", sizes: str = "(min-width: 60rem) 44rem, 100vw"
) -> SafeString:
    """Show a picture at the size that fits; nothing when there is none, or when it may not be shown yet.

    ``alt`` says what is to be seen, empty when it only decorates; ``caption`` stands below it; ``sizes`` is how wide it
    stands on the page, as in HTML.
    """
    if stored is None or not stored.is_image or not stored.is_clean:
        return SafeString("")
    sources = [(stored.rendition_url(width), width) for width in stored.widths]
    if stored.width <= WIDTHS[-1]:
        sources.append((stored.get_absolute_url(), stored.width))
    context = {
        "stored": stored,
        "alt": alt,
        "caption": caption,
        "sizes": sizes,
        "source": sources[min(1, len(sources) - 1)][0],
        "srcset": ", ".join(f"{url} {width}w" for url, width in sources),
    }
    return render_to_string("components/picture.html", context)
