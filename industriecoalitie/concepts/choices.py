"""The code lists there are."""

from collections.abc import Iterable

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Scheme(models.TextChoices):
    """A code list; its value is the key in addresses and in the API."""

    TARGET_GROUP = "target-group", _("Doelgroep")
    SECTOR = "sector", _("Sector")
    THEME = "theme", _("Transitiethema")
    EDUCATION_FORM = "education-form", _("Onderwijsvorm")
    LEVEL = "level", _("Niveau")
    PARTNER_ROLE = "partner-role", _("Rol van een partner")
    PARTNERSHIP_FORM = "partnership-form", _("Vorm van samenwerken")
    SUCCESS_FACTOR = "success-factor", _("Succesfactor")
    ORGANISATION_KIND = "organisation-kind", _("Soort organisatie")
    ACTION_STATUS = "action-status", _("Status van een actie")
    CONTRIBUTION = "contribution", _("Inbreng")


# Terms that the portal itself counts with or draws by: list and key → what goes by it. Filled by the apps, beside what they use.
RELIED_ON: dict[tuple[str, str], Promise] = {}


def rely_on(scheme: Scheme, notations: Iterable[str], why: Promise) -> None:
    """Say that the portal goes by these terms, so that they stay; ``why`` completes “Het portaal gebruikt dit begrip …”."""
    for notation in notations:
        RELIED_ON.setdefault((scheme.value, notation), why)
