"""A draft beside what is published: what would change when it is published."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.history.states import differences, state_of, with_change, worded
from knowledgebank.actions.drafting import overlay
from knowledgebank.choices import BESIDE, PracticeState
from knowledgebank.models import Practice

from .standing import heading_of
from .writing import list_crumb


@require_safe
def practice_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Lay a draft beside its original, field by field; the address of the original leads to its draft."""
    queryset = Practice.objects.for_detail().select_related("draft_of")
    draft = get_permitted(request.user, Practice, "view", queryset=queryset, slug=slug)
    if draft.draft_of is None:
        beside = Practice.objects.visible_to(request.user).filter(draft_of=draft)
        beside = beside.exclude(state=PracticeState.MERGED).first()
        if beside is None:
            raise Http404(_("Naast dit voorbeeld staat geen concept."))
        return redirect("knowledgebank:practice_compare", beside.slug)
    if draft.state not in BESIDE:
        raise Http404
    try:
        laid, now = overlay(draft), state_of(draft.draft_of)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(draft)
    context = {
        "draft": draft,
        "original": draft.draft_of,
        "differences": worded(differences(now, with_change(now, laid.change)), request.user),
        "crossed": [heading_of(draft, name) for name in laid.crossed],
        "crumbs": [list_crumb(), (draft.title, draft.get_absolute_url()), (_("Vergelijken"), "")],
    }
    return TemplateResponse(request, "knowledgebank/practice_compare.html", context)
