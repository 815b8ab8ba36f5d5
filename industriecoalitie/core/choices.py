"""Choices that records of every app share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may read a record: its own team, everyone with an account, or everyone."""

    CONCEPT = "concept", _("Concept")
    NETWORK = "network", _("Netwerk")
    PUBLIC = "public", _("Openbaar")


class Precision(models.TextChoices):
    """How much of a date is known."""

    YEAR = "year", _("jaar")
    MONTH = "month", _("maand")
    DAY = "day", _("dag")


class Qualifier(models.TextChoices):
    """The word a source puts before a number."""

    EXACT = "exact", _("precies")
    OVER = "over", _("ruim")
    NEARLY = "nearly", _("bijna")
    ABOUT = "about", _("circa")
    MORE_THAN = "more_than", _("meer dan")
    SOME = "some", _("zo’n")
    AVERAGE = "average", _("gemiddeld")
    USUALLY = "usually", _("meestal")


class Audience(models.IntegerChoices):
    """Who may see a record: everyone, who is signed in, or only those whom the record's own rule names."""

    PUBLIC = 0, _("iedereen")
    NETWORK = 1, _("het netwerk")
    KEPT = 2, _("wie het bijhoudt")
