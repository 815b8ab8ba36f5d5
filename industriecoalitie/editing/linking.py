"""A page on which records of one kind are linked to another record, each by who may change it.

The link lives on the other record (a programme names its partnerships, a practice its partnership), so a page of the
lower app cannot write it; this page stands in the higher one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from industriecoalitie.core.actors import Actor, actor_of
from industriecoalitie.core.models import Record
from industriecoalitie.history.recording import Change, change_record, change_set, locked

from .fields import PicksField, Reader
from .pages import with_undo


@dataclass(frozen=True)
class Linking:
    """What is linked to ``record``, and how.

    ``linked`` are the records that hang on it now; ``change`` tells what a (fresh, locked) record becomes when it is
    linked or unlinked, and may refuse with a ValidationError; ``event`` names the change set.
    """

    record: Record
    linked: QuerySet
    change: Callable[[Any, bool], Change]
    event: str
    title: str
    lead: str
    label: str
    saved: str
    crumbs: Sequence[tuple[str, str]]
    add_url: str = ""
    add_text: str = ""

    def apply(self, add: Sequence[Record], remove: Sequence[Record], *, by: Actor) -> object:
        """Link and unlink as one change set; return its key.

        Raises:
            ValidationError: one of the records cannot be linked.
        """
        wanted = {each.pk: (each, True) for each in add} | {each.pk: (each, False) for each in remove}
        with change_set(by, self.event) as key:
            for pk in sorted(wanted):
                other, is_linked = wanted[pk]
                fresh = locked(other)
                change_record(fresh, self.change(fresh, is_linked), by=by)
        return key


class LinkingForm(forms.Form):
    """The records that are linked, found by name."""

    def __init__(self, *args, linking: Linking, reader: Reader, **kwargs):
        super().__init__(*args, initial={"linked": list(linking.linked.visible_to(reader.user))}, **kwargs)
        self.fields["linked"] = PicksField(linking.linked.model._meta.label, label=linking.label)
        self.fields["linked"].read_by(reader)


def link_page(request: HttpRequest, linking: Linking) -> HttpResponse:
    """Answer the page that links records; who asks may change ``linking.record``."""
    typed = request.POST if request.method == "POST" else None
    form = LinkingForm(typed, linking=linking, reader=Reader(request.user))
    if request.method == "POST" and form.is_valid():
        answer = _saved(request, linking, form)
        if answer is not None:
            return answer
    context = {"linking": linking, "form": form, "crumbs": linking.crumbs}
    return TemplateResponse(request, "editing/link.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, linking: Linking, form: LinkingForm) -> HttpResponse | None:
    """Save the choice; None when it is refused."""
    linked, chosen = form.initial["linked"], form.cleaned_data["linked"]
    add = [each for each in chosen if each not in linked]
    remove = [each for each in linked if each not in chosen]
    foreign = _kept_by_others(request.user, [*add, *remove])
    if foreign:
        names = ", ".join(f"‘{each}’" for each in foreign)
        text = ngettext(
            "%(names)s wordt door een ander team bijgehouden. Vraag dat team om de koppeling te maken.",
            "%(names)s worden door een ander team bijgehouden. Vraag dat team om de koppeling te maken.",
            len(foreign),
        )
        form.add_error("linked", text % {"names": names})
        return None
    if not add and not remove:
        messages.info(request, _("Er is niets veranderd."))
        return redirect(linking.record)
    try:
        key = linking.apply(add, remove, by=actor_of(request))
    except ValidationError as error:
        form.add_error("linked", error.messages)
        return None
    messages.success(request, with_undo(linking.saved, key))
    return redirect(linking.record)


def _kept_by_others(user, records: Sequence[Model]) -> list[Model]:
    if not records:
        return []
    model = type(records[0])
    mine = set(model.objects.kept_by(user).filter(pk__in=[each.pk for each in records]))
    return [each for each in records if each not in mine]
