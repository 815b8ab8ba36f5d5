"""Ways for mail: into the outbox (all mail of the portal), and out of it to the viewer of a demonstration."""

import os
import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from .outbox import write_letter


class OutboxBackend(BaseEmailBackend):
    """Writes what a library wants to send (allauth, Django) to the outbox: one letter for each address."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                if message.attachments:
                    raise ValueError("the outbox holds letters of plain text only")
                for address in message.recipients():
                    write_letter(f"mail:{uuid.uuid4()}", address, str(message.subject), str(message.body))
        return len(email_messages)


class ViewerBackend(BaseEmailBackend):
    """Keeps letters as files for ``/dev/mail/`` instead of sending them; only for a demonstration."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_VIEWER_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            written = message.message()
            # By its Message-ID: a letter that is sent twice is one file.
            name = uuid.uuid5(uuid.NAMESPACE_URL, written["Message-ID"]).hex
            half = folder / f"{name}.{os.getpid()}.half"
            half.write_bytes(written.as_bytes())
            half.replace(folder / f"{name}.eml")
        return len(email_messages)
