"""What a token may open, in the words of the screens."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from industriecoalitie.api import callers


class Scope(models.TextChoices):
    """What a partner system does with a token. Source: industriecoalitie/api/callers.py."""

    READ_PUBLIC = callers.READ_PUBLIC, _("Lezen wat openbaar is")
    READ_NETWORK = callers.READ_NETWORK, _("Lezen wat het netwerk deelt")
    WRITE_PARTNERSHIPS = callers.WRITE_PARTNERSHIPS, _("Samenwerkingen en ecosystemen bijwerken")
    WRITE_PROGRAMMES = callers.WRITE_PROGRAMMES, _("Opleidingen, aanbod en vragen bijwerken")
    WRITE_PRACTICES = callers.WRITE_PRACTICES, _("Praktijkvoorbeelden schrijven, als concept")
    WEBHOOKS = callers.WEBHOOKS, _("Berichten krijgen als er iets verandert")
    EVENTS = callers.EVENTS, _("Opvragen wat er veranderd is")


READING = (Scope.READ_PUBLIC, Scope.READ_NETWORK)
WRITING = (Scope.WRITE_PARTNERSHIPS, Scope.WRITE_PROGRAMMES, Scope.WRITE_PRACTICES)


class State(models.TextChoices):
    """Whether a token still opens anything."""

    LIVE = "live", _("Werkt")
    EXPIRED = "expired", _("Verlopen")
    REVOKED = "revoked", _("Beëindigd")
