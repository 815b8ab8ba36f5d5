"""Choices of sign-offs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Answer(models.TextChoices):
    """What someone said about a text."""

    APPROVED = "approved", _("Akkoord")
    COMMENTED = "commented", _("Opmerking")
