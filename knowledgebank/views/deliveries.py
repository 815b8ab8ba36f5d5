"""Which letters about practices went to which teams: for curators."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledgebank.models import Digest, DigestItem, Practice
from knowledgebank.querysets import is_curator

PAGE_SIZE = 50


@require_safe
def digest_list(request) -> HttpResponse:
    """Show the letters week by week: to which team, about which practices, to how many people."""
    if not is_curator(request.user):
        raise PermissionDenied
    items = DigestItem.objects.select_related("practice").order_by("practice__title", "pk")
    digests = Digest.objects.select_related("region").prefetch_related(Prefetch("items", items))
    rows = Paginator(digests.order_by("-week", "region__name", "pk"), PAGE_SIZE)
    page = rows.get_page(request.GET.get("page", "1")[:6])
    context = {
        "page": page,
        "weeks": by_week(page.object_list),
        "crumbs": [(_("Redactie"), reverse("curation:overview")), (_("Verzendingen"), "")],
    }
    return TemplateResponse(request, "knowledgebank/digest_list.html", context)


def by_week(digests: Iterable[Digest]) -> list[dict[str, object]]:
    """Return digests that follow each other by week, with what they add up to."""
    weeks = []
    for week, rows in groupby(digests, key=attrgetter("week")):
        own = list(rows)
        weeks.append({"week": week, "digests": own, "letters": sum(row.letters for row in own)})
    return weeks


def deliveries_of(practice: Practice, user) -> list[DigestItem]:
    """Return to which teams a practice was sent, newest first; for ``knowledgebank/_verzendingen.html``.

    Each has ``digest.week``, ``digest.letters``, ``region`` and ``because``. One query; nothing for who may not know.
    """
    rows = DigestItem.objects.visible_to(user).filter(practice=practice).select_related("digest", "region")
    return list(rows.order_by("-digest__week", "region__name", "pk"))
