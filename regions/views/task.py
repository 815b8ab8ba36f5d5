"""The list of tasks of the own teams."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from industriecoalitie.access.predicates import regions_held
from industriecoalitie.access.shortcuts import get_permitted, next_address
from industriecoalitie.core.actors import actor_of
from regions import actions
from regions.choices import REGIONAL_ROLES
from regions.forms.team import TaskForm
from regions.models import Region, Task

from .team import put_on

DONE_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def task_list(request):
    """Show what the own teams have to do, the own tasks first, and add a task."""
    regions = list(
        Region.objects.filter(pk__in=regions_held(request.user, *REGIONAL_ROLES), hidden_at=None).order_by(
            "name", "pk"
        )
    )
    form = TaskForm(request.POST or None, regions=regions) if regions else None
    if request.method == "POST" and form is not None and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("title", "note", "assignee", "due_on")}
        try:
            actions.add_task(form.cleaned_data["region"], by=actor_of(request), **data)
        except ValidationError as error:
            put_on(form, error)
        else:
            messages.success(request, _("De taak staat op de lijst."))
            return redirect(next_address(request, reverse("regions:task_list")))
    tasks = Task.objects.filter(region__in=regions).visible_to(request.user)
    open_tasks = list(tasks.open().for_list())
    context = {
        "form": form,
        "mine": [each for each in open_tasks if each.assignee_id == request.user.pk],
        "others": [each for each in open_tasks if each.assignee_id != request.user.pk],
        "done": list(tasks.exclude(done_on=None).for_list().order_by("-done_on", "-pk")[:DONE_SHOWN]),
        "crumbs": [(_("Mijn overzicht"), reverse("my_page")), (_("Taken"), "")],
    }
    return TemplateResponse(request, "regions/task_list.html", context)


@require_POST
def task_tick(request, uuid):
    """Tick a task off, or put it back (``weer=1``)."""
    task = get_permitted(request.user, Task, "change", uuid=uuid)
    if request.POST.get("weer"):
        actions.reopen_task(task, by=actor_of(request))
        messages.success(request, _("‘%(title)s’ staat weer op de lijst.") % {"title": task})
    else:
        actions.finish_task(task, by=actor_of(request))
        messages.success(request, _("‘%(title)s’ is gedaan.") % {"title": task})
    return redirect(next_address(request, reverse("regions:task_list")))
