"""What our code lists are called in the Open Education API 6.0.

Its lists may be extended with values that begin with ``x-``. A term without a counterpart gets that prefix; the tables are
told to partners in docs/oeapi.md. Source: open-education-api/specification, release 6.0.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme, rely_on
from programmes.choices import ModuleOutcome, OfferingState, ProgrammeKind
from regions.choices import CodeType

VERSION = "6.0"
ROOT = "/oeapi/v6"
PREFIX = "x-"
# Everything here is written in Dutch.
LANGUAGE = "nl"

SCHOOL = "institute"
ORGANISATION_TYPES = dict.fromkeys(("roc_mbo", "hbo", "university", "vo_vmbo"), SCHOOL)

PROGRAMME_TYPES = {
    ProgrammeKind.COURSE_OF_STUDY: "programme",
    ProgrammeKind.QUALIFICATION: "specification",
    ProgrammeKind.TRAINING_COURSE: "x-training_course",
    ProgrammeKind.MODULE: "x-modular",
    ProgrammeKind.ELECTIVE: "x-elective",
    ProgrammeKind.MASTERCLASS: "x-masterclass",
    ProgrammeKind.ENTRY: "x-entry",
    ProgrammeKind.WORK_STUDY: "x-work_study",
    ProgrammeKind.LEARNING_PATH: "x-learning_path",
    ProgrammeKind.LESSON_PACK: "x-lesson_pack",
    ProgrammeKind.PROMOTION: "x-promotion",
    ProgrammeKind.PROJECT: "x-project",
    ProgrammeKind.PLATFORM: "x-platform",
}

STATES = {
    OfferingState.PLANNED: "concept",
    OfferingState.RUNNING: "active",
    OfferingState.ENDED: "x-ended",
}

CODE_TYPES = {
    CodeType.INSTITUTION: "institution_code",
    CodeType.KVK: "kvk_organisation_id",
    CodeType.KVK_BRANCH: "kvk_establishment_id",
    CodeType.TRAINING_COMPANY: "leerbedrijf_id",
    CodeType.RIO_PROVIDER: "x-rio_provider_code",
    CodeType.RIO_LOCATION: "x-rio_location_code",
}

MBO = "secondary_vocational_education"
LEVELS = {
    "vmbo": "pre_vocational",
    "mbo": MBO,
    "mbo-1": f"{MBO}_1",
    "mbo-2": f"{MBO}_2",
    "mbo-3": f"{MBO}_3",
    "mbo-4": f"{MBO}_4",
    "ad": "associate_degree",
    "bachelor": "bachelor",
    "master": "master",
}
MBO_LEVELS = ("mbo", "mbo-1", "mbo-2", "mbo-3", "mbo-4")
QUALIFICATION_LEVELS = {
    "mbo-1": "eqf_1",
    "mbo-2": "eqf_2",
    "mbo-3": "eqf_3",
    "mbo-4": "eqf_4",
    "ad": "eqf_5",
    "bachelor": "eqf_6",
    "master": "eqf_7",
}

FULL_TIME, PART_TIME, DUAL = "full_time", "part_time", "dual_training"
MODES_OF_STUDY = {"bol": FULL_TIME, "deeltijd": PART_TIME, "bbl": DUAL, "duaal": DUAL}
MODES_OF_DELIVERY = {
    "online": "online",
    "bbl": "work_based",
    "duaal": "work_based",
    "traineeship": "work_based",
    "praktijkverklaring": "work_based",
}
QUALIFICATIONS = {
    "diploma": "vocational_diploma",
    "mbo-certificaat": "certificate",
    "certificaat": "certificate",
    "praktijkverklaring": "none",
    "ad": "associate_degree",
    "bachelor": "bachelor",
    "master": "master",
}
DOCUMENTS = {
    "diploma": "diploma",
    "mbo-certificaat": "certificate",
    "certificaat": "certificate",
    "praktijkverklaring": "testimonial",
    "ad": "diploma",
    "bachelor": "diploma",
    "master": "diploma",
}
# What a module ends in: the qualification and the document; nothing where the list says neither.
OUTCOMES = {
    ModuleOutcome.NONE: ("none", "no_official_document"),
    ModuleOutcome.PRACTICE_DECLARATION: ("none", "testimonial"),
    ModuleOutcome.MBO_CERTIFICATE: ("certificate", "certificate"),
    ModuleOutcome.PART_CERTIFICATE: ("certificate", "certificate"),
    ModuleOutcome.DIPLOMA: ("vocational_diploma", "diploma"),
}

rely_on(Scheme.ORGANISATION_KIND, ORGANISATION_TYPES, _("om scholen te noemen in de Open Education API"))
rely_on(Scheme.LEVEL, LEVELS, _("om niveaus te noemen in de Open Education API"))
rely_on(
    Scheme.EDUCATION_FORM,
    {**MODES_OF_STUDY, **MODES_OF_DELIVERY, **QUALIFICATIONS},
    _("om leerwegen en diploma’s te noemen in de Open Education API"),
)

# The lists that a parameter of ours takes a value of.
OFFICIAL = {
    "organisationType": {"root", "institute", "department", "faculty", "branch", "academy", "school"},
    "programmeType": {"programme", "minor", "honours", "specialisation", "track", "specification"},
    "qualificationAwarded": {
        "diploma", "vocational_diploma", "certificate", "associate_degree", "bachelor", "master", "doctoral", "none",
    },
    "levelOfQualification": {*(f"eqf_{number}" for number in range(9)), "nlqf_4plus"},
    "level": {
        "pre_vocational", MBO, *(f"{MBO}_{number}" for number in range(1, 5)), "associate_degree", "bachelor", "master",
        "doctoral", "post_doctoral", "undefined", "undivided", "nt2_1", "nt2_2",
    },
    "modeOfStudy": {FULL_TIME, PART_TIME, DUAL, "self_paced"},
    "modeOfDelivery": {
        "blended", "coil", "hybrid", "joint_delivery", "online", "presential", "project_based", "research_lab_based",
        "work_based",
    },
    "state": {"concept", "cancelled", "active", "inactive"},
}  # fmt: skip


def named(table: Mapping[str, str], notation: str) -> str:
    """Return what a term is called there; a term without a counterpart gets the prefix for own values."""
    return table.get(notation) or f"{PREFIX}{notation}"


def notations(table: Mapping[str, str], value: str) -> set[str]:
    """Return the terms that are called ``value`` there."""
    found = {notation for notation, name in table.items() if name == value}
    own = value.removeprefix(PREFIX)
    return found or ({own} if own != value and own not in table else set())


def level_of(levels: Iterable[str]) -> str | None:
    """Return the one level of something with these levels; several of mbo are mbo, of others there is no one level."""
    found = {named(LEVELS, notation) for notation in levels}
    if len(found) > 1 and set(levels) <= set(MBO_LEVELS):
        return MBO
    return found.pop() if len(found) == 1 else None


def qualification_level_of(levels: Iterable[str]) -> str | None:
    """Return the level in the European framework, when all levels have the same."""
    found = {QUALIFICATION_LEVELS.get(notation) for notation in levels}
    return found.pop() if len(found) == 1 else None


def one_of(table: Mapping[str, str], forms: Iterable[str]) -> str | None:
    """Return what all forms that the table knows are called; None for none, and for several."""
    found = {table[form] for form in forms if form in table}
    return found.pop() if len(found) == 1 else None


def modes_of_study(forms: Iterable[str]) -> list[str]:
    """Return the modes of study; what is part-time is not full-time because it is at school."""
    found = {MODES_OF_STUDY[form] for form in forms if form in MODES_OF_STUDY}
    if PART_TIME in found:
        found.discard(FULL_TIME)
    return sorted(found)


def modes_of_delivery(forms: Iterable[str]) -> list[str]:
    """Return how it is taught, as far as the forms say."""
    return sorted({MODES_OF_DELIVERY[form] for form in forms if form in MODES_OF_DELIVERY})
