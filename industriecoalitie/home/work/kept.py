"""What a person keeps: how many of each kind, by who may read them, and the concepts among them."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.core import dates
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.filters import label_of
from knowledgebank.choices import PracticeState
from knowledgebank.models import LearningResource, Practice
from partnerships.models import Ecosystem, Instrument, Partnership
from programmes.models import Demand, LearningPath, Module, Programme
from regions.models import Agenda, Organisation, Owned

from .arms import Arm, Found, Row, address, newest_first
from .scope import Scope

# What a region keeps, with the label and the pages of each record.
KEPT: tuple[tuple[type[Owned], str, str], ...] = (
    (Partnership, "name", "partnerships:partnership"),
    (Ecosystem, "name", "partnerships:ecosystem"),
    (Programme, "name", "programmes:programme"),
    (Module, "name", "programmes:module"),
    (LearningPath, "name", "programmes:learning_path"),
    (Demand, "title", "programmes:demand"),
    (Practice, "title", "knowledgebank:practice"),
    (LearningResource, "title", "knowledgebank:learning_resource"),
    (Agenda, "title", "regions:agenda"),
    (Organisation, "name", "regions:organisation"),
    (Instrument, "name", "partnerships:instrument"),
)
# Which of them can be added from the own page, with the word on the link.
ADDED = (
    ("partnerships:partnership_add", gettext_lazy("samenwerking")),
    ("programmes:demand_add", gettext_lazy("vraag")),
    ("partnerships:ecosystem_add", gettext_lazy("ecosysteem")),
    ("programmes:programme_add", gettext_lazy("opleiding")),
    ("knowledgebank:practice_add", gettext_lazy("praktijkvoorbeeld")),
    ("regions:organisation_add", gettext_lazy("organisatie")),
)


@dataclass
class Kept:
    """The records of one kind that a person keeps, by who may read them."""

    label: str
    concept: int = 0
    network: int = 0
    public: int = 0

    @property
    def total(self) -> int:
        return self.concept + self.network + self.public


def counts_of(scope: Scope) -> list[Kept]:
    """Return how many records of each kind the person keeps, kinds without any left out, in one query."""
    found = {model.__name__: Kept(label_of(model)) for model, _label, _names in KEPT}
    rows = [
        originals_of(scope, model)
        .order_by()
        .annotate(model=Value(model.__name__, TextField()))
        .values_list("model", Cast("visibility", TextField()))
        .annotate(total=Count("pk"))
        for model, _label, _names in KEPT
    ]
    for name, visibility, total in rows[0].union(*rows[1:], all=True):
        setattr(found[name], visibility, total)
    return [each for each in found.values() if each.total]


def originals_of(scope: Scope, model: type[Owned]) -> QuerySet:
    """Return what the person keeps of a kind, a practice and the draft beside it counted once."""
    rows = scope.own(model)
    return rows.filter(draft_of=None) if model is Practice else rows


def concept_arms(scope: Scope) -> list[Arm]:
    """Return the concepts among what the person keeps, the last changed first."""
    return [_concepts(scope, *kind) for kind in KEPT]


def _concepts(scope: Scope, model: type[Owned], label: str, names: str) -> Arm:
    word = str(model._meta.verbose_name)

    def row(found: Found) -> Row:
        day = dates.PartialDate.parse(found.data["on"][:10]).in_words()
        url = address(f"{names}_edit", found.slug, instead=f"{names}_detail")
        changed = _("gewijzigd op %(day)s") % {"day": day}
        return Row(found.label, url, meta=[f"{word[:1].upper()}{word[1:]}", changed])

    rows = scope.own(model)
    if model is Practice:
        # A draft beside what is published is written on too; what the curators sent back waits elsewhere on the page.
        rows = rows.filter(state=PracticeState.DRAFT)
    else:
        rows = rows.filter(visibility=Visibility.CONCEPT)
    return Arm(model.__name__, rows, label, row, rank=newest_first("updated_at"), data={"on": "updated_at"})


def added_pages(user) -> list[tuple[str, str]]:
    """Return the pages that add a record, as (word, address), as far as they are there and the person may."""
    found = [(word, address(name), name) for name, word in ADDED]
    return [(str(word), url) for word, url, name in found if url and user.has_perm(_permission(name))]


def _permission(name: str) -> str:
    app, _colon, page = name.partition(":")
    return f"{app}.add_{page.removesuffix('_add').replace('_', '')}"
