"""The index: one row for each record, the words that occur in it, and what curators add to it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.choices import Audience
from industriecoalitie.core.models import Record
from industriecoalitie.history.tracking import tracked

from .choices import Facet
from .querysets import SearchDocumentQuerySet, SynonymQuerySet

LONGEST_TERM = 80
LONGEST_QUERY = 200


class SearchDocument(models.Model):
    """What is found of one record: its words as lexemes, what it is narrowed by, and what a result shows of it.

    It holds what a visitor may see of a record that is public, also when this record is not: no text of a related
    record that is less public gets in. ``vector`` has all lexemes and decides what is found, ``core`` those of title,
    names, summary and related names. Each facet is one number, the key of a ``FacetSet``; 0 without a value.
    ``names`` are folded: what the record is called exactly. ``worth`` is what a place gains by how good the record is, 0 to 0.75. ``analysis`` is the version of the
    analyser that wrote the lexemes; ``fingerprint`` tells whether the row is what the record would give now.
    """

    record = models.UUIDField(primary_key=True)
    kind_name = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    audience = models.SmallIntegerField(choices=Audience.choices)
    title = models.CharField(max_length=500)
    address = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    names = ArrayField(models.TextField(), default=list)
    vector = SearchVectorField()
    core = SearchVectorField()
    worth = models.FloatField(default=0)
    kind = models.IntegerField(default=0)
    category = models.IntegerField(default=0)
    theme = models.IntegerField(default=0)
    sector = models.IntegerField(default=0)
    target_group = models.IntegerField(default=0)
    route = models.IntegerField(default=0)
    level = models.IntegerField(default=0)
    region = models.IntegerField(default=0)
    label = models.IntegerField(default=0)
    year = models.IntegerField(default=0)
    analysis = models.SmallIntegerField()
    fingerprint = models.CharField(max_length=32)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("zoekregel")
        verbose_name_plural = _("zoekregels")
        indexes = [
            GinIndex(fields=["vector"], fastupdate=False, name="search_vector"),
            GinIndex(fields=["core"], fastupdate=False, name="search_core"),
            GinIndex(fields=["names"], fastupdate=False, name="search_names"),
            models.Index("kind_name", "object_id", name="search_object"),
            models.Index(models.F("worth").desc(), "record", name="search_worth"),
            models.Index("region", name="search_region"),
            models.Index("theme", name="search_theme"),
            models.Index("sector", name="search_sector"),
            models.Index("category", name="search_category"),
            models.Index("audience", condition=models.Q(audience=Audience.KEPT), name="search_kept"),
        ]


class FacetSet(models.Model):
    """The values that a record has of one facet, together: few sets occur, so that counting is counting numbers.

    ``digest`` stands for the values, which may be more than an index takes.
    """

    facet = models.CharField(max_length=12, choices=Facet.choices)
    values = ArrayField(models.TextField())
    digest = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("waarden van een facet")
        verbose_name_plural = _("waarden van facetten")
        constraints = [models.UniqueConstraint(fields=["facet", "digest"], name="search_facet_set")]
        indexes = [GinIndex(fields=["values"], name="search_facet_values")]


class SearchTerm(models.Model):
    """A word of public records with its lexeme; ``count`` is how many records came (or went) with it.

    Rows are only added, so that two people never wait for each other; the sum tells in how many records a lexeme is.
    """

    lexeme = models.TextField()
    word = models.TextField()
    count = models.IntegerField()

    class Meta:
        verbose_name = _("woord")
        verbose_name_plural = _("woorden")
        indexes = [
            models.Index("lexeme", name="search_term_lexeme"),
            models.Index(OpClass("word", name="text_pattern_ops"), name="search_term_word"),
        ]


class SearchDay(models.Model):
    """How often something was searched on a day, by whomever.

    ``found`` is how many records have all that was asked, as a visitor finds them, whoever asked; it counts to a thousand.
    """

    day = models.DateField()
    query = models.CharField(max_length=LONGEST_QUERY)
    asked = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("zoekvraag op een dag")
        verbose_name_plural = _("zoekvragen per dag")
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="search_day_query")]
        indexes = [models.Index(OpClass("query", name="text_pattern_ops"), name="search_day_words")]


class SearchOpening(models.Model):
    """Which results of a query were opened, and how often."""

    searched = models.ForeignKey(SearchDay, models.CASCADE, related_name="openings")
    record = models.UUIDField()
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("geopend resultaat")
        verbose_name_plural = _("geopende resultaten")
        constraints = [models.UniqueConstraint(fields=["searched", "record"], name="search_opening_once")]


class SearchSlip(models.Model):
    """A word in public records that is probably a typing error for ``meant``; all rows are made anew each night."""

    word = models.CharField(max_length=60, unique=True)
    meant = models.CharField(max_length=60)
    records = ArrayField(models.UUIDField())

    class Meta:
        verbose_name = _("vermoedelijke tikfout")
        verbose_name_plural = _("vermoedelijke tikfouten")


@tracked()
class Synonym(Record):
    """Terms that mean the same to who searches: one finds the others, at once and without new indexing."""

    slug = models.SlugField(_("adres"), max_length=80, unique=True)
    terms = ArrayField(
        models.CharField(max_length=LONGEST_TERM),
        verbose_name=_("termen"),
        help_text=_("Afkorting, voluit en andere woorden voor hetzelfde."),
    )

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synoniem")
        verbose_name_plural = _("synoniemen")

    def __str__(self) -> str:
        return " = ".join(self.terms)

    def get_absolute_url(self) -> str:
        return reverse("curation:synonym_detail", args=[self.slug])

    def clean(self) -> None:
        """Refuse a term without another."""
        if len({term.strip().lower() for term in self.terms or [] if term.strip()}) < 2:
            raise ValidationError({"terms": gettext("Geef minstens twee termen die hetzelfde betekenen.")})


@tracked()
class Promotion(Record):
    """A record that stands first, marked as such, for who searches exactly these words.

    ``query`` is what ``Question.exact`` makes of a question: its words, folded. It works whatever its own visibility is: the
    list of what is put first is for those who keep it.
    """

    slug = models.SlugField(_("adres"), max_length=80, unique=True)
    query = models.CharField(_("zoekvraag"), max_length=LONGEST_QUERY)
    kind = models.CharField(_("soort"), max_length=40)
    subject = models.UUIDField(_("record"))
    order = models.PositiveIntegerField(_("volgorde"), default=0)
    until_on = models.DateField(_("tot en met"), null=True, blank=True)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanbevolen resultaat")
        verbose_name_plural = _("aanbevolen resultaten")
        constraints = [
            models.UniqueConstraint(
                fields=["query", "subject"],
                name="search_promotion_once",
                violation_error_message=_("Bij deze zoekvraag staat dit resultaat al."),
            )
        ]

    def __str__(self) -> str:
        return self.query

    def get_absolute_url(self) -> str:
        return reverse("curation:promotion_detail", args=[self.slug])
