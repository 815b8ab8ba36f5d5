"""Letters about practices: handed in, sent back, published."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .models import Practice, Review

Letter = tuple[str, str]


def submitted(review: Review) -> Letter:
    """Return subject and text for the curators: something waits for them."""
    return _("Ter beoordeling: %(title)s") % {"title": review.practice.title}, _text("submitted", review)


def sent_back(review: Review) -> Letter:
    """Return subject and text for the team: what the curators ask for."""
    return _("Aanvulling gevraagd: %(title)s") % {"title": review.practice.title}, _text("sent_back", review)


def published(review: Review, shown: Practice) -> Letter:
    """Return subject and text for the team: its practice can be read by everybody."""
    return _("Gepubliceerd: %(title)s") % {"title": shown.title}, _text("published", review, shown=shown)


def _text(name: str, review: Review, **more: object) -> str:
    context = {"review": review, "practice": review.practice, "base": settings.BASE_URL, **more}
    return render_to_string(f"knowledgebank/email/{name}.txt", context)
