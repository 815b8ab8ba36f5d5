"""Who may see a record, in one place; what every queryset can do."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Lower
from django.utils import timezone

from .choices import Visibility
from .naming import LINE, ArrayLines, BestLine, Folded, Lines, name_field, words_of


class PeriodQuerySet(models.QuerySet):
    """Rows that hold from a day until a day."""

    def on(self, day: datetime.date) -> Self:
        """Return what held on ``day``; an unknown beginning or end is open."""
        begun = Q(from_on__isnull=True) | Q(from_on__lte=day)
        not_ended = Q(until_on__isnull=True) | Q(until_on__gte=day)
        return self.filter(begun, not_ended)

    def current(self) -> Self:
        """Return what holds today."""
        return self.on(timezone.localdate())


class RecordQuerySet(models.QuerySet):
    """Records that a page or a partner system asks for by themselves."""

    def visible_to(self, user) -> Self:
        """Return what is public, what the network shares once signed in, and what ``user`` may edit."""
        return self.known_to(user).filter(hidden_at=None)

    def known_to(self, user) -> Self:
        """Return what is visible to ``user``, and what would be if it were not taken away, as when it was merged."""
        shown = Q(visibility=Visibility.PUBLIC)
        if user.is_authenticated:
            shown |= Q(visibility=Visibility.NETWORK) | Q(
                pk__in=self.model.objects.editable_by(user).values("pk")
            )
        return self.filter(shown)

    def editable_by(self, user) -> Self:
        """Return what ``user`` may change: everything for an administrator, nothing for others."""
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.none()

    def kept_by(self, user) -> Self:
        """Return what ``user`` looks after, and says is still right: as a rule all that the person may change."""
        return self.editable_by(user)

    def undoable_by(self, user) -> Self:
        """Return the records of which ``user`` may take back a change: as a rule all that the person may change."""
        return self.editable_by(user)

    def publishable_by(self, user) -> Self:
        """Return what ``user`` may publish, withdraw and hide: as a rule all that the person may change."""
        return self.editable_by(user)

    def settled_by(self, user) -> Self:
        """Return the records of which ``user`` may change what is ``settled`` too."""
        return self.publishable_by(user)

    def offered(self) -> Self:
        """Return what other records may come to name: not what was retired."""
        fields = {field.name for field in self.model._meta.concrete_fields}
        return self.filter(retired_on=None) if "retired_on" in fields else self

    def stale(self, day: datetime.date) -> Self:
        """Return the records that no person confirmed or changed on or after ``day``.

        What a machine wrote says nothing about whether it is right: the history tells who did it.
        """
        since = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
        by_people = self.model.pgh_event_model.objects.filter(
            pgh_obj=OuterRef("pk"), pgh_created_at__gte=since, pgh_context__metadata__user__gt=0
        )
        not_confirmed = Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=day)
        return self.filter(not_confirmed).filter(Q(updated_at__lt=since) | ~Exists(by_people))

    def named(self, text: str, *, reader=None) -> Self:
        """Return what a person may mean who types ``text``, best first; everything by name when it is empty.

        Every word must occur in the names of the record, in any order, without regard to case or accents: first who
        is called exactly that, then whose name begins with it, then the rest. ``found_by``: str, the other name that
        was found; empty when the own name was. ``reader`` may also find by names of related records that person sees.
        Records without a name of their own are not found.
        """
        field, words = name_field(self.model), words_of(text)
        if not field:
            return self.none()
        rows = self.annotate(found_by=Value("", TextField()))
        if not words:
            return rows.order_by(Lower(field), "pk")
        others = self._other_names(reader)
        ends, own = Value(""), Folded(F(field))
        rows = self.alias(
            folded_name=Lines(ends, own, ends),
            folded_own=Lines(ends, own, Folded(self._aliases()), ends),
            folded_names=Lines(ends, own, Folded(others), ends),
        )
        rows = rows.filter(*(Q(folded_own__contains=word) | self._named_by(word, reader) for word in words))
        in_own = Q(*(Q(folded_name__contains=word) for word in words))
        best = Case(
            When(in_own, then=Value("")), default=BestLine(others, own, words), output_field=TextField()
        )
        return rows.annotate(found_by=best).order_by(_nearness(" ".join(words), in_own), Lower(field), "pk")

    def _other_names(self, reader) -> models.expressions.Combinable:
        """Return an expression with the other names, each on a line."""
        return self._aliases()

    def _named_by(self, word: str, reader) -> Q:
        """Return who has a folded word in the name of a related record; asked once, not for every row."""
        return Q()

    def _aliases(self) -> models.expressions.Combinable:
        fields = {field.name for field in self.model._meta.concrete_fields}
        return Lines(ArrayLines(F("aliases"))) if "aliases" in fields else Value("", TextField())

    def for_list(self) -> Self:
        """Return the rows as a list shows them, in a fixed order."""
        return self.order_by("pk")

    def for_detail(self) -> Self:
        """Return the rows with what a page of one needs."""
        return self.for_list()


def _nearness(words: str, in_own: Q) -> Case:
    """Return 0 for who is called exactly this, 1 and 2 for a name that begins with it, 3 and 4 for the rest; own name first."""
    return Case(
        When(folded_names__contains=f"{LINE}{words}{LINE}", then=Value(0)),
        When(folded_name__startswith=f"{LINE}{words}", then=Value(1)),
        When(folded_names__contains=f"{LINE}{words}", then=Value(2)),
        When(in_own, then=Value(3)),
        default=Value(4),
    )


class PartQuerySet(PeriodQuerySet):
    """Rows that belong to one record and are shown with it."""

    def visible_to(self, user) -> Self:
        """Return the rows of records that ``user`` may see, without those that name a hidden record."""
        parent = self.model._meta.get_field(self.model.part_of).related_model
        return self.shown_to(user).filter(**{f"{self.model.part_of}__in": parent.objects.visible_to(user)})

    def shown_to(self, user) -> Self:
        """Return the rows that name nothing hidden from ``user``, whether or not their own record is."""
        rows = self.all()
        for name in self.model.shows:
            related = self.model._meta.get_field(name).related_model
            rows = rows.filter(
                Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__in": related.objects.visible_to(user)})
            )
        return rows

    def editable_by(self, user) -> Self:
        """Return the rows of records that ``user`` may change."""
        parent = self.model._meta.get_field(self.model.part_of).related_model
        return self.filter(**{f"{self.model.part_of}__in": parent.objects.editable_by(user)})
