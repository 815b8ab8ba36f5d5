"""The page on which the programmes of one partnership are linked; partnerships do not know programmes."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.actors import actor_of
from industriecoalitie.editing.fields import Reader
from industriecoalitie.editing.pages import with_undo
from partnerships.models import Partnership
from programmes.actions import link_programmes
from programmes.forms.programme import PartnershipProgrammesForm
from programmes.models import Programme


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_programmes(request, slug):
    """Link programmes to a partnership, and unlink them: each by who may change that programme."""
    user = request.user
    partnership = get_permitted(user, Partnership, "change", queryset=Partnership.objects.all(), slug=slug)
    linked = list(partnership.programmes.visible_to(user).order_by("name", "pk"))
    form = PartnershipProgrammesForm(
        request.POST or None, reader=Reader(user), initial={"programmes": linked}
    )
    if request.method == "POST" and form.is_valid():
        answer = _saved(request, partnership, linked, form)
        if answer is not None:
            return answer
    context = {
        "partnership": partnership,
        "form": form,
        "new_url": reverse("programmes:programme_add", query={"partnership": partnership.slug}),
        "crumbs": [
            (_("Samenwerkingen"), reverse("partnerships:partnership_list")),
            (partnership.name, partnership.get_absolute_url()),
            (_("Opleidingen"), ""),
        ],
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "programmes/partnership_programmes.html", context, status=status)


def _saved(request: HttpRequest, partnership: Partnership, linked, form) -> HttpResponse | None:
    """Save the choice; None when a programme among the changes is kept by someone else."""
    chosen = form.cleaned_data["programmes"]
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
        form.add_error("programmes", text % {"names": names})
        return None
    if not add and not remove:
        messages.info(request, _("Er is niets veranderd."))
        return redirect(partnership)
    try:
        key = link_programmes(partnership, add=add, remove=remove, by=actor_of(request))
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    text = _("De opleidingen van ‘%(name)s’ zijn opgeslagen.") % {"name": partnership}
    messages.success(request, with_undo(text, key))
    return redirect(partnership)


def _kept_by_others(user, programmes: Iterable[Programme]) -> list[Programme]:
    programmes = list(programmes)
    mine = set(Programme.objects.editable_by(user).filter(pk__in=[each.pk for each in programmes]))
    return [each for each in programmes if each not in mine]
