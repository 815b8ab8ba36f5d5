"""Pages of kept filters and of following them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.exchange.actions.filters import follow, remove_filter, save_filter, unfollow
from industriecoalitie.exchange.forms import SavedFilterForm
from industriecoalitie.exchange.lists import canonical
from industriecoalitie.exchange.models import Follow, SavedFilter, hash_of

from .shared import crumbs_of, get_table


@require_safe
def filters(request) -> HttpResponse:
    """Show the own filters and those that teams share, and which of them are followed."""
    user = request.user
    kept = SavedFilter.objects.visible_to(user).select_related("region").order_by("name", "pk")
    followed = {each.saved_filter_id for each in Follow.objects.visible_to(user)}
    rows = [
        {"kept": each, "is_mine": each.owner_id == user.pk, "is_followed": each.pk in followed}
        for each in kept
        if each.table is not None
    ]
    context = {"crumbs": [(_("Filters"), "")], "rows": rows}
    return TemplateResponse(request, "exchange/filters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def filter_add(request, key: str) -> HttpResponse:
    """Keep the filters of a list under a name, and follow them when asked."""
    table = get_table(key)
    query = canonical(table, request.GET.urlencode())
    form = SavedFilterForm(
        request.user, request.POST or None, initial={"follows": request.GET.get("volgen") == "1"}
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            saved = save_filter(
                table, request.user, values["name"], query, values.get("region"), follows=values["follows"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("‘%(name)s’ is bewaard.") % {"name": saved})
            return redirect("exchange:filters")
    context = {
        "crumbs": crumbs_of(table, _("Filter bewaren")),
        "table": table,
        "form": form,
        "query": query,
        "has_filters": bool(query),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "exchange/filter_add.html", context, status=status)


@require_POST
def filter_remove(request, slug: str) -> HttpResponse:
    """Forget an own filter."""
    saved = get_object_or_404(SavedFilter.objects.editable_by(request.user), slug=slug)
    remove_filter(saved)
    messages.success(request, _("‘%(name)s’ is weggehaald.") % {"name": saved})
    return redirect("exchange:filters")


@require_POST
def filter_follow(request, slug: str) -> HttpResponse:
    """Begin or stop following a filter."""
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user), slug=slug)
    found = Follow.objects.visible_to(request.user).filter(saved_filter=saved).first()
    try:
        if found is None:
            follow(saved, request.user)
            messages.success(request, _("Je volgt ‘%(name)s’. Je krijgt maandag mail als er iets verandert.") % {"name": saved})  # fmt: skip
        else:
            unfollow(found)
            messages.success(request, _("Je volgt ‘%(name)s’ niet meer.") % {"name": saved})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("exchange:filters")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_stop(request, token: str) -> HttpResponse:
    """Stop the letters with the key in the letter: GET asks, POST stops. Mail programs post without a session."""
    found = Follow.objects.filter(token_hash=hash_of(token)).select_related("saved_filter").first()
    context = {
        "crumbs": [(_("Volgen"), "")],
        "name": str(found) if found else "",
        "is_stopped": found is None,
    }
    if found is not None and request.method == "POST":
        unfollow(found)
        context["is_stopped"] = True
    # A key that nobody has (any more) is told the same in words: there are no letters.
    status = 200 if found is not None else 404
    response = TemplateResponse(request, "exchange/follow_stop.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response
