"""Fetching one record for a person who may see it, or change it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


def get_permitted(user, model: type[Model], verb: str, *, queryset=None, **lookup) -> Model:
    """Return the one record, when ``user`` has the permission ``verb`` on it.

    Raises:
        Http404: there is none, or ``user`` may not see it; both look the same.
        PermissionDenied: ``user`` may see it but not do this.
    """
    records = (queryset if queryset is not None else model.objects.for_detail()).visible_to(user)
    try:
        record = records.get(**lookup)
    except model.DoesNotExist as error:
        raise Http404(_("Deze pagina bestaat niet, of je mag haar niet zien.")) from error
    permission = f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
    if verb != "view" and not user.has_perm(permission, record):
        raise PermissionDenied(permission)
    return record


def leads_to(user, model: type[Model], **lookup: object) -> HttpResponsePermanentRedirect | None:
    """Return the way from the old address of a record that was merged to the one it became, when ``user`` may see that.

    An address that was never open to ``user`` leads nowhere.
    """
    old = model.objects.known_to(user).filter(**lookup, hidden_at__isnull=False)
    kept = model.objects.filter(merged_from__in=old).visible_to(user).first()
    if kept is None:
        return None
    response = HttpResponsePermanentRedirect(kept.get_absolute_url())
    response["Cache-Control"] = "no-cache"  # a merger can be undone
    return response


def next_address(request: HttpRequest, instead: str) -> str:
    """Return the page of this portal that a form asked to go to next (``next``); the address ``instead`` without one."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else instead
