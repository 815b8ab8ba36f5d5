"""What stands on the page of one practice: its own rows, its story, and where it is in the editorial work."""

from typing import Any

from django.utils.translation import gettext as _

from industriecoalitie.core.gathering import Kind, gathered
from knowledgebank.choices import HEADINGS, PracticeKind
from knowledgebank.models import Evidence, Practice, PracticeFactor, PracticeFigure, PracticeImage, Quote

from .standing import kinds_of, standing_of

FACTOR = ("uuid", "slug", "label", "visibility", "hidden_at")
ORGANISATION = ("uuid", "slug", "name", "visibility", "hidden_at", "owner_id")


def parts_of(practice: Practice, user) -> dict[str, Any]:
    """Return the rows of a practice that ``user`` may see, and how it stands with it, in one query.

    Keys: ``factors``, ``evidence``, ``quotes``, ``own_figures``, ``images`` (lists of rows) and ``standing``.
    """
    rows = {
        "factors": Kind(PracticeFactor.objects, beside={"factor": FACTOR}),
        "evidence": Kind(Evidence.objects),
        "quotes": Kind(Quote.objects, beside={"organisation": ORGANISATION}),
        "own_figures": Kind(PracticeFigure.objects),
        "images": Kind(PracticeImage.objects, beside={"file": None}),
    }
    own = {
        name: Kind(kind.rows.visible_to(user).filter(practice=practice), kind.order, kind.beside)
        for name, kind in rows.items()
    }
    found = gathered({**own, **kinds_of(practice, user)})
    for figure in found["own_figures"]:
        figure.text = f"{figure.unit}: {figure.label}" if figure.unit else figure.label
    for image in found["images"]:
        image.note = note_of(image)
    return {**{name: found[name] for name in rows}, "standing": standing_of(practice, user, found)}


def note_of(image: PracticeImage) -> str:
    """Return what stands below a picture: its caption, and who made it."""
    maker = _("Foto: %(name)s") % {"name": image.credit} if image.credit else ""
    return " · ".join(text for text in (image.caption, maker) if text)


def story_of(practice: Practice) -> list[tuple[str, str]]:
    """Return the parts of the story as heading and Markdown, as this kind calls them, empty ones included."""
    headings = HEADINGS[PracticeKind(practice.kind)]
    return [(str(heading), getattr(practice, name)) for name, heading in headings.items()]
