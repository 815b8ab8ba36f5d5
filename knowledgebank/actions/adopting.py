"""Telling who keeps a practice that another region builds on it, whichever way the portal came to know."""

import datetime
import logging

from django.db import transaction
from django.utils import timezone

from industriecoalitie.core.choices import Visibility
from knowledgebank import emails
from knowledgebank.models import Adoption

from .telling import team_of, tell

# So long a file, an undo or the clock itself may have waited; shorter than the keys of letters are kept.
WITHIN = datetime.timedelta(days=7)

logger = logging.getLogger(__name__)


def tell_owners(adoption: Adoption) -> None:
    """Write to the team of the practice when others may read of an adoption for the first time, or its state is another.

    What was before, the history tells. A letter for each such moment is written once, however often this is called.
    """
    if adoption.hidden_at is not None or adoption.visibility == Visibility.CONCEPT:
        return
    last, news, is_new = None, None, True
    for event in Adoption.pgh_event_model.objects.filter(pgh_obj_id=adoption.pk).order_by("pgh_id"):
        if event.hidden_at is not None or event.visibility == Visibility.CONCEPT:
            continue
        if last is None or event.state != last.state:
            news, is_new = event, last is None
        last = event
    if news is not None:
        letter = emails.adopted(adoption, is_new=is_new)
        tell(team_of(adoption.practice), f"adoption:{adoption.uuid}:{news.pgh_id}", letter)


def tell_recent(now: datetime.datetime | None = None) -> None:
    """Tell of the adoptions that changed lately: by a file, many at once, an undo or a restore as well."""
    since = (now or timezone.now()) - WITHIN
    rows = Adoption.objects.filter(updated_at__gte=since).select_related("practice__owner", "region")
    for adoption in rows.order_by("pk"):
        try:
            with transaction.atomic():
                tell_owners(adoption)
        except Exception:  # one that breaks may not keep the others waiting
            logger.exception("nobody could be told of adoption %s", adoption.pk)
