"""The showcase: stories of the databank for who passes by."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.sources.models import Citation
from knowledgebank.models import Collection, Practice, PracticeImage, Quote

from .practices import key_figures
from .preview import VISITOR, open_practices

MOST_FEATURED = 4
MOST_NEW = 6
MOST_QUOTES = 6
MOST_COLLECTIONS = 6


@login_not_required
@require_safe
def showcase(request) -> HttpResponse:
    """Show what was picked out and what is new, with figures, pictures and what people say; the same for everybody."""
    newest_first = open_practices().order_by(F("published_on").desc(nulls_last=True), "title", "pk")
    featured = list(newest_first.filter(is_featured=True)[:MOST_FEATURED])
    new = list(newest_first.exclude(pk__in=[each.pk for each in featured])[:MOST_NEW])
    quotes = quotes_of()
    figures = key_figures([*featured, *new], VISITOR)
    collections = Collection.objects.visible_to(VISITOR).for_list().with_practice_count(VISITOR)
    citations = Citation.objects.visible_to(VISITOR).by_subject({quote.uuid for quote in quotes})
    context = {
        "featured": featured,
        "new": new,
        "quotes": quotes,
        "quotes_lead": lead_of(quotes, citations),
        "images": images_of(featured),
        "key_figures": {pk: rows[0] for pk, rows in figures.items()},
        "collections": list(collections.filter(practice_count__gt=0)[:MOST_COLLECTIONS]),
        "citations": citations,
        "visitor": VISITOR,
        "crumbs": [(_("Kennisbank"), reverse("knowledgebank:practice_list")), (_("Etalage"), "")],
    }
    return TemplateResponse(request, "knowledgebank/showcase.html", context)


def quotes_of() -> list[Quote]:
    """Return what people say of practices that everybody may read, at most one quote of each."""
    rows = Quote.objects.visible_to(VISITOR).filter(practice__draft_of=None)
    first = rows.order_by("practice", "order", "pk").distinct("practice").values("pk")
    rows = Quote.objects.filter(pk__in=first).select_related("practice", "organisation")
    newest_first = rows.order_by(
        "-practice__is_featured", F("practice__published_on").desc(nulls_last=True), "pk"
    )
    return list(newest_first[:MOST_QUOTES])


def lead_of(quotes: Sequence[Quote], citations: Mapping) -> str:
    """Return what to say above quotes: where to find them word for word, when each of them has a source."""
    if all(quote.uuid in citations for quote in quotes):
        return _("In onze woorden; de letterlijke tekst staat in de bron.")
    return _("Kort en in eigen woorden.")


def images_of(practices: Sequence[Practice]) -> dict[int, PracticeImage]:
    """Return the picture that each practice begins with, by primary key."""
    rows = PracticeImage.objects.visible_to(VISITOR).filter(practice__in=practices).select_related("file")
    found: dict[int, PracticeImage] = {}
    for row in rows.order_by("order", "pk"):
        if row.file.is_image and row.file.is_clean:
            found.setdefault(row.practice_id, row)
    return found
