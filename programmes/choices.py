"""Choices of programmes, modules, offerings and demands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme, rely_on


class ProgrammeKind(models.TextChoices):
    """What sort of offer a programme is."""

    COURSE_OF_STUDY = "opleiding", _("Opleiding")
    QUALIFICATION = "kwalificatie", _("Kwalificatie")
    TRAINING_COURSE = "leergang", _("Leergang")
    MODULE = "module", _("Modulair aanbod")
    ELECTIVE = "keuzedeel", _("Keuzedeel")
    MASTERCLASS = "masterclass", _("Masterclass")
    ENTRY = "toeleiding", _("Toeleiding")
    WORK_STUDY = "leerwerktraject", _("Leerwerktraject")
    LEARNING_PATH = "leerpad", _("Leerpad")
    LESSON_PACK = "lespakket", _("Lespakket")
    PROMOTION = "promotieprogramma", _("Kennismaken met techniek")
    PROJECT = "project", _("Project")
    PLATFORM = "platform", _("Platform")


class ProviderRole(models.TextChoices):
    """What an organisation does for a programme."""

    PROVIDER = "provider", _("aanbieder")
    PARTNER = "partner", _("partner")


class ModuleOutcome(models.TextChoices):
    """What a module ends in."""

    NONE = "none", _("geen certificering")
    PRACTICE_DECLARATION = "practice_declaration", _("praktijkverklaring")
    MBO_CERTIFICATE = "mbo_certificate", _("mbo-certificaat")
    PART_CERTIFICATE = "part_certificate", _("deelcertificaat")
    ELECTIVE = "elective", _("keuzedeel")
    DIPLOMA = "diploma", _("diploma")
    UNKNOWN = "unknown", _("onbekend")


class OfferingState(models.TextChoices):
    """Whether one can enrol."""

    PLANNED = "planned", _("in voorbereiding")
    RUNNING = "running", _("loopt")
    ENDED = "ended", _("gestopt")


class DemandStage(models.TextChoices):
    """How far a demand is in the funnel. Source: docs/domain/glossary.md, vraagarticulatie."""

    SIGNALLED = "signalled", _("Gesignaleerd")
    SHARPENED = "sharpened", _("Aangescherpt")
    BUNDLED = "bundled", _("Gebundeld")
    DECIDED = "decided", _("Besloten")
    DELIVERED = "delivered", _("Geleverd")


class DemandDecision(models.TextChoices):
    """What was decided about a demand."""

    EXISTING = "existing", _("bestaand aanbod")
    NEW = "new", _("nieuw aanbod")
    DECLINED = "declined", _("niet opgepakt")


# Lowest and highest NLQF level behind a term of the code list of levels; a term for several spans them.
# Source: Nationaal Coördinatiepunt NLQF, nlqf.nl, levels of regulated qualifications.
NLQF = {
    "po": (0, 0),
    "vo": (1, 4),
    "vmbo": (1, 2),
    "havo": (4, 4),
    "vwo": (4, 4),
    "mbo": (1, 4),
    "mbo-1": (1, 1),
    "mbo-2": (2, 2),
    "mbo-3": (3, 3),
    "mbo-4": (4, 4),
    "ad": (5, 5),
    "bachelor": (6, 6),
    "master": (7, 7),
    "hbo": (5, 7),
    "wo": (6, 8),
}
rely_on(Scheme.LEVEL, NLQF, _("om niveaus te vergelijken"))


def is_lower_level(notation: str, than: str) -> bool:
    """Tell whether a level lies wholly below another; False for a level without a place in the framework."""
    if notation not in NLQF or than not in NLQF:
        return False
    return NLQF[notation][1] < NLQF[than][0]


# Kinds of organisation that speak for more companies than one.
JOINT_VOICES = {"branch_organisation", "employers_organisation", "o_and_o_fund", "network_cluster"}
rely_on(Scheme.ORGANISATION_KIND, JOINT_VOICES, _("om te zien wie voor meer bedrijven spreekt"))


def speaks_for_more(kind: str) -> bool:
    """Tell whether an organisation of a kind asks for more companies than one."""
    return kind in JOINT_VOICES
