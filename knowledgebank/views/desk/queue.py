"""The queue of the curation desk: which rounds wait, and who handles them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from industriecoalitie.access.shortcuts import next_address
from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.pages import PAGE_SIZE
from knowledgebank.actions import judging
from knowledgebank.actions.telling import curators
from knowledgebank.forms.desk import MINE, NOBODY, QueueForm, RoundsForm
from knowledgebank.models import Review
from knowledgebank.querysets import is_curator
from regions.models import Region

from .access import demand_curator, demand_reader, round_of

MOST_PLANNED = 25


@require_safe
def review_list(request) -> HttpResponse:
    """Show the rounds that wait, the first due first, and what is planned."""
    demand_reader(request.user)
    waiting = Review.objects.visible_to(request.user).waiting()
    regions = Region.objects.filter(pk__in=waiting.order_by().values("practice__region")).order_by("name")
    form = QueueForm(request.GET or None, regions=list(regions.values_list("slug", "name")))
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = _filtered(waiting, chosen, request.user).for_list()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", "1")[:6])
    may_act = is_curator(request.user)
    people = curators() if may_act else []
    planned = Review.objects.visible_to(request.user).planned().for_list()
    context = {
        "form": form,
        "page": page,
        "planned": planned.order_by("practice__publish_at", "pk")[:MOST_PLANNED],
        "may_act": may_act,
        "people": people,
        "together": RoundsForm(people=_options(people), auto_id="samen_%s") if may_act else None,
        "today": timezone.localdate(),
        "back": request.get_full_path(),
        "crumbs": [(_("Redactie"), reverse("curation:overview")), (_("Beoordelen"), "")],
    }
    response = TemplateResponse(request, "knowledgebank/desk/review_list.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _filtered(rows: QuerySet, chosen: dict, user) -> QuerySet:
    if chosen.get("wie"):
        rows = rows.filter(assignee=user if chosen["wie"] == MINE else None)
    if chosen.get("soort"):
        rows = rows.filter(practice__kind=chosen["soort"])
    if chosen.get("regio"):
        rows = rows.filter(practice__region__slug=chosen["regio"])
    return rows.filter(due_on__lt=timezone.localdate()) if chosen.get("laat") else rows


def _options(people: list[User]) -> list[tuple[str, str]]:
    return [(str(person.pk), str(person)) for person in people]


def person_named(key: str, people: list[User]) -> User | None:
    """Return the curator with a key, None for ``niemand``.

    Raises:
        ValidationError: nobody of the curators has it.
    """
    if key == NOBODY:
        return None
    for person in people:
        if str(person.pk) == key:
            return person
    raise ValidationError(_("Kies iemand van de redactie."))


@require_POST
def review_assign(request, uuid) -> HttpResponse:
    """Take a round up, give it to a colleague, or let go of it."""
    demand_curator(request.user)
    found = round_of(uuid)
    try:
        wanted = request.POST.get("behandelaar", "")
        person = request.user if "ik" in request.POST else person_named(wanted, curators())
        judging.assign_review(found, person, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = {"title": found.practice.title, "name": person}
        text = _("%(name)s behandelt ‘%(title)s’.") if person else _("Niemand behandelt ‘%(title)s’.")
        messages.success(request, text % words)
    return redirect(next_address(request, reverse("knowledgebank:review_detail", args=[uuid])))


@require_POST
def review_bulk(request) -> HttpResponse:
    """Give several rounds to somebody, or another day, all or none."""
    demand_curator(request.user)
    people = curators()
    keys = request.POST.getlist("beoordeling")[:200]
    rounds = {str(each.uuid): each for each in _rounds(request.user, keys)}
    # An unknown key is refused as a choice that is not there.
    form = RoundsForm(request.POST, people=_options(people), rounds=[(key, key) for key in rounds])
    if not form.is_valid():
        return _refused(request, [each for errors in form.errors.values() for each in errors])
    data = form.cleaned_data
    values: dict[str, object] = {"due_on": data["klaar_voor"]} if data["klaar_voor"] else {}
    try:
        if data["behandelaar"]:
            values["assignee"] = person_named(data["behandelaar"], people)
        if not values:
            return _refused(request, [_("Kies een behandelaar of een dag.")])
        done = judging.change_rounds(
            [rounds[key] for key in data["beoordeling"]], by=actor_of(request), **values
        )
    except ValidationError as error:
        return _refused(request, [*error.messages, _("Er is niets gewijzigd.")])
    text = ngettext("%(n)d voorbeeld is gewijzigd.", "%(n)d voorbeelden zijn gewijzigd.", len(done))
    messages.success(request, text % {"n": len(done)})
    return redirect(next_address(request, reverse("knowledgebank:review_list")))


def _rounds(user, keys: list[str]) -> QuerySet:
    known = [key for key in keys if len(key) == 36 and not set(key) - set("0123456789abcdef-")]
    return Review.objects.visible_to(user).filter(uuid__in=known).select_related("practice")


def _refused(request, sentences: list[str]) -> HttpResponse:
    messages.error(request, " ".join(sentences))
    return redirect(next_address(request, reverse("knowledgebank:review_list")))
