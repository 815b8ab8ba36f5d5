"""Pages of what a team follows, and of stopping its letters."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.access.predicates import regions_held
from industriecoalitie.access.shortcuts import get_permitted, next_address
from industriecoalitie.core.actors import actor_of
from knowledgebank.actions import digest, following
from knowledgebank.choices import PracticeKind
from knowledgebank.forms.interest import InterestForm, grouped
from knowledgebank.models import DigestReader, Interest
from knowledgebank.models.sharing import hash_of
from regions.choices import Role
from regions.models import Region

WHAT = ("concept", "about", "kind")


@require_safe
def interest_list(request, slug: str) -> HttpResponse:
    """Show what a team follows, with a form for each sort of thing."""
    region = get_permitted(request.user, Region, "change", slug=slug)
    form = InterestForm(request.user, teams_of(request.user))
    interests = Interest.objects.filter(region=region).select_related("concept", "about")
    reader = DigestReader.objects.filter(user=request.user, region=region).first()
    context = {
        "region": region,
        "choices": [(name, form.fields[name].label) for name in WHAT],
        "terms": grouped(form.fields["concept"].queryset),
        "regions": [each for each in form.fields["about"].queryset if each.pk != region.pk],
        "kinds": PracticeKind.choices,
        "interests": sorted(interests, key=lambda each: str(each).casefold()),
        "gets_letters": region.pk in _own(request.user),
        "is_stopped": bool(reader and reader.stopped_at),
        "crumbs": [
            (_("Regio’s"), reverse("regions:region_list")),
            (region.name, region.get_absolute_url()),
            (_("Wat het team volgt"), ""),
        ],
    }
    return TemplateResponse(request, "knowledgebank/interest_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request) -> HttpResponse:
    """Follow one thing with the own team; ask which team when there are more."""
    user = request.user
    if not user.has_perm("knowledgebank.add_interest"):
        raise PermissionDenied("knowledgebank.add_interest")
    teams = teams_of(user)
    asked = request.POST if request.method == "POST" else request.GET
    # One team needs no asking; only what was not chosen yet is filled in.
    data = {name: asked.get(name, "") for name in (*WHAT, "region")}
    data["region"] = data["region"] or _only(teams)
    form = InterestForm(user, teams, data)
    if request.method == "POST" and form.is_valid():
        done = _followed(request, form)
        if done is not None:
            return done
    return _choose_page(request, form)


@require_POST
def interest_remove(request, slug: str, uuid) -> HttpResponse:
    """Let a team follow something no longer."""
    region = get_permitted(request.user, Region, "change", slug=slug)
    interest = get_object_or_404(Interest.objects.filter(region=region), uuid=uuid)
    name = str(interest)
    following.unfollow(interest, by=actor_of(request))
    messages.success(request, _("Jullie volgen ‘%(name)s’ niet meer.") % {"name": name})
    return redirect("knowledgebank:interest_list", slug)


@require_POST
def digest_choice(request, slug: str) -> HttpResponse:
    """Stop the letters of a team for oneself, or want them again."""
    region = get_permitted(request.user, Region, "change", slug=slug)
    if region.pk not in _own(request.user):
        raise Http404
    reader = digest.reader_of(request.user, region)
    if request.POST.get("mail") == "aan":
        digest.resume_digest(reader)
        messages.success(request, _("Je krijgt deze mail weer."))
    else:
        digest.stop_digest(reader)
        messages.success(request, _("Je krijgt deze mail niet meer."))
    return redirect("knowledgebank:interest_list", slug)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def digest_stop(request, token: str) -> HttpResponse:
    """Stop the letters with the key in the letter: GET asks, POST stops. Mail programs post without a session."""
    rows = DigestReader.objects.filter(token_hash=hash_of(token), stopped_at=None).select_related("region")
    reader = rows.first()
    if reader is not None and request.method == "POST":
        digest.stop_digest(reader)
    context = {
        "crumbs": [(_("Volgen"), "")],
        "team": reader.region.name if reader else "",
        "is_stopped": reader is None or request.method == "POST",
    }
    # A key that nobody has, or that was used, is told the same in words: there are no letters.
    status = 200 if reader is not None else 404
    response = TemplateResponse(request, "knowledgebank/digest_stop.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response


def teams_of(user):
    """Return the teams that a person may choose for: the own ones; all for the national team."""
    return Region.objects.editable_by(user).filter(hidden_at=None).order_by("name", "pk")


def _own(user) -> set[int]:
    return regions_held(user, Role.LEAD, Role.MEMBER)


def _only(teams) -> str:
    found = list(teams.values_list("uuid", flat=True)[:2])
    return str(found[0]) if len(found) == 1 else ""


def _followed(request, form: InterestForm) -> HttpResponse | None:
    team = form.cleaned_data["region"]
    try:
        interest, is_new = following.follow(team, form.interest(), by=actor_of(request))
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    address = reverse("knowledgebank:interest_list", args=[team.slug])
    text = _("Team %(team)s volgt ‘%(name)s’.") if is_new else _("Team %(team)s volgt ‘%(name)s’ al.")
    words = {"team": team.name, "name": interest}
    link = format_html('{} <a href="{}">{}</a>', text % words, address, _("Bekijk wat jullie volgen"))
    messages.success(request, link)
    return redirect(next_address(request, address))


def _choose_page(request, form: InterestForm) -> HttpResponse:
    is_chosen = any(form.data.get(name) for name in WHAT)
    context = {
        "form": form,
        "errors": form.errors if request.method == "POST" else {},
        "next": request.POST.get("next", ""),
        "chosen": {name: form.data[name] for name in WHAT if form.data.get(name)},
        "name": _name_of(form) if is_chosen else "",
        "teams": list(form.fields["region"].queryset),
        "crumbs": [(_("Kennisbank"), reverse("knowledgebank:practice_list")), (_("Volgen"), "")],
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "knowledgebank/follow.html", context, status=status)


def _name_of(form: InterestForm) -> str:
    """Return the name of the one thing that is to be followed; empty when it is none."""
    form.is_valid()
    kinds = dict(form.fields["kind"].choices)
    chosen = [form.cleaned_data.get(name) for name in ("concept", "about")]
    return str(next((each for each in chosen if each), kinds.get(form.cleaned_data.get("kind") or None, "")))
