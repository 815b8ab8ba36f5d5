"""The page on which the practices of one partnership are linked; partnerships do not know practices."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.editing.linking import Linking, link_page
from industriecoalitie.history.recording import Change
from knowledgebank.choices import WRITING
from knowledgebank.models import Practice
from partnerships.models import Partnership


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_practices(request, slug):
    """Say which practices tell about a partnership: each by who may change that practice, while it is written."""
    partnership = get_permitted(
        request.user, Partnership, "change", queryset=Partnership.objects.all(), slug=slug
    )

    def change(practice: Practice, is_linked: bool) -> Change:
        if practice.state not in WRITING:
            text = _(
                "‘%(name)s’ is ingediend of gepubliceerd. Wijzig de samenwerking in een concept van dat voorbeeld."
            )
            raise ValidationError(text % {"name": practice})
        if practice.partnership_id not in (None, partnership.pk):
            text = _(
                "‘%(name)s’ hoort al bij een andere samenwerking. Een voorbeeld hoort bij één samenwerking."
            )
            raise ValidationError(text % {"name": practice})
        return Change({"partnership": partnership if is_linked else None})

    linking = Linking(
        record=partnership,
        linked=partnership.practices.order_by("title", "pk"),
        change=change,
        event="partnership.practices",
        title=_("Praktijkvoorbeelden van %(name)s") % {"name": partnership},
        lead=_("Welke voorbeelden in de kennisbank gaan over deze samenwerking?"),
        label=_("Praktijkvoorbeelden"),
        saved=_("De praktijkvoorbeelden van ‘%(name)s’ zijn opgeslagen.") % {"name": partnership},
        crumbs=[
            (_("Samenwerkingen"), reverse("partnerships:partnership_list")),
            (partnership.name, partnership.get_absolute_url()),
            (_("Praktijkvoorbeelden"), ""),
        ],
    )
    return link_page(request, linking)
