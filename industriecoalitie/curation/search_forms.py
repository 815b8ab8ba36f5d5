"""The sheets of synonyms and of results that stand first for a question."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.filters import text_without_nul
from industriecoalitie.core.models import Record
from industriecoalitie.editing.fields import NamesField, Reader
from industriecoalitie.editing.forms import RecordForm
from industriecoalitie.editing.sheets import Fields, Sheet, free_slug
from industriecoalitie.editing.widgets import PickWidget
from industriecoalitie.history.recording import Change
from industriecoalitie.search import engine, query
from industriecoalitie.search.engine import Hit
from industriecoalitie.search.feeds import exact
from industriecoalitie.search.models import Promotion, SearchDocument, Synonym
from industriecoalitie.search.query import LONGEST_SYNONYM
from industriecoalitie.search.terms import lexemes_in

WORKS_AT_ONCE = _("Het werkt meteen, voor iedereen die zoekt.")
FOUND_MOST = 10
NAMED_MOST = 3


class SynonymForm(RecordForm):
    """Terms that mean the same."""

    class Meta:
        model = Synonym
        fields = ("terms", "remark")
        field_classes = {"terms": NamesField}
        labels = {"terms": _("Woorden die hetzelfde betekenen"), "remark": _("Waarom")}
        help_texts = {
            "terms": _("Zet elk woord op een eigen regel: de afkorting, voluit, en andere woorden ervoor."),
            "remark": _("Voor wie dit later leest, bijvoorbeeld waar het woord vandaan komt."),
        }
        widgets = {"terms": forms.Textarea(attrs={"rows": 5}), "remark": forms.Textarea(attrs={"rows": 2})}

    def clean_terms(self) -> list[str]:
        """Return the terms; refuse those that the search cannot tell apart, or cannot look for.

        Raises:
            ValidationError: a term has no word or too many, or all are the same for the search.
        """
        terms = self.cleaned_data["terms"]
        for term in terms:
            size = len(lexemes_in(term))
            if not size or size > LONGEST_SYNONYM:
                raise ValidationError(
                    gettext("‘%(term)s’ moet uit een tot %(most)d woorden bestaan.")
                    % {"term": term, "most": LONGEST_SYNONYM}
                )
        if len(terms) > 1 and len({lexemes_in(term) for term in terms}) == 1:
            raise ValidationError(gettext("Het zoeken ziet deze woorden al als hetzelfde."))
        return terms


class SynonymSheet(Sheet):
    """Terms that mean the same."""

    model = Synonym
    form = SynonymForm
    add_title = _("Nieuw synoniem")
    add_lead = _("Wie het ene woord zoekt, vindt ook wat het andere heeft.")
    who_sees = WORKS_AT_ONCE
    blocks = (Fields("woorden", _("De woorden"), ("terms", "remark"), wide=("terms", "remark")),)

    def prepared(self, change: Change) -> Record:
        slug = free_slug(Synonym, change.values["terms"][0])
        return Synonym(slug=slug, visibility=Visibility.PUBLIC)


class FoundWidget(PickWidget):
    """A text field that finds, while typing, whatever the search finds."""

    template_name = "curation/found.html"


class FoundField(forms.Field):
    """One record of any kind that is searched, found by its name or its address. Its value is the key of the record."""

    def __init__(self, **kwargs):
        self.reader: Reader | None = None
        super().__init__(widget=FoundWidget(), **kwargs)

    def read_by(self, reader: Reader) -> None:
        """Find only what this person may see."""
        self.reader = reader

    def rows(self) -> QuerySet:
        return engine.searched(self.reader.user)

    def prepare_value(self, value: Any) -> tuple[str, str, bool]:
        if isinstance(value, tuple):
            return value
        row = self.rows().filter(record=value).first() if value else None
        return (row.title, str(row.record), False) if row else ("", "", False)

    def has_changed(self, initial: Any, data: Any) -> bool:
        text, key, _is_new = data if isinstance(data, tuple) else ("", "", False)
        old_text, old_key, _was_new = self.prepare_value(initial)
        return (text, key if text else "") != (old_text, old_key)

    def clean(self, value: Any) -> UUID | None:
        text, key, _is_new = value if isinstance(value, tuple) else ("", "", False)
        text_without_nul(text)
        if not text:
            raise ValidationError(self.error_messages["required"], code="required")
        picked = self.rows().filter(record=key, title=text).first() if _is_uuid(key) else None
        row = picked or self._at(text)
        return row.record if row else self._named(text)

    def _at(self, text: str) -> SearchDocument | None:
        """Return what stands at an address of the portal."""
        path = urlsplit(text).path if "://" in text else text
        return self.rows().filter(address=path).first() if path.startswith("/") else None

    def _named(self, text: str) -> UUID:
        named = list(self.rows().filter(names__contains=[exact(text)])[:2])
        if len(named) == 1:
            return named[0].record
        if named:
            raise ValidationError(
                gettext("Er zijn er meer die ‘%(name)s’ heten. Kies uit de lijst, of vul het adres in.")
                % {"name": text}
            )
        words = [gettext("We kennen ‘%(name)s’ niet.") % {"name": text}]
        alike = ", ".join(f"‘{hit.title}’" for hit in found_by(text, self.reader.user)[:NAMED_MOST])
        if alike:
            words.append(gettext("Bedoel je %(names)s?") % {"names": alike})
        raise ValidationError(" ".join(words), code="unknown")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def found_by(text: str, reader) -> list[Hit]:
    """Return what a reader finds with a few words, of all kinds that are searched together."""
    return engine.search(text, reader, size=FOUND_MOST).hits if text.strip() else []


class PromotionForm(RecordForm):
    """A record that stands first for a question."""

    subject = FoundField(
        label=_("Welk resultaat?"),
        help_text=_("Typ de naam, of plak het adres van de pagina."),
        required=True,
    )

    class Meta:
        model = Promotion
        fields = ("query", "subject", "order", "until_on", "remark")
        labels = {"query": _("Als iemand dit zoekt"), "order": _("Plaats"), "remark": _("Waarom")}
        help_texts = {
            "query": _("Precies deze woorden, in deze volgorde. Hoofdletters en accenten tellen niet."),
            "order": _("Een getal; het laagste staat bovenaan."),
            "until_on": _("Leeg betekent: tot je het weghaalt."),
        }
        widgets = {
            "until_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "remark": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_query(self) -> str:
        """Return the question as the search compares it.

        Raises:
            ValidationError: no word of it counts.
        """
        asked = query.read(self.cleaned_data["query"])
        if asked.is_empty or not asked.exact:
            raise ValidationError(gettext("Vul woorden in waar iemand op zoekt."))
        return asked.exact


class PromotionSheet(Sheet):
    """A record that stands first for a question."""

    model = Promotion
    form = PromotionForm
    add_title = _("Nieuw aanbevolen resultaat")
    add_lead = _(
        "Dit resultaat staat bovenaan als iemand precies deze woorden zoekt. Erbij staat dat de redactie het aanraadt."
    )
    who_sees = WORKS_AT_ONCE
    blocks = (
        Fields("vraag", _("Zoekvraag en resultaat"), ("query", "subject"), wide=("query", "subject")),
        Fields("hoe", _("Hoe lang en waar"), ("order", "until_on", "remark"), wide=("remark",)),
    )

    def apply(self, *, by: Actor, change: Change | None = None, seen: int | None = None) -> Record:
        change = change or self.change()
        row = SearchDocument.objects.filter(record=change.values.get("subject")).first()
        values = {**change.values, "kind": row.kind_name} if row else change.values
        return super().apply(by=by, change=replace(change, values=values), seen=seen)

    def prepared(self, change: Change) -> Record:
        name = slugify(change.values["query"]) or "aanbevolen"
        return Promotion(slug=free_slug(Promotion, name), visibility=Visibility.CONCEPT)
