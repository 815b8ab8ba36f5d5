"""Lists as pages: filters, facets, sort and page number in the address."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django_filters import Filter

from .filters import BooleanFilter, RecordFilterSet
from .tables import table_of

PAGE_SIZE = 25
# In the address: rows can be chosen.
SELECTING = "selecteren"


def list_page(
    request,
    template: str,
    queryset: QuerySet,
    filterset_class: type[RecordFilterSet],
    context: dict | None = None,
    page_size: int = PAGE_SIZE,
    table: str = "",
) -> TemplateResponse:
    """Return a list page; for htmx without header and footer. ``table`` is the key of the list as a table.

    The template gets ``page``, ``total``, ``filterset``, ``facets``, ``chips``, ``sorts``, ``q``, ``answer`` (to
    ``q``, None without), ``errors``, ``bar`` and ``frame``, the template that the page extends.
    A filter that makes no sense is left out and named in ``errors``, with status 400.
    """
    filterset = filterset_class(request.GET, queryset=queryset, request=request)
    errors = errors_of(filterset)
    if errors:
        kept = MultiValueDict({k: v for k, v in request.GET.lists() if k not in filterset.form.errors})
        filterset = filterset_class(kept, queryset=queryset, request=request)
        filterset.is_valid()
    sort, rows = filterset.ordered(request.GET.get("sort", ""))
    paginator = Paginator(rows, page_size)
    page = paginator.get_page(request.GET.get("page", "1")[:6])
    facets = filterset.facet_list()
    response = TemplateResponse(
        request,
        template,
        {
            "frame": "components/bare.html" if _wants_part(request) else "base.html",
            "page": page,
            "total": paginator.count,
            "filterset": filterset,
            "facets": facets,
            "chips": _chips(request, filterset, facets),
            "sorts": _sorts(filterset, sort),
            "q": filterset.form.cleaned_data.get("q", ""),
            "answer": filterset.answer,
            "errors": errors,
            "bar": bar_of(request, table, filterset, page, paginator.count),
            **(context or {}),
        },
        status=400 if errors else 200,
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


def _sorts(filterset: RecordFilterSet, chosen: str) -> list[dict[str, object]]:
    """Return the orders to choose from. The first has no value, so that other words bring back the order that fits."""
    offered = filterset.offered_sorts()
    return [
        {"value": key if place else "", "label": label, "selected": key == chosen}
        for place, (key, label) in enumerate(offered.items())
    ]


def bar_of(request, key: str, filterset: RecordFilterSet, page: Page, total: int) -> dict[str, object] | None:
    """Return what can be done with this list; None when it is no table.

    ``query`` is the address of the list without page; ``picked`` the rows on this page that the reader may change,
    as address → identifier, None when the reader is not choosing.
    """
    table = table_of(key) if key else None
    if table is None:
        return None
    query = request.GET.copy()
    for name in ("page", SELECTING):
        query.pop(name, None)
    can_write = table.may_write(request.user)
    is_choosing = can_write and bool(table.bulk_columns()) and SELECTING in request.GET
    picked = None
    if is_choosing:
        rows = table.model.objects.editable_by(request.user).filter(pk__in=[row.pk for row in page])
        keys = set(rows.values_list("pk", flat=True))
        picked = {row.get_absolute_url(): str(row.uuid) for row in page if row.pk in keys}
    choosing = query.copy()
    choosing[SELECTING] = "1"
    return {
        "key": key,
        "query": query.urlencode(),
        "total": total,
        "can_write": can_write,
        "can_choose": can_write and bool(table.bulk_columns()),
        "picked": picked,
        "choose_url": f"{request.path}?{choosing.urlencode()}",
        "done_url": f"{request.path}?{query.urlencode()}",
    }


def _wants_part(request) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


def errors_of(filterset: RecordFilterSet) -> list[str]:
    """Return what is wrong with the filters, each in a sentence."""
    if filterset.is_valid():
        return []
    return [
        f"{filterset.filters[name].label or name}: {message}"
        for name, messages in filterset.form.errors.items()
        for message in messages
    ]


def _named(field: Filter, value: str) -> str:
    """Return what a filter without a facet calls a value."""
    words = {"true": _("ja"), "false": _("nee")} if isinstance(field, BooleanFilter) else {}
    return str(getattr(field, "labels", words).get(value, value))


def _chips(request, filterset: RecordFilterSet, facets: list[dict]) -> list[dict[str, str]]:
    """Return each chosen filter with the address of the list without it."""
    labels = {(facet["name"], option.value): option.label for facet in facets for option in facet["options"]}
    chips = []
    for name, field in filterset.filters.items():
        for value in request.GET.getlist(name):
            if value == "" or name in filterset.form.errors:
                continue
            left = request.GET.copy()
            left.setlist(name, [other for other in left.getlist(name) if other != value])
            left.pop("page", None)
            shown = _("‘%(words)s’") % {"words": value} if name == "q" else labels.get((name, value), value)
            label = (
                shown
                if (name, value) in labels or name == "q"
                else f"{field.label or name}: {_named(field, value)}"
            )
            chips.append({"label": label, "url": f"{request.path}?{left.urlencode()}"})
    return chips
