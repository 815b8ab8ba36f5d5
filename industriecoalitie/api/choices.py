"""What the change feed says of a record."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What happened to a record, for who could see it before or can see it now."""

    CREATED = "created", _("nieuw")
    CHANGED = "changed", _("gewijzigd")
    PUBLISHED = "published", _("voor meer mensen te zien")
    WITHDRAWN = "withdrawn", _("voor minder mensen te zien")
    RESTORED = "restored", _("teruggezet")
    DELETED = "deleted", _("weg")
    MERGED = "merged", _("samengevoegd")
