"""What the pages of terms and of success factors have in common: one word, merging it, retiring it."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.models import Record
from industriecoalitie.core.quantities import number_in
from industriecoalitie.curation import actions
from industriecoalitie.curation.forms import StaysForm
from industriecoalitie.curation.kinds import WordKind
from industriecoalitie.curation.uses import moving, uses_of
from industriecoalitie.editing.pages import with_undo
from industriecoalitie.history.recording import Conflict

Crumbs = Sequence[tuple[str, str]]


def check_curator(request, permission: str) -> None:
    """Refuse who does not keep these words.

    Raises:
        PermissionDenied: the person is no curator and no administrator.
    """
    if not request.user.has_perm(permission):
        raise PermissionDenied


def permitted(request, kind: WordKind, **lookup) -> Record:
    """Return one word for a person who may change it.

    Raises:
        Http404: there is none. PermissionDenied: the person may not change it.
    """
    return get_permitted(request.user, kind.model, "change", queryset=kind.model.objects.all(), **lookup)


def detail_page(request, kind: WordKind, crumbs: Crumbs, record: Record, **more) -> HttpResponse:
    """Show one word to curators: what it is, how often it is used, and what can be done with it."""
    uses = uses_of(record)
    context = {
        "record": record,
        "word": kind,
        "why": getattr(record, "relied_on", ""),
        "uses": uses,
        "total": sum(count for _label, count in uses),
        "edit_url": kind.address(record, "edit"),
        "merge_url": kind.address(record, "merge"),
        "retire_url": kind.address(record, "retire"),
        "take_back_url": kind.address(record, "take_back"),
        "crumbs": [*crumbs, (str(record), "")],
        **more,
    }
    return TemplateResponse(request, "curation/word_detail.html", context)


def retire_word(request, kind: WordKind, **lookup) -> HttpResponse:
    """Take a word out of what can be chosen."""
    text = _("‘%(name)s’ is niet meer te kiezen. Waar het al staat, blijft het staan.")
    return _turned(request, kind, permitted(request, kind, **lookup), actions.retire, text)


def take_back_word(request, kind: WordKind, **lookup) -> HttpResponse:
    """Let a word be chosen again."""
    text = _("‘%(name)s’ is weer te kiezen.")
    return _turned(request, kind, permitted(request, kind, **lookup), actions.take_back, text)


def _turned(request, kind: WordKind, record: Record, act: Callable[..., Record], text: str) -> HttpResponse:
    try:
        saved = act(record, by=actor_of(request), seen=number_in(request.POST, "seen") or 0)
    except Conflict:
        messages.warning(request, _("Iemand veranderde dit zojuist. Kijk eerst even wat er nu staat."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        if saved.change_set is not None:
            messages.success(request, with_undo(text % {"name": record}, saved.change_set))
    return redirect(kind.address(record))


def merge_page(request, kind: WordKind, crumbs: Crumbs, **lookup) -> HttpResponse:
    """Let a word go up in another of its list: choose which, see what moves, and do it."""
    gone = permitted(request, kind, **lookup)
    crumbs = [*crumbs, (str(gone), kind.address(gone)), (_("Samenvoegen"), "")]
    others = kind.family(gone).visible_to(request.user).offered().exclude(pk=gone.pk).order_by("label", "pk")
    kept = others.filter(**{kind.keys[-1]: request.GET.get("blijft", "")}).first()
    if getattr(gone, "relied_on", "") or kept is None:
        return _chosen(request, kind, gone, others, crumbs)
    if request.method != "POST":
        return _shown(request, kind, kept, gone, crumbs)
    try:
        merged = kind.merge(
            kept, gone, by=actor_of(request),
            seen=number_in(request.POST, "seen") or 0, seen_gone=number_in(request.POST, "seen_gone") or 0,
        )  # fmt: skip
    except Conflict:
        warning = _(
            "Iemand veranderde intussen een van de twee. Hieronder staat hoe het nu is; kijk en kies opnieuw."
        )
        return _shown(request, kind, kept, gone, crumbs, warning, status=409)
    except ValidationError as error:
        return _shown(request, kind, kept, gone, crumbs, " ".join(error.messages), status=422)
    text = _("‘%(gone)s’ is opgegaan in ‘%(kept)s’. Alles wat ernaar verwees, is meegegaan.")
    messages.success(request, with_undo(text % {"gone": gone, "kept": merged}, merged.change_set))
    return redirect(kind.address(merged))


def _chosen(request, kind: WordKind, gone: Record, others, crumbs: Crumbs) -> HttpResponse:
    """Ask which word stays, or say why this one cannot go."""
    options = [(kind.key(each), str(each)) for each in others]
    form = StaysForm(request.GET if request.GET.get("blijft") else None, others=options)
    context = {
        "gone": gone,
        "form": form,
        "why": getattr(gone, "relied_on", ""),
        "back": kind.address(gone),
        "crumbs": crumbs,
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "curation/merge_choose.html", context, status=status)


def _shown(request, kind: WordKind, kept, gone, crumbs: Crumbs, warning: str = "", *, status: int = 200):
    """Show beforehand what moves."""
    links = moving(kept, gone)
    context = {
        "kept": kept,
        "gone": gone,
        "links": links,
        "total": sum(count for _label, _own, count in links),
        "warning": warning,
        "turned_url": f"{kind.address(kept, 'merge')}?{urlencode({'blijft': kind.key(gone)})}",
        "may_turn": gone.is_offered and not getattr(kept, "relied_on", ""),
        "back": kind.address(gone),
        "crumbs": crumbs,
    }
    return TemplateResponse(request, "curation/merge.html", context, status=status)
