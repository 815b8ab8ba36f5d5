"""Pages on which a kartrekker puts the team together."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.access.predicates import regions_held
from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.accounts.invitations import is_waiting
from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import actor_of
from regions import actions
from regions.choices import Role
from regions.forms.team import InvitationForm, LastDayForm
from regions.models import Membership, Region


@require_safe
def my_team(request):
    """Show the teams of the regions that a person leads."""
    regions = Region.objects.filter(pk__in=regions_held(request.user, Role.LEAD), hidden_at=None)
    people = Membership.objects.filter(region__in=regions).editable_by(request.user).not_ended().for_list()
    teams = {region: [] for region in regions.order_by("name", "pk")}
    for membership in people:
        teams[membership.region].append(_line(membership))
    crumbs = [(_("Mijn overzicht"), reverse("my_page")), (_("Mijn team"), "")]
    return TemplateResponse(request, "regions/my_team.html", {"teams": list(teams.items()), "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
def team(request, slug: str):
    """Show who works in a region, and invite someone."""
    region = _staffed(request, slug)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.invite(region, data.pop("email"), data.pop("role"), by=actor_of(request), **data)
        except ValidationError as error:
            put_on(form, error)
        else:
            # The same words whether or not the address had an account.
            messages.success(
                request, _("De uitnodiging gaat naar %(email)s.") % {"email": form.data["email"]}
            )
            return redirect("regions:team", slug)
    rows = region.memberships.editable_by(request.user)
    context = {
        "region": region,
        "form": form,
        "people": [_line(each) for each in rows.not_ended().for_list()],
        "former": list(rows.ended().for_list()),
        "crumbs": [*_crumbs(region), (_("Team"), "")],
    }
    return TemplateResponse(request, "regions/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def team_member(request, slug: str, pk: int):
    """Show one role of a person, and change its last day."""
    region, membership = _member(request, slug, pk)
    form = LastDayForm(request.POST or None, initial={"until_on": membership.until_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_last_day(membership, form.cleaned_data["until_on"], by=actor_of(request))
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("De laatste dag is opgeslagen."))
            return redirect("regions:team", slug)
    crumbs = [*_crumbs(region), (_("Team"), reverse("regions:team", args=[slug])), (str(membership.user), "")]
    context = {"region": region, "line": _line(membership), "form": form, "crumbs": crumbs}
    return TemplateResponse(request, "regions/team_member.html", context)


@require_POST
def team_member_end(request, slug: str, pk: int):
    region, membership = _member(request, slug, pk)
    text = _("De rol van %(name)s is beëindigd.") % {"name": membership.user}
    return _done(request, region, membership, actions.end_membership, text)


@require_POST
def team_member_resend(request, slug: str, pk: int):
    region, membership = _member(request, slug, pk)
    text = _("De uitnodiging gaat opnieuw naar %(email)s.") % {"email": membership.user.email}
    return _done(request, region, membership, actions.resend_invitation, text)


@require_POST
def team_member_withdraw(request, slug: str, pk: int):
    region, membership = _member(request, slug, pk)
    text = _("De uitnodiging van %(name)s is ingetrokken.") % {"name": membership.user}
    return _done(request, region, membership, actions.withdraw_invitation, text)


def put_on(form: Form, error: ValidationError) -> None:
    """Put what an action refuses on the form: at its field when the form has that one, else above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _done(request, region: Region, membership: Membership, action, text: str):
    try:
        action(membership, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, text)
    # Whoever ended the own role may not see the team any more.
    is_mine = Region.objects.staffed_by(fresh(request.user)).filter(pk=region.pk).exists()
    return redirect("regions:team", region.slug) if is_mine else redirect("my_page")


def fresh(user):
    """Return a person whose roles are read again."""
    return User.objects.get(pk=user.pk)


def _staffed(request, slug: str) -> Region:
    return get_permitted(request.user, Region, "staff", slug=slug)


def _member(request, slug: str, pk: int) -> tuple[Region, Membership]:
    region = _staffed(request, slug)
    rows = region.memberships.editable_by(request.user).not_ended().for_list()
    membership = rows.filter(pk=pk).first()
    if membership is None:
        raise Http404(_("Deze pagina bestaat niet."))
    return region, membership


def _line(membership: Membership) -> dict[str, object]:
    return {"membership": membership, "is_waiting": is_waiting(membership.user)}


def _crumbs(region: Region) -> list[tuple[str, str]]:
    return [(_("Regio’s"), reverse("regions:region_list")), (region.name, region.get_absolute_url())]
