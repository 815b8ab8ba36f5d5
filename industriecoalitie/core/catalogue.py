"""Every model of the portal: how one of its rows is named, and on which page it is shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Model, Q

from .models import Part, Record, Traceable
from .relations import Relation

OWN_WORDS = ("title", "name", "label", "short", "statement", "text", "question", "code", "year", "role")
ADDRESS_PARTS = {"regions.agendaitem": ("agenda__slug", "code"), "concepts.concept": ("scheme", "notation")}
ADDRESS_NAMES = {
    "sources.sourcedocument": "sources:source_detail",
    "search.synonym": "curation:synonym_detail",
    "search.promotion": "curation:promotion_detail",
}
# Records and rows without a page of their own, and the record that shows them.
SHOWN_WITH = {
    "knowledgebank.adoption": ("practice",),
    "knowledgebank.measurement": ("indicator",),
    "partnerships.milestone": ("partnership", "agenda", "instrument"),
    "programmes.offering": ("programme", "module"),
    "regions.commitment": ("organisation",),
}


@dataclass(frozen=True)
class Shelf:
    """Where rows of a model are shown: paths to a name, to a note behind it and to the parts of an address."""

    model: type[Model]
    label: str
    url_name: str = ""
    slugs: tuple[str, ...] = ()
    note: str = ""
    parent: str = ""
    rows: Q = field(default_factory=Q)

    def relation(self, key: str, user, rows: Q) -> Relation:
        """Return the rows that ``user`` may see, as one side of a page."""
        visible = self.model.objects.visible_to(user).filter(self.rows).filter(rows)
        if self.parent and issubclass(self.model, Record):
            parents = self.model._meta.get_field(self.parent).related_model.objects.visible_to(user)
            visible = visible.filter(**{f"{self.parent}__in": parents})
        return Relation(
            key, key, visible, self.label, self.url_name, slugs=self.slugs, note=self.note, rank="pk"
        )


def traceable_models() -> list[type[Model]]:
    """Return every model whose rows are facts, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Traceable) and is_kept(model)]


def is_kept(model: type[Model]) -> bool:
    """Tell whether a model is a record or a row of one; a citation is the way to a fact, not a fact."""
    return issubclass(model, Record | Part) and model._meta.label_lower != "sources.citation"


def shelves(model: type[Model]) -> Iterator[Shelf]:
    """Yield where rows of a model are shown: on their own page, or on that of a record they belong to."""
    parents = parents_of(model)
    if not parents:
        url_name, slugs = page_of(model)
        yield Shelf(model, words_of(model), url_name, slugs)
        return
    taken = Q()
    for name in parents:
        parent = model._meta.get_field(name).related_model
        url_name, slugs = page_of(parent)
        yield Shelf(
            model,
            f"{name}__{words_of(parent)}",
            url_name,
            tuple(f"{name}__{slug}" for slug in slugs),
            note_of(model, parents),
            name,
            taken & Q(**{f"{name}__isnull": False}),
        )
        taken &= Q(**{f"{name}__isnull": True})
    if len(parents) > 1:
        yield Shelf(model, note_of(model, parents), rows=taken)


def parents_of(model: type[Model]) -> tuple[str, ...]:
    label = model._meta.label_lower
    if label in SHOWN_WITH:
        return SHOWN_WITH[label]
    return (model.part_of,) if issubclass(model, Part) and model.part_of else ()


def page_of(model: type[Model]) -> tuple[str, tuple[str, ...]]:
    """Return the name of the page of one row, and the paths of the parts of its address; empty without a page."""
    if not hasattr(model, "get_absolute_url"):
        return "", ()
    label = model._meta.label_lower
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
    name = ADDRESS_NAMES.get(label, f"{model._meta.app_label}:{words}_detail")
    return name, ADDRESS_PARTS.get(label, ("slug",))


def words_of(model: type[Model]) -> str:
    """Return the field that names a row."""
    names = {field.name for field in model._meta.get_fields()}
    return next((name for name in OWN_WORDS if name in names), "uuid")


def note_of(model: type[Model], parents: tuple[str, ...]) -> str:
    """Return the path to what tells rows of one record apart: the record they name, or their own words."""
    others = [name for name in getattr(model, "shows", ()) if name not in parents]
    if others:
        return f"{others[0]}__{words_of(model._meta.get_field(others[0]).related_model)}"
    words = words_of(model)
    return "" if words == "uuid" else words
