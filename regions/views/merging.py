"""Pages about organisations that may be one: which they are, making them one, and saying that they are two."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.access.predicates import keeps_records
from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.models import Record
from industriecoalitie.core.quantities import number_in
from industriecoalitie.editing.fields import Reader
from industriecoalitie.editing.pages import with_undo
from industriecoalitie.history.merging import Link, link_counts
from industriecoalitie.history.recording import Conflict
from industriecoalitie.history.wording import hidden_words
from industriecoalitie.search.lists import found_by_name
from regions import actions
from regions.actions.merging import MERGED_FIELDS, links_to_organisations
from regions.forms.succession import SuccessionForm
from regions.models import Organisation, OrganisationCode, OrganisationDistinct, Succession

from .alike import Candidate, Pair, possible_doubles

FOUND_MOST = 10
# What does not move, or is no news to who decides.
NOT_COUNTED = {"merged_into", "other"}


@require_safe
@never_cache
def organisation_doubles(request):
    """Show which organisations may be in the portal twice, and why."""
    user = request.user
    if not keeps_records(user):
        raise PermissionDenied
    mine = set(Organisation.objects.editable_by(user).values_list("pk", flat=True))
    doubles = possible_doubles(_candidates(user), mine, _known_apart()) if mine else []
    context = {
        "doubles": [(double, {double.one.pk, double.other.pk} <= mine) for double in doubles],
        "crumbs": [(_("Organisaties"), reverse("regions:organisation_list")), (_("Mogelijk dubbel"), "")],
    }
    return TemplateResponse(request, "regions/organisation_doubles.html", context)


def _candidates(user) -> list[Candidate]:
    codes = defaultdict(set)
    labels = dict(OrganisationCode._meta.get_field("code_type").flatchoices)
    # A code of a predecessor is rightly the code of two.
    own = OrganisationCode.objects.filter(of_predecessor="", organisation__hidden_at=None)
    for organisation, register, code in own.values_list("organisation", "code_type", "code"):
        codes[organisation].add((str(labels[register]), code))
    rows = Organisation.objects.visible_to(user).order_by("pk")
    columns = ("pk", "name", "slug", "aliases", "kind__label", "place__name", "parent")
    return [
        Candidate(pk, name, slug, aliases, kind, place or "", parent, frozenset(codes[pk]))
        for pk, name, slug, aliases, kind, place, parent in rows.values_list(*columns)
    ]


def _known_apart() -> list[Pair]:
    said = OrganisationDistinct.objects.values_list("organisation", "other")
    succeeded = Succession.objects.values_list("predecessor", "successor")
    return list(said.union(succeeded))


@require_POST
def organisation_distinct(request, slug):
    """Store that two organisations that look alike are two."""
    user = request.user
    organisation = get_permitted(user, Organisation, "change", slug=slug)
    other = get_permitted(user, Organisation, "view", slug=request.POST.get("met", ""))
    try:
        actions.tell_apart(organisation, other, by=actor_of(request))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        names = {"one": organisation, "other": other}
        messages.success(
            request, _("‘%(one)s’ en ‘%(other)s’ zijn er twee. We vragen het niet weer.") % names
        )
    return redirect("regions:organisation_doubles")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def organisation_merge(request, slug):
    """Lay two organisations side by side and make them one; without another one, find it first."""
    user = request.user
    kept = get_permitted(user, Organisation, "change", queryset=_with_names(), slug=slug)
    other = request.GET.get("met", "")
    if not other or other == kept.slug:
        return _search(request, kept)
    gone = get_permitted(user, Organisation, "change", queryset=_with_names(), slug=other)
    choices = _choices(kept, gone, user)
    if request.method != "POST":
        return _side_by_side(request, kept, gone, choices)
    chosen = {each.name for each in choices if request.POST.get(each.name) == "gone"}
    try:
        merged = actions.merge_organisations(
            kept, gone, chosen, by=actor_of(request), seen=number_in(request.POST, "seen") or 0, seen_gone=number_in(request.POST, "seen_gone") or 0
        )  # fmt: skip
    except Conflict:
        warning = _(
            "Iemand veranderde intussen een van de twee. Hieronder staat hoe het nu is; kies opnieuw."
        )
        return _side_by_side(request, kept, gone, choices, warning, status=409)
    except ValidationError as error:
        return _side_by_side(request, kept, gone, choices, " ".join(error.messages), status=422)
    text = _("‘%(gone)s’ is opgegaan in ‘%(kept)s’. Alle koppelingen zijn meegegaan.")
    messages.success(request, with_undo(text % {"gone": gone, "kept": merged}, merged.change_set))
    return redirect(merged)


def _with_names():
    return Organisation.objects.select_related("kind", "place", "region", "province", "parent", "owner")


@dataclass(frozen=True)
class Choice:
    """A field in which two organisations differ; ``takes_gone`` is what the page proposes."""

    name: str
    label: str
    kept: Any
    gone: Any
    takes_gone: bool


def _choices(kept: Organisation, gone: Organisation, user) -> list[Choice]:
    """Return the fields to choose between; what is empty on one side is taken from the other."""
    found = []
    for name in MERGED_FIELDS:
        field = Organisation._meta.get_field(name)
        if getattr(kept, field.attname) == getattr(gone, field.attname):
            continue
        if name == "visibility" and not _publishes_both(user, kept, gone):
            continue
        is_empty = getattr(kept, field.attname) in (None, "")
        label = str(field.verbose_name)
        shown = (_shown(kept, name, user), _shown(gone, name, user))
        found.append(Choice(name, label[:1].upper() + label[1:], *shown, is_empty))
    return found


def _shown(organisation: Organisation, name: str, user) -> Any:
    display = getattr(organisation, f"get_{name}_display", None)
    value = display() if display else getattr(organisation, name)
    if not isinstance(value, Record) or value.is_shown_to(user):
        return value
    return value if type(value).objects.visible_to(user).filter(pk=value.pk).exists() else hidden_words()


def _publishes_both(user, *organisations: Organisation) -> bool:
    keys = [each.pk for each in organisations]
    return Organisation.objects.publishable_by(user).filter(pk__in=keys).count() == len(keys)


def _side_by_side(request, kept, gone, choices, warning: str = "", *, status: int = 200) -> TemplateResponse:
    links = _link_counts(kept, gone)
    context = {
        "kept": kept,
        "gone": gone,
        "choices": choices,
        "links": links,
        "moving": sum(count for _label, _own, count in links),
        "warning": warning,
        "crumbs": _crumbs(kept),
    }
    return TemplateResponse(request, "regions/organisation_merge.html", context, status=status)


def _crumbs(organisation: Organisation) -> list[tuple[str, str]]:
    return [
        (_("Organisaties"), reverse("regions:organisation_list")),
        (organisation.name, organisation.get_absolute_url()),
        (_("Samenvoegen"), ""),
    ]


def _link_counts(kept: Organisation, gone: Organisation) -> list[tuple[str, int, int]]:
    """Return per kind of link how many ``kept`` and ``gone`` have, in one query; kinds that ``gone`` lacks are left out."""
    links = [link for link in links_to_organisations() if link.field.name not in NOT_COUNTED]
    return [
        (_label_of(link), found.get(kept.pk, 0), found[gone.pk])
        for link, found in link_counts(links, [kept.pk, gone.pk]).items()
        if gone.pk in found
    ]


def _label_of(link: Link) -> str:
    kind = str(link.model._meta.verbose_name_plural)
    label = f"{kind[:1].upper()}{kind[1:]}"
    role = str(link.field.verbose_name)
    return label if role == _("organisatie") else f"{label} ({role})"


def _search(request, kept: Organisation) -> TemplateResponse:
    """Let the person find the organisation that is the same as this one."""
    text = " ".join(request.GET.get("q", kept.name).split())
    others = Organisation.objects.editable_by(request.user).filter(hidden_at=None).exclude(pk=kept.pk)
    found = found_by_name(others.select_related("kind", "place"), text, request.user, FOUND_MOST)
    context = {"kept": kept, "q": text, "found": found, "crumbs": _crumbs(kept)}
    return TemplateResponse(request, "regions/organisation_merge_search.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def organisation_succession(request, slug):
    """Store from whom an organisation came, or as whom it went on."""
    user = request.user
    organisation = get_permitted(user, Organisation, "change", slug=slug)
    form = SuccessionForm(request.POST or None, reader=Reader(user), organisation=organisation)
    if request.method == "POST" and form.is_valid():
        before, after = form.sides
        values = form.cleaned_data
        try:
            changed = actions.record_succession(
                before, after, values["kind"], values["happened"], by=actor_of(request)
            )
        except ValidationError as error:
            form.add_error("others", error.messages)
        else:
            text = _("De opvolging van ‘%(name)s’ is vastgelegd.") % {"name": organisation}
            messages.success(request, with_undo(text, changed[0].change_set))
            return redirect(organisation)
    context = {
        "organisation": organisation,
        "form": form,
        "crumbs": [*_crumbs(organisation)[:2], (_("Opvolging"), "")],
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "regions/organisation_succession.html", context, status=status)
