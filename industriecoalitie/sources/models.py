"""The documents that facts rest on, and the place of each fact in them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core import dates
from industriecoalitie.core.choices import Precision
from industriecoalitie.core.models import Part, Record
from industriecoalitie.history.tracking import tracked

from .choices import GapKind
from .querysets import CitationQuerySet, SourceDocumentQuerySet


@tracked()
class SourceDocument(Record):
    """A document in one version. Its text is not kept; only what it is and how it is divided."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    title = models.CharField(_("titel"), max_length=200)
    edition = models.CharField(_("versie"), max_length=80, blank=True)
    published_on = models.DateField(_("datum"), null=True, blank=True)
    published_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    publisher = models.CharField(_("uitgever"), max_length=160, blank=True)
    summary = models.TextField(_("waar het over gaat"), blank=True)
    language = models.CharField(_("taal"), max_length=5, default="nl")
    url = models.URLField(_("adres"), blank=True)
    is_editorial = models.BooleanField(
        _("redactie"), default=False, help_text=_("Een besluit van de redactie, geen document van buiten.")
    )

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("bron")
        verbose_name_plural = _("bronnen")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sources:source_detail", args=[self.slug])

    @property
    def published(self) -> dates.PartialDate | None:
        return dates.partial(self.published_on, self.published_precision)


@tracked()
class SourceSection(Part):
    """A part of a document, from its first line on; ``has_facts`` is false when it holds no data."""

    part_of = "document"

    document = models.ForeignKey(
        SourceDocument, models.CASCADE, related_name="sections", verbose_name=_("bron")
    )
    slug = models.SlugField(_("sleutel"), max_length=120)
    title = models.CharField(_("titel"), max_length=200)
    first_line = models.PositiveIntegerField(_("eerste regel"), default=1)
    order = models.PositiveIntegerField(_("volgorde"), default=0)
    has_facts = models.BooleanField(_("bevat gegevens"), default=True)

    class Meta:
        verbose_name = _("onderdeel van een bron")
        verbose_name_plural = _("onderdelen van bronnen")
        constraints = [
            models.UniqueConstraint(fields=["document", "slug"], name="sources_sourcesection_slug")
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Citation(Part):
    """The place in a document that one fact rests on.

    ``subject`` is the UUID of any record or row of a record; ``line`` counts from 1; ``field`` is empty when the
    citation is for the whole fact. Source: docs/adr/0002-citations-point-at-a-uuid.md.
    """

    part_of = "document"

    subject = models.UUIDField(_("feit"), db_index=True)
    document = models.ForeignKey(
        SourceDocument, models.PROTECT, related_name="citations", verbose_name=_("bron")
    )
    section = models.ForeignKey(
        SourceSection,
        models.PROTECT,
        related_name="citations",
        null=True,
        blank=True,
        verbose_name=_("onderdeel"),
    )
    line = models.PositiveIntegerField(_("regel"), null=True, blank=True)
    field = models.CharField(_("veld"), max_length=60, blank=True)
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("vindplaats")
        verbose_name_plural = _("vindplaatsen")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "document", "line", "field"],
                name="sources_citation_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} r. {self.line}" if self.line else str(self.document)


@tracked()
class SourceGap(Part):
    """What a document does not say, or says in two ways, and how the portal reads it."""

    part_of = "document"

    document = models.ForeignKey(SourceDocument, models.CASCADE, related_name="gaps", verbose_name=_("bron"))
    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(_("soort"), max_length=10, choices=GapKind.choices)
    question = models.TextField(_("wat openstaat"))
    reading = models.TextField(_("hoe het portaal het leest"), blank=True)
    line = models.PositiveIntegerField(_("regel"), null=True, blank=True)

    class Meta:
        verbose_name = _("open plek in een bron")
        verbose_name_plural = _("open plekken in bronnen")
        constraints = [models.UniqueConstraint(fields=["document", "code"], name="sources_sourcegap_code")]

    def __str__(self) -> str:
        return self.question


@tracked()
class ContextFact(Part):
    """A statement of a document that explains the figures, in our own words."""

    part_of = "document"

    document = models.ForeignKey(
        SourceDocument, models.CASCADE, related_name="context_facts", verbose_name=_("bron")
    )
    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    statement = models.TextField(_("uitspraak"))

    class Meta:
        verbose_name = _("achtergrond")
        verbose_name_plural = _("achtergronden")

    def __str__(self) -> str:
        return self.statement


@tracked()
class Term(Part):
    """An abbreviation or term of the field, with its full form."""

    part_of = "document"

    document = models.ForeignKey(SourceDocument, models.PROTECT, related_name="terms", verbose_name=_("bron"))
    slug = models.SlugField(_("sleutel"), max_length=40, unique=True)
    short = models.CharField(_("afkorting"), max_length=40)
    full = models.CharField(_("voluit"), max_length=160)
    explanation = models.TextField(_("uitleg"), blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("termen")

    def __str__(self) -> str:
        return f"{self.short}: {self.full}"
