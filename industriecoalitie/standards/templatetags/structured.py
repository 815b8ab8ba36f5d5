"""In the head of a page: what it is about, for machines. Source: schema.org; docs/open-standards.md."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from industriecoalitie.core.models import Record
from industriecoalitie.standards.schemaorg.describing import described, element, site, way_to

register = template.Library()


@register.simple_tag(takes_context=True)
def structured(context: dict[str, Any], record: Record) -> SafeString:
    """Tell what a page is about, and the way to it: to visitors alone.

    Who is signed in may see more on the page than may be told on; a search engine never is.
    """
    if _is_signed_in(context):
        return SafeString("")
    words = described(record)
    if words is None:
        return SafeString("")
    return element(words, way_to(context.get("crumbs", ()), words["url"]))


@register.simple_tag(takes_context=True)
def structured_site(context: dict[str, Any]) -> SafeString:
    """Tell what this site is, and how it is searched."""
    return SafeString("") if _is_signed_in(context) else element(site())


def _is_signed_in(context: dict[str, Any]) -> bool:
    user = getattr(context.get("request"), "user", None)
    return user is not None and user.is_authenticated
