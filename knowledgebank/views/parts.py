"""What stands on the page of one practice: its own rows, its story, and where it is in the editorial work."""

from typing import Any

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
    return {**{name: found[name] for name in rows}, "standing": standing_of(practice, user, found)}


def story_of(practice: Practice) -> list[tuple[str, str]]:
    """Return the parts of the story as heading and Markdown, as this kind calls them, empty ones included."""
    headings = HEADINGS[PracticeKind(practice.kind)]
    return [(str(heading), getattr(practice, name)) for name, heading in headings.items()]
