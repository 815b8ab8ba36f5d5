"""The pages of webhooks: of who owns them, and of who approves hosts."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.pages import PAGE_SIZE

from .actions import endpoints, fanning
from .forms import WORDS, AgainForm, EndpointForm, many_of
from .matching import reader_for
from .models import Delivery, Endpoint
from .showing import standing, told


@require_safe
def endpoint_list(request) -> HttpResponse:
    """Show the webhooks of this person."""
    rows = Endpoint.objects.visible_to(request.user).for_list()
    context = {
        "rows": [{"endpoint": each, "standing": standing(each)} for each in rows],
        "waiting": Endpoint.objects.waiting().count() if _approves(request) else 0,
        "crumbs": _crumbs(),
    }
    return TemplateResponse(request, "webhooks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def endpoint_add(request) -> HttpResponse:
    """Make a webhook; the answer shows its secret, and nothing else ever does."""
    reader = reader_for(Endpoint(owner=request.user))
    form = EndpointForm(request.POST or None, reader=reader)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = endpoints.make_endpoint(request.user, form.cleaned_data, by=actor_of(request))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            return _secret_page(request, made, secret, is_new=True)
    return _form_page(request, form, _("Webhook maken"))


@require_http_methods(["GET", "HEAD", "POST"])
def endpoint_edit(request, uuid) -> HttpResponse:
    found = _own(request, uuid)
    form = EndpointForm(request.POST or None, reader=reader_for(found) or request.user, endpoint=found)
    if request.method == "POST" and form.is_valid():
        try:
            endpoints.change_endpoint(found, form.cleaned_data, by=actor_of(request))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Je webhook is aangepast."))
            return redirect("webhooks:detail", uuid)
    return _form_page(request, form, _("Webhook aanpassen"), found)


@require_safe
def endpoint_detail(request, uuid) -> HttpResponse:
    """Show a webhook: how it goes, what it is asked for, and what was sent."""
    found = _own(request, uuid)
    rows = Delivery.objects.filter(endpoint=found).for_list()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", "1")[:6])
    context = {
        "endpoint": found,
        "standing": standing(found),
        "verbs": [WORDS[verb] for verb in found.verbs],
        "about": [many_of(name) for name in found.collections],
        "filters": [f"/api/v1/{name}?{query}" for name, query in found.filters.items()],
        "page": page,
        "rows": [{"delivery": each, "told": told(each)} for each in page],
        "again": AgainForm(initial={"since": timezone.localdate() - datetime.timedelta(days=3)}),
        "crumbs": [*_crumbs(link=True), (str(found), "")],
    }
    return TemplateResponse(request, "webhooks/detail.html", context)


@require_POST
def switch(request, uuid) -> HttpResponse:
    """Put a webhook out, or on again."""
    found = _own(request, uuid)
    is_active = "aan" in request.POST
    endpoints.change_endpoint(found, {"is_active": is_active}, by=actor_of(request))
    messages.success(request, _("Je webhook staat aan.") if is_active else _("Je webhook staat uit."))
    return redirect("webhooks:detail", uuid)


@require_POST
@never_cache
def rotate(request, uuid) -> HttpResponse:
    """Give a webhook a new secret, and show it this once."""
    changed, secret = endpoints.rotate_secret(_own(request, uuid), by=actor_of(request))
    return _secret_page(request, changed, secret, is_new=False)


@require_POST
def test(request, uuid) -> HttpResponse:
    found = _own(request, uuid)
    return _done(request, uuid, lambda: endpoints.send_test(found), _("Het proefbericht gaat zo weg."))


@require_POST
def again(request, uuid, delivery) -> HttpResponse:
    """Send one message once more."""
    found = _own(request, uuid)
    row = Delivery.objects.filter(endpoint=found, uuid=delivery).select_related("endpoint").first()
    if row is None:
        raise Http404(_("Deze pagina bestaat niet."))
    return _done(request, uuid, lambda: endpoints.send_again(row), _("Het bericht gaat zo opnieuw weg."))


@require_POST
def again_since(request, uuid) -> HttpResponse:
    """Send everything once more from a day on."""
    found, form = _own(request, uuid), AgainForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Kies een dag."))
        return redirect("webhooks:detail", uuid)
    moment = timezone.make_aware(datetime.datetime.combine(form.cleaned_data["since"], datetime.time()))
    try:
        number = fanning.send_again_since(found, moment)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = ngettext("Er gaat %(n)d bericht opnieuw weg.", "Er gaan %(n)d berichten opnieuw weg.", number)
        messages.success(request, text % {"n": number})
    return redirect("webhooks:detail", uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, uuid) -> HttpResponse:
    """Ask whether a webhook may go, and let it go."""
    found = _own(request, uuid)
    if request.method == "POST":
        endpoints.remove_endpoint(found, by=actor_of(request))
        messages.success(request, _("Je webhook is verwijderd."))
        return redirect("webhooks:list")
    crumbs = [*_crumbs(link=True), (str(found), found.get_absolute_url()), (_("Verwijderen"), "")]
    return TemplateResponse(request, "webhooks/remove.html", {"endpoint": found, "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
def approvals(request) -> HttpResponse:
    """Show to which hosts people want messages sent, and decide."""
    if not _approves(request):
        raise PermissionDenied("webhooks.approve_endpoint")
    if request.method == "POST":
        return _decide(request)
    waiting = Endpoint.objects.waiting().filter(is_active=True).select_related("owner", "token")
    approved = Endpoint.objects.filter(approved_at__isnull=False).select_related("owner", "approved_by")
    page = Paginator(approved.order_by("-approved_at", "-pk"), PAGE_SIZE).get_page(
        request.GET.get("page", "1")[:6]
    )
    context = {
        "waiting": list(waiting[:100]),
        "page": page,
        "crumbs": [*_crumbs(link=True), (_("Adressen goedkeuren"), "")],
    }
    return TemplateResponse(request, "webhooks/approvals.html", context)


def _decide(request) -> HttpResponse:
    try:
        found = Endpoint.objects.get(uuid=request.POST.get("webhook", ""))
    except (Endpoint.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404(_("Deze webhook is er niet meer.")) from error
    if "goed" in request.POST:
        endpoints.approve_endpoint(found, by=actor_of(request))
        messages.success(request, _("%(host)s is goedgekeurd.") % {"host": found.host})
    else:
        endpoints.refuse_endpoint(found, by=actor_of(request))
        messages.success(request, _("We sturen niets naar %(host)s.") % {"host": found.host})
    return redirect("webhooks:approvals")


def _approves(request) -> bool:
    return request.user.has_perm("webhooks.approve_endpoint")


def _own(request, uuid) -> Endpoint:
    rows = Endpoint.objects.visible_to(request.user).select_related("owner", "token")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404(_("Deze pagina bestaat niet, of je mag haar niet zien."))
    return found


def _done(request, uuid, act: Callable[[], Any], text: str) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, text)
    return redirect("webhooks:detail", uuid)


def _form_page(request, form: EndpointForm, title: str, endpoint: Endpoint | None = None) -> HttpResponse:
    here = [(str(endpoint), endpoint.get_absolute_url())] if endpoint else []
    context = {
        "form": form,
        "title": title,
        "endpoint": endpoint,
        "crumbs": [*_crumbs(link=True), *here, (title, "")],
    }
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "webhooks/form.html", context, status=status)


def _secret_page(request, endpoint: Endpoint, secret: str, *, is_new: bool) -> HttpResponse:
    crumbs = [*_crumbs(link=True), (str(endpoint), endpoint.get_absolute_url()), (_("Geheim"), "")]
    context = {"endpoint": endpoint, "secret": secret, "is_new": is_new, "crumbs": crumbs}
    return TemplateResponse(request, "webhooks/secret.html", context)


def _crumbs(*, link: bool = False) -> list[tuple[str, str]]:
    return [
        (_("Mijn overzicht"), reverse("my_page")),
        (_("Webhooks"), reverse("webhooks:list") if link else ""),
    ]
