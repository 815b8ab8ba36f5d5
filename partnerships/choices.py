"""Choices of ecosystems, partnerships and what they run on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme, rely_on


class EcosystemKind(models.TextChoices):
    """What sort of centre an ecosystem is."""

    CIV = "civ", _("Centrum voor innovatief vakmanschap (CIV)")
    CIB = "cib", _("Centrum voor innovatief beroepsonderwijs (CIB)")
    COE = "coe", _("Centre of expertise (CoE)")
    TECHNIEKCENTRUM = "techniekcentrum", _("TechniekCentrum")
    FIELDLAB = "fieldlab", _("Fieldlab")
    CAMPUS = "campus", _("Campus")
    LAB = "lab", _("Lab")
    PPS_CENTRE = "pps_centrum", _("Pps-centrum")
    COMPANY_SCHOOL = "bedrijfsschool", _("Bedrijfsschool")
    SECTOR_SCHOOL = "bedrijfstakschool", _("Bedrijfstakschool")
    TRADE_SCHOOL = "vakschool", _("Vakschool")
    TRAINING_COMPANY = "opleidingsbedrijf", _("Opleidingsbedrijf")
    CLUSTER = "cluster", _("Cluster")
    PLATFORM = "platform", _("Platform")
    KNOWLEDGE_NETWORK = "kennisnetwerk", _("Kennisnetwerk")
    COMMUNITY = "community_of_practice", _("Community of practice")
    PRACTORAAT = "practoraat", _("Practoraat")
    EXPERTISE_CENTRE = "expertisecentrum", _("Expertisecentrum")
    CONCEPT = "concept", _("Concept")


class Stage(models.TextChoices):
    """How far a centre is on the way from CIV to CIB."""

    CIV = "civ", _("CIV")
    TOWARDS_CIB = "towards_cib", _("op weg naar CIB")
    CIB = "cib", _("CIB")


class LifePhase(models.TextChoices):
    """The life phase of a partnership. Source: Regionaal investeringsfonds mbo, levensfasen pps."""

    START = "start", _("Start")
    DEVELOPMENT = "development", _("Ontwikkeling")
    VALIDATION = "validation", _("Validatie")
    SUSTAINED = "sustained", _("Verduurzaming")


class PartnershipStatus(models.TextChoices):
    """How a partnership stands; the source's own words stand beside it."""

    EXPLORING = "exploring", _("Verkenning")
    PREPARING = "preparing", _("In voorbereiding")
    RUNNING = "running", _("Loopt")
    SCALING = "scaling", _("Wordt opgeschaald")
    DONE = "done", _("Afgerond")


class Collection(models.TextChoices):
    """The list of a source that a partnership was taken from."""

    PROPOSITION = "proposition", _("Bijlage 1 van de mbo-propositie")
    TECHNIEKPACT = "techniekpact", _("Regionale voorbeelden Techniekpact 2019")
    NATIONAL = "national", _("Landelijke samenwerking")
    UITDAGING = "uitdaging", _("De Uitdaging")
    NOORD_VELUWE = "noord_veluwe", _("Techniekpact Noord-Veluwe")
    MKB_ROUTE = "mkb_route", _("Pilots Mkb-route in het hbo")


class MilestoneKind(models.TextChoices):
    """What sort of moment it is."""

    START = "start", _("Begin")
    STEP = "step", _("Stap")
    DECISION = "decision", _("Besluit")
    DEADLINE = "deadline", _("Termijn")
    AWARD = "award", _("Prijs")
    END = "end", _("Einde")


class InstrumentKind(models.TextChoices):
    """What sort of money or policy it is."""

    FUND = "fund", _("Fonds")
    SUBSIDY = "subsidy", _("Subsidie")
    REGION_DEAL = "region_deal", _("Regio Deal")
    SCHEME = "scheme", _("Regeling")
    MOTION = "motion", _("Motie")
    REPORT = "report", _("Rapport")
    ACCORD = "accord", _("Akkoord")
    POLICY = "policy", _("Beleid")


class FundingState(models.TextChoices):
    """Whether the money is there."""

    UNKNOWN = "unknown", _("onbekend")
    SOUGHT = "sought", _("wordt gezocht")
    PROMISED = "promised", _("toegezegd")
    RECEIVED = "received", _("ontvangen")


class FacilityState(models.TextChoices):
    """Whether one can go there."""

    PLANNED = "planned", _("gepland")
    OPEN = "open", _("open")
    UNKNOWN = "unknown", _("onbekend")


class HelixSide(models.TextChoices):
    """The three sides of the triple helix. Source: mbo-propositie 1.5, section 3.3."""

    EDUCATION = "education", _("Onderwijs")
    BUSINESS = "business", _("Bedrijfsleven")
    GOVERNMENT = "government", _("Overheid")


class Gap(models.TextChoices):
    """What a partnership that still runs lacks. Source: mbo-propositie 1.5, section 3.3, on the triple helix."""

    PARTNERS = "partners", _("zonder partners")
    EDUCATION = "education", _("zonder onderwijs")
    BUSINESS = "business", _("zonder bedrijfsleven")
    GOVERNMENT = "government", _("zonder overheid")
    TARGET = "target", _("zonder doel")
    MILESTONE = "milestone", _("zonder mijlpaal die nog komt")


# Kinds of organisation (the notations of that code list) on each side; other kinds stand on none.
HELIX_KINDS = {
    HelixSide.EDUCATION: ("roc_mbo", "hbo", "university", "vo_vmbo"),
    HelixSide.BUSINESS: (
        "company",
        "branch_organisation",
        "employers_organisation",
        "o_and_o_fund",
        "training_company",
    ),
    HelixSide.GOVERNMENT: (
        "government_municipality",
        "government_province",
        "government_ministry",
        "government_agency",
        "parliament",
    ),
}
for kinds in HELIX_KINDS.values():
    rely_on(Scheme.ORGANISATION_KIND, kinds, _("om te zien wie er meedoet: onderwijs, bedrijven of overheid"))
