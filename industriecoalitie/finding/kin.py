"""What is like a record, with the reason: a part of the record's page that comes when it is reached, and a page of its own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.core.models import Record
from industriecoalitie.search.engine import Hit
from industriecoalitie.search.kin import like
from knowledgebank.models import Practice
from partnerships.models import Partnership
from programmes.models import Demand

from .labels import kind_icon, one_of_kind
from .likeness import reasons_of

MOST = 4
# So many are looked at, because some have no reason that can be told.
MOST_ASKED = 12


@dataclass(frozen=True)
class Place:
    """What stands on the page of one kind of record: kinds in the order in which they are shown."""

    model: type[Record]
    heading: str | Promise
    none: str | Promise
    kinds: tuple[type[Record], ...]


PLACES = {
    kind_of(place.model): place
    for place in (
        Place(
            Practice,
            gettext_lazy("Vergelijkbare voorbeelden"),
            gettext_lazy("Er is nog geen voorbeeld dat hierop lijkt."),
            (Practice,),
        ),
        Place(
            Partnership,
            gettext_lazy("Samenwerkingen die hierop lijken"),
            gettext_lazy("Er is nog geen samenwerking die hierop lijkt."),
            (Partnership,),
        ),
        Place(
            Demand,
            gettext_lazy("Anderen losten dit zo op"),
            gettext_lazy("Er is nog geen voorbeeld of samenwerking die hierop lijkt."),
            (Practice, Partnership),
        ),
    )
}


@dataclass(frozen=True)
class Shown:
    """One line: what it is, and why it is there."""

    hit: Hit
    kind: str
    icon: str
    reasons: Sequence[str]


@login_not_required
@require_safe
def kin(request, kind: str, uuid: UUID):
    """Show what is like one record; only the list to htmx, a page to others."""
    place = PLACES.get(kind)
    if place is None:
        raise Http404(_("Deze pagina bestaat niet."))
    record = get_permitted(request.user, place.model, "view", queryset=place.model.objects.all(), uuid=uuid)
    context = {
        "place": place,
        "record": record,
        "rows": rows_of(record, place, request.user),
        "crumbs": [
            (str(record), record.get_absolute_url()),
            (str(place.heading), ""),
        ],
    }
    template = "finding/kin_part.html" if request.htmx else "finding/kin.html"
    response = TemplateResponse(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def rows_of(record: Record, place: Place, reader) -> list[Shown]:
    """Return what is shown as like a record."""
    kinds = [kind_of(model) for model in place.kinds]
    found = like(record.uuid, reader, kinds=kinds, most=MOST_ASKED, but=own_answers(record))
    rows = [
        Shown(
            each.hit, one_of_kind(each.hit.kind) if len(kinds) > 1 else "", kind_icon(each.hit.kind), reasons
        )
        for each, reasons in zip(found, reasons_of(found, reader), strict=True)
        if reasons
    ]
    return chosen(rows, kinds)


def own_answers(record: Record) -> Collection[UUID] | QuerySet:
    """Return what the page of a record already shows as its answer."""
    return record.partnerships.order_by().values("uuid") if isinstance(record, Demand) else ()


def chosen(found: Sequence[Shown], kinds: Sequence[str]) -> list[Shown]:
    """Return at most four: of several kinds the first ones first, and of each at least one when there is any."""
    best = [next((each for each in found if each.hit.kind == kind), None) for kind in kinds]
    first = [each for each in best if each]
    kept = [*first, *(each for each in found if each not in first)][:MOST]
    return sorted(kept, key=lambda each: (kinds.index(each.hit.kind), found.index(each)))
