"""What a source leaves open."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GapKind(models.TextChoices):
    """Why a source does not settle something."""

    MISSING = "missing", _("Staat er niet in")
    AMBIGUOUS = "ambiguous", _("Kan op meer manieren gelezen worden")
    BROKEN = "broken", _("Verwijzing die nergens heen gaat")
