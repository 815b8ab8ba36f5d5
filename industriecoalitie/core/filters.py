"""Filters that a page and the API share: strict about keys and values, facets with counts."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import django_filters
from django import forms
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Func, IntegerField, Model, Q, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast, Lower
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .asking import Answer, answer

MAX_KEYS = 100
MAX_QUERY_LENGTH = 200
MAX_QUERY_WORDS = 10
# After so many days without anyone looking at it, a record asks to be confirmed.
STALE_DAYS = 365
LONGEST_KEY = 80
# What a text cannot hold for PostgreSQL: NUL and half characters.
LEFT_OUT = re.compile("[\x00\ud800-\udfff]")
# The order of how well records answer, for pages; a list in the API has the orders that it names.
RELEVANCE = "relevance"

# Orders that many lists offer. Capitals do not come before small letters.
BY_NAME = (gettext_lazy("Naam"), (Lower("name"), "pk"))
BY_TITLE = (gettext_lazy("Titel"), (Lower("title"), "pk"))
BY_CHANGE = (gettext_lazy("Laatst gewijzigd"), ("-updated_at", "pk"))


def text_without_nul(value: str) -> None:
    """Refuse what PostgreSQL cannot hold.

    Raises:
        ValidationError: the text holds a NUL byte or half a character.
    """
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValidationError(_("Deze tekst bevat een teken dat niet kan."))


class KeysField(forms.MultipleChoiceField):
    """Keys given one or more times, each of which must exist."""

    def __init__(self, *, known, **kwargs):
        self.known = known
        super().__init__(**kwargs)

    def validate(self, value: list[str]) -> None:
        if len(value) > MAX_KEYS:
            raise ValidationError(_("Kies er hooguit %(most)d.") % {"most": MAX_KEYS})
        for key in value:
            text_without_nul(key)
        known = set(self.known(value)) if value else set()
        unknown = [key for key in value if key not in known]
        if unknown:
            raise ValidationError(_("Onbekende waarde: %(values)s.") % {"values": ", ".join(unknown)[:200]})


class QueryField(forms.CharField):
    """Words to look for. Any text is a question: of a long one the beginning counts, as with every search on a page."""

    def clean(self, value: str | None) -> str:
        text = LEFT_OUT.sub(" ", value or "")
        return " ".join(text.split()[:MAX_QUERY_WORDS])[:MAX_QUERY_LENGTH]

    def refuse(self, text: str) -> None:
        """Refuse, for machines, what ``clean`` would cut or mend.

        Raises:
            ValidationError: more than 200 characters or ten words, or what no text holds.
        """
        text_without_nul(text)
        if len(text) > MAX_QUERY_LENGTH:
            raise ValidationError(_("Zoek met hooguit %(most)d tekens.") % {"most": MAX_QUERY_LENGTH})
        if len(text.split()) > MAX_QUERY_WORDS:
            raise ValidationError(_("Zoek met hooguit %(most)d woorden.") % {"most": MAX_QUERY_WORDS})


class StrictBooleanField(forms.CharField):
    """``true`` or ``false``, nothing else."""

    def clean(self, value: str) -> bool | None:
        text = super().clean(value)
        if text == "":
            return None
        if text not in ("true", "false"):
            raise ValidationError(_("Kies true of false."))
        return text == "true"


class StrictDateField(forms.CharField):
    """An ISO 8601 day between the years 1900 and 2200."""

    def clean(self, value: str) -> datetime.date | None:
        text = super().clean(value)
        if text == "":
            return None
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError as error:
            raise ValidationError(_("Schrijf een datum als 2023-01-24.")) from error
        if len(text) != 10 or not 1900 <= day.year <= 2200:
            raise ValidationError(_("Schrijf een datum als 2023-01-24."))
        return day


class MomentField(forms.CharField):
    """An ISO 8601 moment with any offset, or a day."""

    def clean(self, value: str) -> datetime.datetime | None:
        text = super().clean(value)
        if text == "":
            return None
        try:
            moment = parse_datetime(text if "T" in text else f"{text}T00:00:00Z")
            if moment is None or not 1900 <= moment.year <= 2200:
                raise ValueError(text)
            return moment if timezone.is_aware(moment) else timezone.make_aware(moment, datetime.UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError(_("Schrijf een moment als 2026-11-21T13:32:00Z.")) from error


def known_years(keys: Iterable[str]) -> list[str]:
    """Return the keys that are a calendar year between 1900 and 2200."""
    years = [key for key in keys if len(key) == 4 and key.isascii() and key.isdecimal()]
    return [year for year in years if 1900 <= int(year) <= 2200]


class YearField(forms.CharField):
    """A calendar year between 1900 and 2200."""

    def clean(self, value: str) -> int | None:
        text = super().clean(value)
        if text == "":
            return None
        if not known_years([text]):
            raise ValidationError(_("Schrijf een jaar als 2019."))
        return int(text)


@dataclass(frozen=True)
class FacetOption:
    """One value of a facet, and how many records would remain with it."""

    value: str
    label: str
    count: int
    checked: bool


class Found(NamedTuple):
    """A value that occurs in a list, as the database counts it."""

    key: str
    label: str
    count: int


def counted(rows: QuerySet, path: str, label_path: str, of: str = "pk") -> QuerySet:
    """Return key, label and number of records of each value at ``path``, as text, text and int.

    ``of`` is what is counted, when that is not the row itself.
    """
    # Named first and counted after, so that the database groups by these two and not by record.
    named = rows.annotate(
        facet_key=Cast(F(path), TextField()), facet_label=Cast(F(label_path), TextField())
    ).values("facet_key", "facet_label")
    counts = named.annotate(facet_count=Count(of, distinct=True))
    return counts.values_list("facet_key", "facet_label", "facet_count")


def reader_of(asked: django_filters.Filter) -> object:
    """Return the person who filters; a visitor when nobody asked."""
    return getattr(getattr(asked.parent, "request", None), "user", None) or AnonymousUser()


class KeyFilter(django_filters.Filter):
    """Records that have one of the given keys.

    ``path`` leads to the key from the record (``region__slug``), ``label_path`` to what a facet calls it;
    ``target`` is the model that knows all keys, ``limit`` narrows its rows.
    """

    field_class = KeysField

    def __init__(self, path: str, label_path: str, target: str, *, limit: Mapping | None = None, **kwargs):
        self.path, self.label_path, self.target, self.limit = path, label_path, target, dict(limit or {})
        super().__init__(known=self.known_keys, **kwargs)

    def shown_targets(self) -> QuerySet:
        """Return the records that the keys stand for, as far as the reader may know of them."""
        return apps.get_model(self.target).objects.filter(**self.limit).visible_to(reader_of(self))

    def known_keys(self, keys: Iterable[str]) -> Iterable[str]:
        field = self.path.rpartition("__")[2]
        rows = self.shown_targets().filter(**{f"{field}__in": keys})
        return rows.order_by().values_list(field, flat=True)

    def matching(self, keys: list[str]) -> Q:
        return Q(**{f"{self.path}__in": keys})

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        return qs.filter(pk__in=qs.model._default_manager.filter(self.matching(value)).values("pk"))

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return key, label and count of the values that occur in ``rows``; counts of one key add up."""
        relation = self.path.rpartition("__")[0]
        shown = rows.filter(**{f"{relation}__in": self.shown_targets()})
        return [counted(shown, self.path, self.label_path)]

    def options(self, found: list[Found], chosen: list[str]) -> list[FacetOption]:
        """Return the values found, the most used first."""
        labels = {row.key: row.label for row in found}
        counts = Counter()
        for row in found:
            counts[row.key] += row.count
        ordered = sorted(labels, key=lambda key: (-counts[key], labels[key]))
        return [FacetOption(key, labels[key], counts[key], key in chosen) for key in ordered]


class ChoicesFilter(django_filters.Filter):
    """Records with one of the given values of a field with choices."""

    field_class = KeysField

    def __init__(self, field_name: str, choices, **kwargs):
        self.labels = {str(value): label for value, label in choices}
        super().__init__(field_name=field_name, known=lambda keys: self.labels, **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return key, label and count of the values that occur in ``rows``."""
        return [counted(rows, self.field_name, self.field_name)]

    def options(self, found: list[Found], chosen: list[str]) -> list[FacetOption]:
        """Return the values found, in the order of the choices."""
        counts = {row.key: row.count for row in found}
        return [
            FacetOption(value, str(label), counts.get(value, 0), value in chosen)
            for value, label in self.labels.items()
            if counts.get(value) or value in chosen
        ]


class SearchFilter(django_filters.Filter):
    """Records that answer a question, as the search reads it; what the reader may not see does not count."""

    field_class = QueryField

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self._answers: dict[str, Answer] = {}

    def answer(self, model: type[Model], text: str) -> Answer:
        """Return what answers a text; asked once for the list and all its facets."""
        if text not in self._answers:
            self._answers[text] = answer(text, reader_of(self), model)
        return self._answers[text]

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.filter(pk__in=self.answer(qs.model, value).keys) if value else qs


class BooleanFilter(django_filters.Filter):
    """Records for which a field, or a queryset method, is true or false."""

    field_class = StrictBooleanField

    def filter(self, qs: QuerySet, value: bool | None) -> QuerySet:
        return qs if value is None else qs.filter(**{self.field_name: value})


class StaleFilter(BooleanFilter):
    """Records that no person confirmed or changed for a year, or the others."""

    def filter(self, qs: QuerySet, value: bool | None) -> QuerySet:
        if value is None:
            return qs
        day = timezone.localdate() - datetime.timedelta(days=STALE_DAYS)
        rows = qs.model._default_manager.all().stale(day).order_by().values("pk")
        return qs.filter(pk__in=rows) if value else qs.exclude(pk__in=rows)


class YearFilter(django_filters.Filter):
    """Records of one year."""

    field_class = YearField

    def filter(self, qs: QuerySet, value: int | None) -> QuerySet:
        return qs if value is None else qs.filter(**{self.field_name: value})


class ValidOnFilter(django_filters.Filter):
    """Records that hold on a day ("geldig op")."""

    field_class = StrictDateField

    def filter(self, qs: QuerySet, value: datetime.date | None) -> QuerySet:
        return qs if value is None else qs.on(value)


class SinceFilter(django_filters.Filter):
    """Records changed at or after a moment."""

    field_class = MomentField

    def filter(self, qs: QuerySet, value: datetime.datetime | None) -> QuerySet:
        return qs if value is None else qs.filter(**{f"{self.field_name}__gte": value})


class SavedFilterField(forms.CharField):
    """The key of a filter that someone kept for this list."""

    def __init__(self, *, known, **kwargs):
        self.known = known
        super().__init__(max_length=LONGEST_KEY, **kwargs)

    def clean(self, value: str) -> str:
        text = super().clean(value)
        text_without_nul(text)
        if text and self.known(text) is None:
            raise ValidationError(_("Onbekende waarde: %(values)s.") % {"values": text})
        return text


class SavedFilterFilter(django_filters.Filter):
    """What a kept filter of this list leaves, by its key; what is not there and not shared are the same.

    The kept filters live in a higher room; their model is found by name, as other targets of filters are.
    """

    field_class = SavedFilterField

    def __init__(self, **kwargs):
        super().__init__(known=self.found, **kwargs)

    def found(self, key: str) -> Model | None:
        """Return the kept filter of this list with a key, when the reader may use it."""
        saved = apps.get_model("exchange.SavedFilter").objects.visible_to(reader_of(self))
        kept = saved.filter(slug=key).first()
        if kept is None or kept.table is None or not isinstance(self.parent, kept.table.filterset_class):
            return None
        return kept if self._bound(kept, None).is_valid() else None

    def _bound(self, kept: Model, rows: QuerySet | None) -> "RecordFilterSet":
        kind = type(self.parent)
        return kind(QueryDict(kept.query), queryset=rows, request=getattr(self.parent, "request", None))

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        kept = self.found(value) if value else None
        if kept is None:
            return qs
        matching = self._bound(kept, qs.model._default_manager.all()).qs
        return qs.filter(pk__in=matching.order_by().values("pk"))


class RecordFilterSet(django_filters.FilterSet):
    """What every list can be narrowed by. Keys are lowerCamelCase, the same in page and API.

    ``facets`` names the filters that a page shows with counts, in order; ``sorts`` the orders a reader may choose,
    as key → (label, columns). The first is the default.
    """

    filter = SavedFilterFilter(label=gettext_lazy("bewaard filter"))
    updatedSince = SinceFilter(field_name="updated_at", label=gettext_lazy("gewijzigd sinds"))  # noqa: N815

    facets: tuple[str, ...] = ()
    sorts: Mapping[str, tuple[str, tuple[str, ...]]] = {}

    def without(self, name: str) -> QuerySet:
        """Return the records that match all filters but one."""
        rows = self.queryset.all()
        for key, value in self.form.cleaned_data.items():
            if key != name:
                rows = self.filters[key].filter(rows, value)
        return rows

    def facet_list(self) -> list[dict[str, object]]:
        """Return each facet with its values and counts, all in one query.

        Counts ignore the choices in the facet itself, so that a reader sees what another choice would give.
        """
        chosen = {name: self.form.cleaned_data.get(name) or [] for name in self.facets}
        found = self._found(chosen)
        facets = []
        for name in self.facets:
            options = self.filters[name].options(found[name], chosen[name])
            if options:
                facets.append({"name": name, "label": self.filters[name].label, "options": options})
        return facets

    def _found(self, chosen: Mapping[str, list[str]]) -> dict[str, list[Found]]:
        found: dict[str, list[Found]] = {name: [] for name in self.facets}
        counts = [
            rows.annotate(facet=Value(name, TextField()))
            for name, keys in chosen.items()
            for rows in self.filters[name].option_rows(self._bare(self.without(name) if keys else self.qs))
        ]
        if counts:
            for *values, name in counts[0].union(*counts[1:], all=True):
                found[name].append(Found(*values))
        return found

    def _bare(self, rows: QuerySet) -> QuerySet:
        # Annotations of the list would change what is grouped; the keys alone are enough.
        return rows.model._default_manager.filter(pk__in=rows.order_by().values("pk")).order_by()

    def sort(self, key: str) -> tuple[str, tuple[str, ...]]:
        """Return the order for a key, and the key that holds; an unknown key gives the default."""
        chosen = key if key in self.sorts else next(iter(self.sorts))
        return chosen, self.sorts[chosen][1]

    @property
    def answer(self) -> Answer | None:
        """Return what answers the words that were asked; None without words."""
        text = self.form.cleaned_data.get("q")
        return self.filters["q"].answer(self.queryset.model, text) if text else None

    def offered_sorts(self) -> dict[str, str]:
        """Return the orders that a page offers, as key → label; the first holds when none is chosen."""
        first = {} if self.answer is None else {RELEVANCE: _("Best passend")}
        return first | {key: label for key, (label, _columns) in self.sorts.items()}

    def ordered(self, key: str) -> tuple[str, QuerySet]:
        """Return the key of the order that holds, and the rows in it.

        Who asks with words and chooses no order gets the best answers first.
        """
        chosen, columns = self.sort(key)
        if self.answer is None or key in self.sorts:
            return chosen, self.qs.order_by(*columns)
        best = Value(self.answer.best(self.qs), ArrayField(UUIDField()))
        place = Func(best, F("uuid"), function="array_position", output_field=IntegerField())
        return RELEVANCE, self.qs.order_by(place.asc(nulls_last=True), *columns)


def label_of(model: type[Model]) -> str:
    """Return the plural name of a model on screen, beginning with a capital."""
    name = str(model._meta.verbose_name_plural)
    return name[:1].upper() + name[1:]
