"""Letters about corrections: what became of a proposal, and which wait too long."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from .content import kinds
from .models import Correction


def decided(correction: Correction) -> tuple[str, str]:
    """Return subject and text for the one who proposed it; a record hidden from that person is not named."""
    reader = correction.proposed_by or AnonymousUser()
    model = kinds().get(correction.kind)
    record = model.objects.visible_to(reader).filter(uuid=correction.record).first() if model else None
    context = {
        "correction": correction,
        "record": record,
        "address": settings.BASE_URL + record.get_absolute_url()
        if hasattr(record, "get_absolute_url")
        else "",
        "mine": settings.BASE_URL + reverse("corrections:mine") if correction.proposed_by else "",
    }
    return _("Antwoord op je correctie"), render_to_string("corrections/email/decided.txt", context)


def overdue(number: int) -> tuple[str, str]:
    """Return subject and text for a curator; ``number`` is how many wait too long."""
    address = f"{settings.BASE_URL}{reverse('corrections:list')}?laat=1"
    context = {"number": number, "address": address}
    return _("Correcties wachten te lang"), render_to_string("corrections/email/overdue.txt", context)
