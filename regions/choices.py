"""Choices of regions, organisations, roles and agendas."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.choices import Scheme, rely_on

# The target group of people who work in industry and teach.
HYBRID = "hybride-professionals"
rely_on(Scheme.TARGET_GROUP, [HYBRID], _("om te zien welke regio opleidt voor hybride professionals"))


class RegionKind(models.TextChoices):
    """What sort of area a region is; areas of different kinds overlap."""

    COUNTRY = "country", _("Land")
    PROVINCE = "province", _("Provincie")
    PART_OF_COUNTRY = "part_of_country", _("Landsdeel")
    LABOUR_MARKET = "labour_market", _("Arbeidsmarktregio")
    LABOUR_MARKETS = "labour_markets", _("Arbeidsmarktregio’s samen")
    REGION = "region", _("Regio")
    SUBREGION = "subregion", _("Deelregio")
    CITY = "city", _("Stad")
    CITIES = "cities", _("Groep steden")
    DISTRICT = "district", _("Wijk")
    FRONTRUNNER = "frontrunner", _("Koploperregio")


class PartRelation(models.TextChoices):
    """How one region lies to another."""

    CONTAINS = "contains", _("bevat")
    OVERLAPS = "overlaps", _("overlapt met")


class Role(models.TextChoices):
    """What a person is, in a region or for the whole country."""

    LEAD = "lead", _("Kartrekker")
    MEMBER = "member", _("Regioteamlid")
    CONNECTOR = "connector", _("Techniekverbinder")
    CURATOR = "curator", _("Redacteur")
    NATIONAL = "national", _("Landelijk team")


REGIONAL_ROLES = (Role.LEAD, Role.MEMBER, Role.CONNECTOR)


class CodeType(models.TextChoices):
    """The register a code comes from. Source: Open Education API v6, codeType."""

    INSTITUTION = "institution_code", _("Instellingscode (BRIN)")
    KVK = "kvk_organisation_id", _("KvK-nummer")
    KVK_BRANCH = "kvk_establishment_id", _("KvK-vestigingsnummer")
    RIO_PROVIDER = "rio_provider_code", _("RIO-onderwijsaanbiedercode")
    RIO_LOCATION = "rio_location_code", _("RIO-onderwijslocatiecode")
    TRAINING_COMPANY = "leerbedrijf_id", _("Leerbedrijf-ID")


class SuccessionKind(models.TextChoices):
    """How one organisation came from another."""

    MERGER = "merger", _("fusie")
    RENAME = "rename", _("nieuwe naam")
    CONTINUATION = "continuation", _("voortgezet als")
    SPLIT = "split", _("splitsing")


class Scope(models.TextChoices):
    """Whom an agenda or a partnership is for."""

    NATIONAL = "national", _("Landelijk")
    REGIONAL = "regional", _("Regionaal")


class AgendaRelationKind(models.TextChoices):
    """How one agenda, or line, stands to another."""

    IMPLEMENTS = "implements", _("voert uit")
    FOLLOWS = "follows", _("volgt op")
    SAME_SUBJECT = "same_subject", _("gaat over hetzelfde")
    TO_ALIGN = "to_align", _("af te stemmen met")
    HOSTED_BY = "hosted_by", _("onder te brengen bij")
    REWORDED = "reworded", _("anders verwoord in")


class CommitmentState(models.TextChoices):
    """How far a board has committed itself."""

    UNKNOWN = "unknown", _("onbekend")
    ASKED = "asked", _("gevraagd")
    GIVEN = "given", _("toegezegd")
    DECLINED = "declined", _("niet toegezegd")


class RequestState(models.TextChoices):
    """How far a request for expertise is."""

    OPEN = "open", _("open")
    ASSIGNED = "assigned", _("toegewezen")
    CLOSED = "closed", _("afgerond")
