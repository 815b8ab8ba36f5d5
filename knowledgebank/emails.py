"""Letters about practices: handed in, sent back, published, followed elsewhere."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Adoption, Digest, DigestReader, Practice, Reuse, Review

Letter = tuple[str, str]
# The newest so many by name; the databank behind the link has the rest.
MOST_NAMED = 30


def submitted(review: Review) -> Letter:
    """Return subject and text for the curators: something waits for them."""
    return _("Ter beoordeling: %(title)s") % {"title": review.practice.title}, _text("submitted", review)


def sent_back(review: Review) -> Letter:
    """Return subject and text for the team: what the curators ask for."""
    return _("Aanvulling gevraagd: %(title)s") % {"title": review.practice.title}, _text("sent_back", review)


def published(review: Review, shown: Practice) -> Letter:
    """Return subject and text for the team: its practice can be read by everybody."""
    return _("Gepubliceerd: %(title)s") % {"title": shown.title}, _text("published", review, shown=shown)


def overdue(review: Review) -> Letter:
    """Return subject and text for the curators: a team waits too long for an answer."""
    return _("Te laat: %(title)s") % {"title": review.practice.title}, _text("overdue", review)


def not_published(practice: Practice, review: Review | None, faults: list[str]) -> Letter:
    """Return subject and text for the curators: what was planned could not be published, and why."""
    text = _text("not_published", review, practice=practice, faults=faults)
    return _("Niet gepubliceerd: %(title)s") % {"title": practice.title}, text


def withdrawn(review: Review) -> Letter:
    """Return subject and text for the curators: what waited for them does not any more."""
    return _("Teruggetrokken: %(title)s") % {"title": review.practice.title}, _text("withdrawn", review)


def scheduled(practice: Practice) -> Letter:
    """Return subject and text for the team: its practice was found good, and when it appears."""
    return _("Ingepland: %(title)s") % {"title": practice.title}, _text("scheduled", None, practice=practice)


def unscheduled(practice: Practice) -> Letter:
    """Return subject and text for the team: its practice does not appear yet after all."""
    text = _text("unscheduled", None, practice=practice)
    return _("Uit de planning: %(title)s") % {"title": practice.title}, text


def brought_back(practice: Practice) -> Letter:
    """Return subject and text for the team: its practice can be read by everybody again."""
    text = _text("brought_back", None, practice=practice)
    return _("Terug in de kennisbank: %(title)s") % {"title": practice.title}, text


def retired(practice: Practice, reason: str) -> Letter:
    """Return subject and text for the team: its practice was taken out of the databank."""
    text = _text("retired", None, practice=practice, reason=reason)
    return _("Gearchiveerd: %(title)s") % {"title": practice.title}, text


def expired(practice: Practice) -> Letter:
    """Return subject and text for team and curators: a practice had a last day, and that came."""
    return _("Verlopen: %(title)s") % {"title": practice.title}, _text("expired", None, practice=practice)


def review_soon(practice: Practice) -> Letter:
    """Return subject and text for team and curators: the day to look at a practice again comes near."""
    text = _text("review_soon", None, practice=practice)
    return _("Binnenkort opnieuw bekijken: %(title)s") % {"title": practice.title}, text


def to_confirm(practice: Practice) -> Letter:
    """Return subject and text for the team: is this still right?"""
    return _("Klopt dit nog? %(title)s") % {"title": practice.title}, _text(
        "to_confirm", None, practice=practice
    )


def adopted(adoption: Adoption, *, is_new: bool) -> Letter:
    """Return subject and text for the team of a practice: another region builds on it, or is further with it."""
    words = {"region": adoption.region.name, "title": adoption.practice.title}
    subject = (
        _("%(region)s bouwt voort op: %(title)s") if is_new else _("Nieuwe stand bij %(region)s: %(title)s")
    )
    context = {"adoption": adoption, "is_new": is_new, "base": settings.BASE_URL}
    return subject % words, render_to_string("knowledgebank/email/adopted.txt", context)


def reused(reuse: Reuse) -> Letter:
    """Return subject and text for the team of a teaching material: another region uses it."""
    words = {"region": reuse.region.name, "title": reuse.resource.title}
    context = {"reuse": reuse, "base": settings.BASE_URL}
    return _("%(region)s gebruikt: %(title)s") % words, render_to_string(
        "knowledgebank/email/reused.txt", context
    )


def digest(digest: Digest, found: Mapping[Practice, Sequence[str]], reader: DigestReader) -> Letter:
    """Return subject and text for one reader of a team: new practices, each with what the team follows of it."""
    words = {"count": len(found), "team": digest.region.name}
    subject = ngettext(
        "%(count)d nieuw voorbeeld voor team %(team)s",
        "%(count)d nieuwe voorbeelden voor team %(team)s",
        len(found),
    )
    context = {
        "team": digest.region.name,
        "rows": [_line(practice, follows) for practice, follows in list(found.items())[:MOST_NAMED]],
        "more": max(0, len(found) - MOST_NAMED),
        "list_url": f"{settings.BASE_URL}{reverse('knowledgebank:practice_list')}",
        "follows_url": f"{settings.BASE_URL}{reverse('knowledgebank:interest_list', args=[digest.region.slug])}",
        "stop_url": digest_stop_url(reader),
    }
    return subject % words, render_to_string("knowledgebank/email/digest.txt", context)


def digest_stop_url(reader: DigestReader) -> str:
    """Return the address that stops the letters to this reader."""
    return f"{settings.BASE_URL}{reverse('knowledgebank:digest_stop', args=[reader.token()])}"


def _line(practice: Practice, follows: Sequence[str]) -> dict[str, str]:
    return {
        "title": " ".join(practice.title.split()),
        "summary": " ".join(practice.summary.split()),
        "because": _(" en ").join(_("‘%(name)s’") % {"name": name} for name in follows),
        "url": f"{settings.BASE_URL}{practice.get_absolute_url()}",
    }


def _text(name: str, review: Review | None, **more: object) -> str:
    practice = review.practice if review else None
    context = {"review": review, "practice": practice, "base": settings.BASE_URL, **more}
    return render_to_string(f"knowledgebank/email/{name}.txt", context)
