"""What every template may ask for."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from .actors import memberships_of
from .querysets import PeriodQuerySet


def portal(request) -> dict[str, object]:
    """Return the address and the mode of this portal, and the role of the reader when a page shows it."""
    context = {"base_url": settings.BASE_URL, "is_demo": settings.IS_DEMO}
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        context["role_line"] = SimpleLazyObject(lambda: role_line(user))
        context["has_desk"] = SimpleLazyObject(lambda: has_desk(user))
        # Set when signing in; shown on one's own pages only.
        asked = request.path.startswith("/mijn/") and request.session.get("ask_second_step", False)
        context["asks_second_step"] = asked
    return context


def role_line(user) -> str:
    """Return the first role of a person today, in words: ``kartrekker Twente``; empty without one."""
    if user.is_superuser:
        return _("beheerder")
    role = next(iter(memberships_of(user)), None)
    if role is None:
        contacts = PeriodQuerySet.current(user.partnership_contacts.select_related("partnership"))
        contact = contacts.order_by("partnership__name", "pk").first()
        return _("contact van %(name)s") % {"name": contact.partnership.name} if contact else ""
    words = role.get_role_display()
    return f"{words[:1].lower()}{words[1:]} {role.region.name if role.region else ''}".strip()


def has_desk(user) -> bool:
    """Tell whether the curation desk stands in the menu of this person."""
    return user.is_superuser or any(role.role in ("curator", "national") for role in memberships_of(user))
