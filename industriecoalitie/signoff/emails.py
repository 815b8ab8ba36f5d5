"""Letters about sign-offs: the question, and its answer."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from industriecoalitie.core.models import Record

from .choices import Answer
from .models import SignOff


def question(signoff: SignOff, record: Record, token: str) -> tuple[str, str]:
    """Return subject and text for the one who is asked; ``token`` stands nowhere else."""
    subject = _("Ga je akkoord met deze tekst over %(name)s?") % {"name": record}
    address = settings.BASE_URL + reverse("signoff:answer", args=[token])
    return subject, _text("question", signoff, record, address)


def answer(signoff: SignOff, record: Record) -> tuple[str, str]:
    """Return subject and text for the one who asked."""
    if signoff.answer == Answer.APPROVED:
        subject = _("Akkoord met de tekst over %(name)s") % {"name": record}
    else:
        subject = _("Een opmerking bij de tekst over %(name)s") % {"name": record}
    address = settings.BASE_URL + reverse("signoff:record", args=[signoff.kind, signoff.record])
    return subject, _text("answer", signoff, record, address)


def _text(name: str, signoff: SignOff, record: Record, address: str) -> str:
    context = {"signoff": signoff, "record": record, "address": address}
    return render_to_string(f"signoff/email/{name}.txt", context)
