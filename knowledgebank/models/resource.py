"""Teaching materials: what is shared, in which versions, and how it is used."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.models import Part
from industriecoalitie.files.models import StoredFile
from industriecoalitie.history.tracking import tracked
from knowledgebank.choices import LICENCE_NAMES, LICENCE_TEXTS, LICENCE_URLS, Licence
from knowledgebank.querysets import LearningResourceQuerySet, ResourceVersionQuerySet, ReuseQuerySet
from programmes.models import Module, Programme
from regions.models import Owned, Region

from .practice import Practice

NO_LICENCE = _(
    "Zonder licentie kun je dit leermiddel niet delen. Kies een licentie, of laat het staan als concept."
)


def check_web_address(url: str) -> None:
    """Refuse addresses that are no page on the web.

    Raises:
        ValidationError: it begins with something else than http or https.
    """
    if url and not url.lower().startswith(("https://", "http://")):
        raise ValidationError({"url": _("Vul een adres in dat met https:// begint.")})


@tracked()
class LearningResource(Owned):
    """Teaching material: a link or files, with licence and level. Without a licence it is named, not shared."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    title = models.CharField(_("titel"), max_length=200)
    summary = models.TextField(_("samenvatting"), blank=True)
    url = models.URLField(_("adres"), blank=True)
    licence = models.CharField(_("licentie"), max_length=60, blank=True, choices=Licence.choices)
    edition = models.CharField(_("versie"), max_length=40, blank=True)
    practice = models.ForeignKey(
        Practice,
        models.PROTECT,
        related_name="learning_resources",
        null=True,
        blank=True,
        verbose_name=_("praktijkvoorbeeld"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="learning_resources",
        null=True,
        blank=True,
        verbose_name=_("opleiding"),
    )
    module = models.ForeignKey(
        Module,
        models.PROTECT,
        related_name="learning_resources",
        null=True,
        blank=True,
        verbose_name=_("module"),
    )
    concepts = models.ManyToManyField(
        Concept, related_name="learning_resources", blank=True, verbose_name=_("begrippen")
    )

    objects = LearningResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("leermiddel")
        verbose_name_plural = _("leermiddelen")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledgebank:learning_resource_detail", args=[self.slug])

    @property
    def is_shared(self) -> bool:
        """Tell whether others may have it: only with a licence."""
        return bool(self.licence)

    @property
    def is_open(self) -> bool:
        """Tell whether others than its team may see it."""
        return self.visibility != Visibility.CONCEPT and self.hidden_at is None

    @property
    def shared_url(self) -> str:
        """Return where it stands; empty when it is not shared."""
        return self.url if self.is_shared else ""

    @property
    def licence_name(self) -> str:
        """Return what the licence is called; empty without."""
        return LICENCE_NAMES.get(self.licence, "")

    @property
    def licence_url(self) -> str:
        """Return the address of the text of the licence; empty when it has none."""
        return LICENCE_URLS.get(self.licence, "")

    @property
    def licence_text(self) -> str:
        """Return in one sentence what others may do with it; empty without licence."""
        return LICENCE_TEXTS.get(self.licence, "")

    def clean(self) -> None:
        super().clean()
        check_web_address(self.url)

    def clean_whole(self) -> None:
        """Refuse to share what nobody may use: to be seen by others, a link or a version needs a licence.

        Raises:
            ValidationError: there is no licence, or two versions have one name.
        """
        versions = list(self.versions.values_list("label", flat=True))
        if self.is_open and not self.is_shared and (self.url or versions):
            raise ValidationError({"licence": NO_LICENCE})
        if len({label.strip().casefold() for label in versions}) < len(versions):
            raise ValidationError(
                {"versions": _("Twee versies heten hetzelfde. Geef elke versie een eigen naam.")}
            )


@tracked()
class ResourceVersion(Part):
    """One version of a teaching material: a file or a link. Older ones stay reachable."""

    part_of = "resource"

    resource = models.ForeignKey(
        LearningResource, models.CASCADE, related_name="versions", verbose_name=_("leermiddel")
    )
    label = models.CharField(_("versie"), max_length=40)
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        related_name="resource_versions",
        null=True,
        blank=True,
        verbose_name=_("bestand"),
    )
    url = models.URLField(_("of een adres"), blank=True)
    note = models.CharField(_("wat is er nieuw?"), max_length=250, blank=True)
    issued_on = models.DateField(_("van"), null=True, blank=True)
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    objects = ResourceVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("versie van een leermiddel")
        verbose_name_plural = _("versies van leermiddelen")
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(url=""),
                name="knowledgebank_resourceversion_has_content",
                violation_error_message=_("Voeg een bestand toe of vul een adres in."),
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be fetched: a link, or a file that was looked through."""
        return self.file is None or self.file.is_clean

    @property
    def extension(self) -> str:
        """Return what kind of file it is, as people call it: PDF; empty for a link."""
        return self.file.name.rpartition(".")[2].upper() if self.file else ""

    @property
    def host(self) -> str:
        """Return the site that a link leads to."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def target(self) -> str:
        """Return the address of the file, or of the link."""
        return self.file.get_absolute_url() if self.file else self.url

    def get_absolute_url(self) -> str:
        return reverse("knowledgebank:resource_version", args=[self.resource.slug, self.uuid])

    def clean(self) -> None:
        """Refuse another file in place of the one that people may have fetched; a link that moved may be mended."""
        super().clean()
        check_web_address(self.url)
        if self.pk is None:
            return
        stored = type(self).objects.filter(pk=self.pk).values_list("file", flat=True).first()
        if stored != self.file_id:
            raise ValidationError({"file": _("Dit blijft zoals het is. Voeg een nieuwe versie toe.")})

    def clean_removal(self) -> None:
        """Stay, while others may see the material: what somebody fetched can be found again."""
        if self.resource.is_open:
            text = _(
                "Versie ‘%(label)s’ blijft bereikbaar. Voeg een nieuwe versie toe, of zet het leermiddel eerst op ‘concept’."
            )
            raise ValidationError(text % {"label": self.label})


class DownloadCount(models.Model):
    """How often a version of a material was fetched on a day; nobody is named."""

    version = models.ForeignKey(
        ResourceVersion, models.CASCADE, related_name="downloads", verbose_name=_("versie")
    )
    day = models.DateField(_("dag"))
    count = models.PositiveIntegerField(_("aantal"), default=0)

    class Meta:
        verbose_name = _("aantal keer opgehaald")
        verbose_name_plural = _("aantallen keer opgehaald")
        constraints = [
            models.UniqueConstraint(fields=["version", "day"], name="knowledgebank_downloadcount_day")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.day}: {self.count}"


@tracked()
class Reuse(models.Model):
    """A region uses a teaching material of someone else."""

    resource = models.ForeignKey(
        LearningResource, models.CASCADE, related_name="reuses", verbose_name=_("leermiddel")
    )
    region = models.ForeignKey(Region, models.CASCADE, related_name="reuses", verbose_name=_("regio"))
    note = models.CharField(_("waarvoor?"), max_length=250, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="reuses",
        null=True,
        editable=False,
        verbose_name=_("gemeld door"),
    )
    created_at = models.DateTimeField(_("gemeld op"), db_default=Now(), editable=False)

    objects = ReuseQuerySet.as_manager()

    class Meta:
        verbose_name = _("hergebruik")
        verbose_name_plural = _("hergebruik")
        constraints = [
            models.UniqueConstraint(fields=["resource", "region"], name="knowledgebank_reuse_once")
        ]

    def __str__(self) -> str:
        return f"{self.resource} ({self.region})"
