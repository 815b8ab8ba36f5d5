"""The page on which the programmes of one partnership are linked; partnerships do not know programmes."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.editing.linking import Linking, link_page
from industriecoalitie.history.recording import Change
from partnerships.models import Partnership
from programmes.models import Programme


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_programmes(request, slug):
    """Link programmes to a partnership, and unlink them: each by who may change that programme."""
    partnership = get_permitted(
        request.user, Partnership, "change", queryset=Partnership.objects.all(), slug=slug
    )

    def change(programme: Programme, is_linked: bool) -> Change:
        others = [each for each in programme.partnerships.all() if each.pk != partnership.pk]
        return Change(links={"partnerships": [*others, partnership] if is_linked else others})

    linking = Linking(
        record=partnership,
        linked=partnership.programmes.order_by("name", "pk"),
        change=change,
        event="partnership.programmes",
        title=_("Opleidingen van %(name)s") % {"name": partnership},
        lead=_("Welke opleidingen horen bij deze samenwerking? De opleiding noemt haar daarna ook."),
        label=_("Opleidingen"),
        saved=_("De opleidingen van ‘%(name)s’ zijn opgeslagen.") % {"name": partnership},
        crumbs=[
            (_("Samenwerkingen"), reverse("partnerships:partnership_list")),
            (partnership.name, partnership.get_absolute_url()),
            (_("Opleidingen"), ""),
        ],
        add_url=reverse("programmes:programme_add", query={"partnership": partnership.slug}),
        add_text=_("Nieuwe opleiding toevoegen"),
    )
    return link_page(request, linking)
