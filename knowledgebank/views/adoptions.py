"""Pages of where practices went: who builds on what, what was changed and what came of it."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.predicates import regions_held
from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.models import Record
from industriecoalitie.core.pages import list_page
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.history.recording import change_set
from industriecoalitie.sources.models import Citation
from knowledgebank.actions.adopting import tell_owners
from knowledgebank.choices import AdoptionState, PracticeState
from knowledgebank.filtersets import AdoptionFilterSet
from knowledgebank.forms.adoption import AdoptionSheet
from knowledgebank.models import Adoption, Practice
from knowledgebank.querysets import is_curator
from regions.choices import Role
from regions.forms.owned import keeps_for_country

from .family import TONES


class TellingAdoptionSheet(AdoptionSheet):
    """The sheet that also tells who keeps the practice, in the same transaction; the clock tells of other ways."""

    def apply(self, *, by: Actor, change=None, seen: int | None = None) -> Record:
        event = "adoption.added" if self.is_new else "adoption.changed"
        try:
            with change_set(by, event):
                saved = super().apply(by=by, change=change, seen=seen)
                tell_owners(saved)
        except IntegrityError as error:
            # Two of one team pressed the button at once.
            raise ValidationError({"region": _("Deze regio staat al bij dit voorbeeld.")}) from error
        return saved


@login_not_required
@require_safe
def adoption_list(request) -> HttpResponse:
    user = request.user
    rows = Adoption.objects.visible_to(user)
    crumbs = [crumb(), (_("Navolging"), "")]
    return list_page(
        request,
        "knowledgebank/adoption_list.html",
        rows.for_list(),
        AdoptionFilterSet,
        {"crumbs": crumbs, "totals": rows.totals(), "is_curator": is_curator(user)},
        table="adoptions",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_add(request, slug: str) -> HttpResponse:
    """Say that the own region builds on a practice that everybody may read."""
    practice = get_permitted(request.user, Practice, "view", slug=slug)
    if practice.state != PracticeState.PUBLISHED:
        raise Http404(_("Deze pagina bestaat niet, of je mag haar niet zien."))
    told = told_already(practice, request.user)
    if told is not None and request.method != "POST":
        return redirect("knowledgebank:adoption_edit", slug, told.region.slug)
    crumbs = [crumb(), (practice.title, practice.get_absolute_url())]
    return add_page(request, TellingAdoptionSheet, crumbs, record=Adoption(practice=practice))


def told_already(practice: Practice, user) -> Adoption | None:
    """Return what the own team told of a practice before; None while it has a region that did not tell yet."""
    own = regions_held(user, Role.LEAD, Role.MEMBER) - {practice.region_id, practice.owner_id}
    if keeps_for_country(user) or not own:
        return None
    there = practice.adoptions.filter(hidden_at=None, region__in=own)
    if there.count() < len(own):
        return None
    return Adoption.objects.editable_by(user).filter(pk__in=there).select_related("region").first()


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_edit(request, slug: str, region: str) -> HttpResponse:
    adoption = one_of(request.user, slug, region)
    crumbs = [crumb(), (adoption.practice.title, adoption.practice.get_absolute_url())]
    return edit_page(request, TellingAdoptionSheet, crumbs, uuid=adoption.uuid)


@login_not_required
@require_safe
def adoption_detail(request, slug: str, region: str) -> HttpResponse:
    user = request.user
    adoption = one_of(user, slug, region)
    learned = list(
        Adoption.objects.visible_to(user).filter(via=adoption).select_related("practice", "region")
    )
    via = None
    if adoption.via_id:
        via = (
            Adoption.objects.visible_to(user)
            .filter(pk=adoption.via_id)
            .select_related("practice", "region")
            .first()
        )
    return TemplateResponse(
        request,
        "knowledgebank/adoption_detail.html",
        {
            "adoption": adoption,
            "tone": TONES[AdoptionState(adoption.state)],
            "via": via,
            "learned": learned,
            "citations": Citation.objects.visible_to(user).by_subject({adoption.uuid}),
            "crumbs": [
                crumb(),
                (adoption.practice.title, adoption.practice.get_absolute_url()),
                (_("Navolging"), reverse("knowledgebank:adoption_list")),
                (adoption.region.name, ""),
            ],
        },
    )


def one_of(user, slug: str, region: str) -> Adoption:
    """Return the adoption of a practice by a region.

    Raises:
        Http404: there is none, or the person may not see it.
    """
    rows = Adoption.objects.visible_to(user).for_list().filter(practice__slug=slug, region__slug=region)
    adoption = rows.first()
    if adoption is None:
        raise Http404(_("Deze pagina bestaat niet, of je mag haar niet zien."))
    return adoption


def crumb() -> tuple[str, str]:
    return _("Kennisbank"), reverse("knowledgebank:practice_list")
