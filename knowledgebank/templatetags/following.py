"""What the own teams follow, for the button that follows."""

from django import template

from industriecoalitie.access.predicates import regions_held
from knowledgebank.models import Interest
from regions.choices import Role
from regions.models import Region

register = template.Library()
LOOKUPS = {"concept": "concept__uuid", "about": "about__uuid", "kind": "kind"}


@register.simple_tag(takes_context=True)
def own_followers(context, what: str, key: object) -> list[Region]:
    """Return the own teams that follow a term, a region or a kind of practice, by name, in one query."""
    user = context["request"].user
    own = regions_held(user, Role.LEAD, Role.MEMBER) if user.is_authenticated else set()
    if not own:
        return []
    rows = Interest.objects.filter(**{"region__in": own, LOOKUPS[what]: key}).select_related("region")
    return [each.region for each in rows.order_by("region__name", "pk")]


@register.simple_tag(takes_context=True)
def own_team_count(context) -> int:
    """Return of how many teams the reader is, without a query."""
    return len(regions_held(context["request"].user, Role.LEAD, Role.MEMBER))
