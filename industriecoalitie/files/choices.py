"""What a file is, and whether it may be read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """What a file is for a reader."""

    IMAGE = "image", _("afbeelding")
    DOCUMENT = "document", _("document")


class FileState(models.TextChoices):
    """How far a file is: only a clean one is ever sent to anybody."""

    WAITING = "waiting", _("wordt nagekeken")
    CLEAN = "clean", _("in orde")
    REFUSED = "refused", _("geweigerd")
