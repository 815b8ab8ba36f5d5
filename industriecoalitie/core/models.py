"""What every record carries: identity, version, visibility, and how sure it is."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from . import dates, quantities
from .choices import Precision, Qualifier, Visibility
from .querysets import PartQuerySet, RecordQuerySet


class Traceable(models.Model):
    """A fact with an identity of its own, that citations point at.

    ``uuid`` is the identifier outside the database, the same in every portal that loaded the same data.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_inferred = models.BooleanField(
        _("afgeleid"), default=False, help_text=_("Staat niet letterlijk in de bron.")
    )
    basis = models.CharField(
        _("grondslag"), max_length=300, blank=True, help_text=_("Waaruit het is afgeleid.")
    )
    remark = models.TextField(_("opmerking"), blank=True)

    class Meta:
        abstract = True


class Record(Traceable):
    """A record with an address of its own, in pages and in the API."""

    visibility = models.CharField(
        _("zichtbaarheid"), max_length=8, choices=Visibility.choices, default=Visibility.CONCEPT
    )
    hidden_at = models.DateTimeField(_("verborgen op"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("versie"), default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(_("gemaakt op"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("gewijzigd op"), db_default=Now(), editable=False)
    confirmed_on = models.DateField(_("bevestigd op"), null=True, blank=True)

    # Fields and relations that are settled above who keeps the record: who may, tells ``settled_by``.
    settled: tuple[str, ...] = ()
    # Fields that go by steps with rules of their own: an earlier version is brought back without them, and a change set
    # that took such a step is not undone.
    stepped: tuple[str, ...] = ()
    # Records that one is shown within: its address, and who may see it, depend on them.
    within: tuple[str, ...] = ()

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_shown_to(self, user) -> bool:
        """Tell, without a query, whether another record may name this one to ``user``."""
        if self.hidden_at is not None:
            return False
        return self.visibility == Visibility.PUBLIC or (
            self.visibility == Visibility.NETWORK and user.is_authenticated
        )

    @property
    def is_offered(self) -> bool:
        """Whether other records may come to name this one; what was retired stays only where it is."""
        return getattr(self, "retired_on", None) is None

    def is_editable_by(self, user) -> bool:
        """Tell, as ``editable_by`` does for many, whether ``user`` may change this one; for a page that links to it.

        Kinds that more people than administrators change answer from the roles that were read already.
        """
        return bool(user.is_authenticated and user.is_active and user.is_superuser)


class Part(Traceable):
    """A row of one record, seen and changed with it.

    ``part_of`` names the field of that record; ``shows`` the fields of other records it names.
    """

    part_of = ""
    shows: tuple[str, ...] = ()

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean_removal(self) -> None:
        """Refuse to be taken away, when the record that this is a row of cannot do without.

        Raises:
            ValidationError: this row stays.
        """


class Period(models.Model):
    """From a day until and including a day; unknown ends stay open.

    ``from_on`` is the first and ``until_on`` the last day of what is known (a year, a month, a day).
    """

    from_on = models.DateField(_("vanaf"), null=True, blank=True)
    from_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    until_on = models.DateField(_("tot en met"), null=True, blank=True)
    until_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(from_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                violation_error_message=_("De einddatum ligt voor de begindatum."),
            )
        ]

    @property
    def starts(self) -> dates.PartialDate | None:
        return dates.partial(self.from_on, self.from_precision)

    @property
    def ends(self) -> dates.PartialDate | None:
        return dates.partial(self.until_on, self.until_precision)


class Quantity(models.Model):
    """A number with the word its source puts before it; sorted on the value, shown with its word."""

    value = models.DecimalField(
        _("waarde"),
        max_digits=18,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(-(10**12))],
    )
    qualifier = models.CharField(
        _("aanduiding"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    unit = models.CharField(_("eenheid"), max_length=80, blank=True)

    class Meta:
        abstract = True

    @property
    def in_words(self) -> str:
        return quantities.in_words(self.value, self.qualifier)
