"""Pages where curators keep the code lists."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.naming import folded
from industriecoalitie.curation import actions
from industriecoalitie.curation.forms import SCHEMES, ConceptSheet, ListForm
from industriecoalitie.curation.kinds import CONCEPTS
from industriecoalitie.curation.outline import Outline
from industriecoalitie.curation.uses import times_used
from industriecoalitie.editing.pages import add_page, edit_page

from .words import check_curator, detail_page, merge_page, permitted, retire_word, take_back_word


def _desk_crumb() -> tuple[str, str]:
    return _("Redactie"), reverse("curation:overview")


def _lists_crumb() -> tuple[str, str]:
    return _("Lijsten"), reverse("curation:scheme_list")


def _crumbs(scheme: str) -> list[tuple[str, str]]:
    address = reverse("curation:concept_list", args=[scheme])
    return [_desk_crumb(), _lists_crumb(), (str(SCHEMES[scheme]), address)]


def _checked(request, scheme: str) -> str:
    """Return a list that there is, for a person who keeps the lists.

    Raises:
        Http404: there is no such list. PermissionDenied: the person may not change it.
    """
    check_curator(request, "concepts.add_concept")
    if scheme not in Scheme.values:
        raise Http404(_("Deze lijst bestaat niet."))
    return scheme


def _terms(scheme: str, user) -> list[Concept]:
    return list(Concept.objects.visible_to(user).filter(scheme=scheme).for_list())


@require_safe
@never_cache
def scheme_list(request) -> HttpResponse:
    """Show every code list with how many terms it has, how many of them are retired or used nowhere."""
    check_curator(request, "concepts.add_concept")
    shown = Concept.objects.visible_to(request.user).order_by()
    counts = shown.values("scheme").annotate(
        total=Count("pk"), retired=Count("pk", filter=~Q(retired_on=None))
    )
    numbers = {row["scheme"]: row for row in counts}
    terms = list(shown.only("pk", "scheme"))
    used = times_used(Concept, terms)
    unused = dict.fromkeys(Scheme.values, 0)
    for term in terms:
        unused[term.scheme] += not used[term.pk]
    rows = [
        {"key": key, "label": label, "unused": unused[key], **numbers.get(key, {"total": 0, "retired": 0})}
        for key, label in Scheme.choices
    ]
    context = {"rows": rows, "crumbs": [_desk_crumb(), (_("Lijsten"), "")]}
    return TemplateResponse(request, "curation/scheme_list.html", context)


@require_safe
@never_cache
def concept_list(request, scheme: str) -> HttpResponse:
    """Show the terms of one list, as they lie below each other, with how often each is used."""
    _checked(request, scheme)
    terms = _terms(scheme, request.user)
    used = times_used(Concept, terms)
    form = ListForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    words = folded(wanted.get("q", "")).split()

    def is_shown(concept: Concept) -> bool:
        names = folded(f"{concept.label} {concept.label_en} {concept.notation} {concept.definition}")
        fits = {"ongebruikt": not used[concept.pk], "vervallen": not concept.is_offered}
        return fits.get(wanted.get("toon", ""), True) and all(word in names for word in words)

    places = [place for place in Outline(terms).places() if is_shown(place.concept)]
    context = {
        "scheme": scheme,
        "title": SCHEMES[scheme],
        "places": places,
        "used": used,
        "total": len(terms),
        "is_whole": len(places) == len(terms),
        "form": form,
        "add_url": reverse("curation:concept_add", args=[scheme]),
        "crumbs": [_desk_crumb(), _lists_crumb(), (str(SCHEMES[scheme]), "")],
    }
    return TemplateResponse(request, "curation/concept_list.html", context)


@require_POST
def concept_order(request, scheme: str) -> HttpResponse:
    """Put one term, with what is below it, before or after its neighbour."""
    _checked(request, scheme)
    notation, _colon, way = request.POST.get("move", "").partition(":")
    terms = Outline(_terms(scheme, request.user)).moved(notation, way)
    if actions.put_in_order(terms, by=actor_of(request)):
        messages.success(request, _("De volgorde is veranderd."))
    is_known = any(term.notation == notation for term in terms)
    address = reverse("curation:concept_list", args=[scheme])
    return redirect(f"{address}#{notation}" if is_known else address)


@require_http_methods(["GET", "HEAD", "POST"])
def concept_add(request, scheme: str) -> HttpResponse:
    """Add a term to a list, at its end."""
    _checked(request, scheme)
    last = Concept.objects.filter(scheme=scheme).order_by("-order").values_list("order", flat=True).first()
    record = Concept(scheme=scheme, order=(last or 0) + 1)
    return add_page(request, ConceptSheet, _crumbs(scheme), record=record)


@require_safe
@never_cache
def concept_detail(request, scheme: str, notation: str) -> HttpResponse:
    """Show one term to curators."""
    concept = permitted(request, CONCEPTS, scheme=scheme, notation=notation)
    facts = [
        (_("Lijst"), concept.get_scheme_display()),
        (_("Valt onder"), [each for each in concept.broader.all() if each.hidden_at is None]),
        (_("Smaller"), [each for each in concept.narrower.order_by("order", "pk") if each.hidden_at is None]),
        (_("Groep"), concept.group),
        (_("Engels"), concept.label_en),
        (_("Sleutel in de API"), concept.notation),
    ]
    former = list(concept.merged_from.order_by("label").values_list("label", flat=True))
    return detail_page(
        request,
        CONCEPTS,
        _crumbs(concept.scheme),
        concept,
        text=concept.definition,
        facts=facts,
        former=former,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def concept_edit(request, scheme: str, notation: str) -> HttpResponse:
    """Edit one term."""
    if scheme not in Scheme.values:
        raise Http404
    return edit_page(request, ConceptSheet, _crumbs(scheme), scheme=scheme, notation=notation)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def concept_merge(request, scheme: str, notation: str) -> HttpResponse:
    """Let one term go up in another."""
    if scheme not in Scheme.values:
        raise Http404
    return merge_page(request, CONCEPTS, _crumbs(scheme), scheme=scheme, notation=notation)


@require_POST
def concept_retire(request, scheme: str, notation: str) -> HttpResponse:
    """Let one term no longer be chosen."""
    return retire_word(request, CONCEPTS, scheme=scheme, notation=notation)


@require_POST
def concept_take_back(request, scheme: str, notation: str) -> HttpResponse:
    """Let one term be chosen again."""
    return take_back_word(request, CONCEPTS, scheme=scheme, notation=notation)
