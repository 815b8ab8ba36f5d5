"""Choices of corrections."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("Nog te bekijken")
    ACCEPTED = "accepted", _("Overgenomen")
    ADJUSTED = "adjusted", _("Aangepast overgenomen")
    DECLINED = "declined", _("Niet overgenomen")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


TONES = {State.OPEN: "info", State.ACCEPTED: "goed", State.ADJUSTED: "goed", State.DECLINED: "let"}
