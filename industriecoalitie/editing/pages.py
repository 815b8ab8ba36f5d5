"""Pages that edit: one way for every kind of record, from the empty form to the conflict."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.core.models import Record
from industriecoalitie.core.quantities import number_in, whole
from industriecoalitie.history.recording import Conflict

from . import actions, conflicts
from .files import take_in_files
from .markdown import with_previews
from .models import Draft
from .sheets import NOT_SEEN, Sheet

# Fields of the page itself, that are no part of what was typed.
OWN_FIELDS = {"csrfmiddlewaretoken", "autosave", "add_row", "move_row", "discard", "preview"}
# How often a change is laid on top of newer ones before the person is asked to look.
TRIES = 3


def add_page(
    request: HttpRequest,
    sheet_class: type[Sheet],
    crumbs: Sequence[tuple[str, str]],
    *,
    record: Record | None = None,
    initial: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer the page that adds a record.

    ``record`` is a new one with what the address tells, as the agenda of a line; ``initial`` fills in fields and rows (see ``Sheet``).

    Raises:
        PermissionDenied: the person may not add this kind of record.
    """
    model = sheet_class.model
    if not request.user.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}"):
        raise PermissionDenied
    crumbs = [*crumbs, (sheet_class.add_title, "")]
    return _page(request, sheet_class, record or model(), crumbs, initial)


def edit_page(
    request: HttpRequest, sheet_class: type[Sheet], crumbs: Sequence[tuple[str, str]], **lookup: object
) -> HttpResponse:
    """Answer the page that edits one record.

    Raises:
        Http404: there is none, or the person may not see it.
        PermissionDenied: the person may see it but not change it.
    """
    model = sheet_class.model
    record = get_permitted(request.user, model, "change", queryset=model.objects.all(), **lookup)
    crumbs = [*crumbs, (str(record), sheet_class.address_of(record)), (_("Bewerken"), "")]
    return _page(request, sheet_class, record, crumbs)


def _page(request, sheet_class: type[Sheet], record: Record, crumbs, initial=None) -> HttpResponse:
    draft = Draft.objects.filter(user=request.user, path=request.path).first()
    if request.method != "POST":
        return _opened(request, sheet_class, record, draft, crumbs, initial)
    if "discard" in request.POST:
        actions.discard_draft(request.user, request.path)
        return redirect(request.path)
    if "autosave" in request.POST:
        return _kept(request, sheet_class(request.user, record, request.POST))
    if request.FILES:
        take_in_files(request, sheet_class(request.user, record))
    if "answers" in request.POST and draft is not None:
        return _answered(request, sheet_class, record, draft, crumbs)
    if "add_row" in request.POST or "move_row" in request.POST:
        return _shown(request, _with_rows(request, sheet_class, record), crumbs)
    if "preview" in request.POST:
        sheet = sheet_class(request.user, record, request.POST).without_remarks()
        return _shown(request, with_previews(sheet), crumbs)
    return _sent(request, sheet_class(request.user, record, request.POST), crumbs)


def _opened(request, sheet_class, record, draft: Draft | None, crumbs, initial) -> HttpResponse:
    """Show the form as the record is, as it was left unsent, or what two people changed at once."""
    if draft is None:
        return _shown(request, sheet_class(request.user, record, initial=initial), crumbs)
    typed = typed_in(draft)
    sheet = sheet_class(request.user, record, typed, seen=draft.seen)
    if "botsing" in request.GET and record.pk and sheet.is_valid():
        merge = conflicts.merged(sheet, record)
        if merge is not None and merge.questions:
            return _asked(request, sheet, merge, crumbs)
    return _shown(request, sheet.without_remarks(), crumbs, draft=draft)


def _kept(request, sheet: Sheet) -> HttpResponse:
    title = (request.POST.get("name") or request.POST.get("title") or "").strip()
    draft = _keep(request, sheet.seen, title or (str(sheet.record) if sheet.record.pk else ""))
    if draft is None:
        return JsonResponse({"error": _("Te groot om tussendoor te bewaren.")}, status=413)
    moment = timezone.localtime(draft.saved_at)
    return JsonResponse({"text": _("Concept bewaard om %(time)s uur") % {"time": moment.strftime("%H.%M")}})


def _keep(request, seen: int | None, title: str) -> Draft | None:
    # PostgreSQL holds no NUL, not in a JSON document either; saving the form refuses it with a sentence.
    data = {
        name.replace("\x00", ""): [value.replace("\x00", "") for value in values]
        for name, values in request.POST.lists()
        if name not in OWN_FIELDS
    }
    return actions.save_draft(request.user, request.path, data, seen=seen, title=title.replace("\x00", ""))


def _sent(request, sheet: Sheet, crumbs) -> HttpResponse:
    """Save; lay the change on top of newer ones when nobody has to choose; otherwise ask."""
    if sheet.seen == NOT_SEEN:
        sheet.refuse(
            ValidationError(_("Open dit formulier opnieuw: het zegt niet welke versie je voor je had."))
        )
        return _shown(request, sheet, crumbs, status=422)
    if not sheet.is_valid():
        return _shown(request, sheet, crumbs, status=422)
    by = actor_of(request)
    is_joined = False
    change, seen = sheet.change(), sheet.seen
    for _attempt in range(TRIES):
        try:
            saved = sheet.apply(by=by, change=change, seen=seen)
        except ValidationError as error:
            sheet.refuse(error)
            return _shown(request, sheet, crumbs, status=422)
        except Conflict as conflict:
            merge = conflicts.merged(sheet, conflict.current)
            if merge is None or merge.questions:
                break
            change, seen, is_joined = merge.change, conflict.current.version, True
        else:
            return _done(request, sheet, saved, is_joined=is_joined)
    _keep(request, sheet.seen, str(sheet.record))
    return redirect(f"{request.path}?botsing=1")


def _answered(request, sheet_class, record, draft: Draft, crumbs) -> HttpResponse:
    """Save what a person chose between own values and those of someone else."""
    sheet = sheet_class(request.user, record, typed_in(draft), seen=draft.seen)
    again = redirect(f"{request.path}?botsing=1")
    if not sheet.is_valid() or number_in(request.POST, "current") != record.version:
        return again
    merge = conflicts.merged(sheet, record)
    if merge is None:
        return again
    missing = [each for each in merge.questions if each.name not in request.POST]
    if missing:
        return _asked(request, sheet, merge, crumbs, missing=missing)
    answers = {each.name: request.POST[each.name] == "mine" for each in merge.questions}
    try:
        saved = sheet.apply(by=actor_of(request), change=merge.resolved(answers), seen=record.version)
    except Conflict:
        return again
    except ValidationError as error:
        sheet.refuse(error)
        return _shown(request, sheet, crumbs, status=422, draft=draft)
    return _done(request, sheet, saved, is_joined=True)


def _done(request, sheet: Sheet, saved: Record, *, is_joined: bool) -> HttpResponse:
    actions.discard_draft(request.user, request.path)
    key = getattr(saved, "change_set", None)
    name = str(saved)
    if key is None:
        messages.info(request, _("Er is niets veranderd aan ‘%(name)s’.") % {"name": name})
    else:
        text = _("‘%(name)s’ is toegevoegd.") if sheet.is_new else _("‘%(name)s’ is opgeslagen.")
        words = [text % {"name": name}]
        if is_joined:
            words.append(_("Iemand anders veranderde intussen ook iets; dat is bewaard gebleven."))
        messages.success(request, with_undo(" ".join(words), key))
    return redirect(sheet.address_of(saved))


def with_undo(text: str, key: object) -> str:
    """Return a message with a link to what was done, where it can be undone."""
    address = reverse("history:change_set", args=[key])
    return format_html('{} <a href="{}">{}</a>', text, address, _("Bekijken of ongedaan maken"))


def _with_rows(request, sheet_class, record) -> Sheet:
    """Return the form as typed, with a row more, or with two rows changed places."""
    data = request.POST.copy()
    relation = data.get("add_row", "")
    total = number_in(data, f"{relation}-TOTAL_FORMS")
    if relation and total is not None:
        data[f"{relation}-TOTAL_FORMS"] = str(total + 1)
    elif data.get("move_row"):
        _move(data, data["move_row"])
    sheet = sheet_class(request.user, record, data).without_remarks()
    sheet.added = relation
    return sheet


def _move(data: QueryDict, wish: str) -> None:
    """Let two rows of the posted form change places; ``wish`` is ``steps:2:up``."""
    relation, _colon, rest = wish.partition(":")
    number, _colon, way = rest.partition(":")
    one, total = whole(number), number_in(data, f"{relation}-TOTAL_FORMS")
    if one is None or total is None:
        return
    other = one - 1 if way == "up" else one + 1
    if other < 0 or other >= total:
        return
    mine, theirs = f"{relation}-{one}-", f"{relation}-{other}-"
    taken = {key: data.getlist(key) for key in list(data) if key.startswith((mine, theirs))}
    for key in taken:
        del data[key]
    for key, values in taken.items():
        begin, end = (mine, theirs) if key.startswith(mine) else (theirs, mine)
        data.setlist(end + key.removeprefix(begin), values)


def _shown(
    request, sheet: Sheet, crumbs, *, status: int = 200, draft: Draft | None = None
) -> TemplateResponse:
    record = sheet.record
    context = {
        "sheet": sheet,
        "record": None if sheet.is_new else record,
        "kind": kind_of(sheet.model),
        "blocks": sheet.shown_blocks(),
        "errors": sheet.errors(),
        "gaps": sheet.gaps(),
        "may_hide": not sheet.is_new
        and sheet.model.objects.publishable_by(request.user).filter(pk=record.pk).exists(),
        "draft": draft,
        "is_stale": bool(draft and draft.seen and draft.seen != record.version),
        "title": sheet.add_title if sheet.is_new else _("%(name)s bewerken") % {"name": sheet.stored_name},
        "crumbs": crumbs,
        "back": _back_of(sheet, crumbs),
    }
    return TemplateResponse(request, "editing/edit.html", context, status=status)


def _back_of(sheet: Sheet, crumbs) -> str:
    """Return where ‘Annuleren’ leads: the record, or the page that a new one is added from."""
    return crumbs[-2][1] if sheet.is_new else sheet.address_of(sheet.record)


def _asked(request, sheet: Sheet, merge: "conflicts.Merge", crumbs, missing=()) -> TemplateResponse:
    context = {
        "sheet": sheet,
        "record": sheet.record,
        "merge": merge,
        "missing": {each.name for each in missing},
        "title": _("Jullie veranderden allebei ‘%(name)s’") % {"name": sheet.stored_name},
        "crumbs": crumbs,
    }
    return TemplateResponse(request, "editing/conflict.html", context, status=409 if missing else 200)


def typed_in(draft: Draft) -> QueryDict:
    """Return what was typed in a form that was not sent, as if it were sent now."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    return data
