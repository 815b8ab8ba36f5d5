"""Choices of practices, their use elsewhere, and figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PracticeKind(models.TextChoices):
    """The four kinds of the databank. Source: mbo-propositie 1.5, chapter 4, national approach, line 4."""

    PARTNERSHIP = "partnership", _("Bewezen pps-voorbeeld")
    DEMAND = "demand", _("Basisaanpak voor vraagarticulatie")
    EDUCATION_FORM = "education_form", _("Onderwijsvorm voor een doelgroep")
    PROGRAMME = "programme", _("Nieuwe reguliere opleiding voor de transitie")


class PracticeState(models.TextChoices):
    """Where a practice is in the editorial work."""

    DRAFT = "draft", _("Concept")
    IN_REVIEW = "in_review", _("Ter beoordeling")
    CHANGES_ASKED = "changes_asked", _("Aanvulling gevraagd")
    PUBLISHED = "published", _("Gepubliceerd")
    RETIRED = "retired", _("Gearchiveerd")


class AdoptionState(models.TextChoices):
    """How far another region is with a practice."""

    EXPLORING = "exploring", _("wordt verkend")
    ADAPTED = "adapted", _("aangepast overgenomen")
    ADOPTED = "adopted", _("overgenomen")
    STOPPED = "stopped", _("gestopt")


class MeasurementKind(models.TextChoices):
    """What sort of value a figure is."""

    REALISED = "realised", _("gemeten")
    FORECAST = "forecast", _("verwacht")
    BASELINE = "baseline", _("nulmeting")
    TARGET = "target", _("doel")
    PLANNED = "planned", _("gepland")
    NEED = "need", _("behoefte")


class EntryKind(models.TextChoices):
    """What sort of text stands in a progress report."""

    PROGRESS = "progress", _("Tussenstand")
    EXAMPLE = "example", _("Voorbeeld uit de regio")
