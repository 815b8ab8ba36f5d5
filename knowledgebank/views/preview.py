"""What machines get to know of a practice: words for search engines, a preview, the frame of its card."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from knowledgebank.models import Practice, PracticeImage
from knowledgebank.querysets import PracticeQuerySet

VISITOR = AnonymousUser()
NAME = "Industriecoalitie"
# Of the frame on another page, in pixels.
CARD_WIDTH, CARD_HEIGHT = 480, 320
# Of the picture for who has none, as it is in static/img.
DEFAULT_IMAGE, DEFAULT_SIZE = "img/deelkaart.png", (1200, 630)
PICTURE_WIDTH = 960
# As Django does in ``json_script``: nothing of it ends the element it stands in.
ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&"}


def open_practices() -> PracticeQuerySet:
    """Return the practices that anyone may read, with what a card of one shows."""
    return Practice.objects.published().originals().for_list()


def head_of(
    practice: Practice, *, materials: Iterable[Any] = (), images: list[PracticeImage] | None = None
) -> dict[str, Any] | None:
    """Return what ``knowledgebank/_deelbaar.html`` and ``_delen.html`` need; None for what is not open to everybody.

    ``materials`` are rows with ``label`` and ``url``; ``images`` the pictures of the practice, when they were read
    already (one query without).
    """
    if practice.draft_of_id is not None or not practice.is_shown_to(VISITOR):
        return None
    picture = picture_of(first_image(practice) if images is None else first_shown(images))
    address = absolute(practice.get_absolute_url())
    return {
        "url": address,
        "description": one_line(practice.summary) or practice.title,
        "picture": picture,
        "name": NAME,
        "oembed_url": absolute(f"{reverse('knowledgebank:oembed')}?{urlencode({'url': address})}"),
        "frame": frame_of(practice),
        "json_ld": embedded(described(practice, picture, materials)),
    }


def described(practice: Practice, picture: dict[str, Any], materials: Iterable[Any]) -> dict[str, Any]:
    """Return a practice in the words of schema.org; what is not known is left out."""
    region, place = (shown(each) for each in (practice.region, practice.place))
    based_on = [shown(each) for each in (practice.builds_on, practice.partnership, practice.programme)]
    found = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": f"urn:uuid:{practice.uuid}",
        "mainEntityOfPage": absolute(practice.get_absolute_url()),
        "url": absolute(practice.get_absolute_url()),
        "headline": practice.title,
        "description": one_line(practice.summary),
        "articleSection": practice.get_kind_display(),
        "inLanguage": "nl",
        "isAccessibleForFree": True,
        "datePublished": practice.published_on.isoformat() if practice.published_on else "",
        "dateModified": practice.updated_at.isoformat(timespec="seconds"),
        "image": picture["url"],
        "author": {"@type": "Organization", "name": author_of(practice)},
        "publisher": {"@type": "Organization", "name": NAME, "url": f"{settings.BASE_URL}/"},
        "about": [
            {
                "@type": "DefinedTerm",
                "name": term.label,
                "url": absolute(term.get_absolute_url()),
                "inDefinedTermSet": term.get_scheme_display(),
            }
            for term in practice.concepts.all()
            if term.is_shown_to(VISITOR)
        ],
        "spatialCoverage": [
            {"@type": "Place", "name": each.name}
            | ({"url": absolute(each.get_absolute_url())} if each is region else {})
            for each in (region, place)
            if each is not None
        ],
        "isBasedOn": [absolute(each.get_absolute_url()) for each in based_on if each is not None],
        "hasPart": [
            {"@type": "LearningResource", "name": row.label, "url": absolute(row.url)} for row in materials
        ],
        "isPartOf": {
            "@type": "CreativeWork",
            "name": _("Kennisbank"),
            "url": absolute(reverse("knowledgebank:practice_list")),
        },
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def embedded(data: dict[str, Any]) -> SafeString:
    """Return data as JSON that can stand in a ``<script>`` element: nothing in it ends that element."""
    return SafeString(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


def frame_of(practice: Practice, width: int = CARD_WIDTH, height: int = CARD_HEIGHT) -> SafeString:
    """Return the HTML with which another page shows the card of a practice."""
    address = absolute(reverse("knowledgebank:practice_card", args=[practice.slug]))
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy"></iframe>',
        address, width, height, practice.title,
    )  # fmt: skip


def first_image(practice: Practice) -> PracticeImage | None:
    """Return the picture a practice begins with, when it may be shown."""
    rows = PracticeImage.objects.visible_to(VISITOR).filter(practice=practice).select_related("file")
    return first_shown(rows.order_by("order", "pk"))


def first_shown(images: Iterable[PracticeImage]) -> PracticeImage | None:
    """Return the first picture that was looked through."""
    return next((each for each in images if each.file.is_image and each.file.is_clean), None)


def picture_of(image: PracticeImage | None) -> dict[str, Any]:
    """Return address, alternative text and size in pixels of the picture for a preview; ours when there is none."""
    if image is None:
        width, height = DEFAULT_SIZE
        return {"url": absolute(static(DEFAULT_IMAGE)), "alt": NAME, "width": width, "height": height}
    stored = image.file
    if PICTURE_WIDTH not in stored.widths:
        return {
            "url": absolute(stored.get_absolute_url()), "alt": image.alt, "width": stored.width, "height": stored.height,
        }  # fmt: skip
    height = round(stored.height * PICTURE_WIDTH / stored.width)
    address = absolute(stored.rendition_url(PICTURE_WIDTH))
    return {"url": address, "alt": image.alt, "width": PICTURE_WIDTH, "height": height}


def author_of(practice: Practice) -> str:
    """Return who tells of a practice: its region, else the coalition."""
    region = shown(practice.region)
    return region.name if region else NAME


def shown(record: Any) -> Any:
    """Return a record when anyone may read of it, else None."""
    return record if record is not None and record.is_shown_to(VISITOR) else None


def one_line(text: str) -> str:
    return " ".join(text.split())


def absolute(address: str) -> str:
    """Return an address of this portal as others need it."""
    return f"{settings.BASE_URL}{address}" if address.startswith("/") else address
