"""What every template may ask for."""

from django.conf import settings


def portal(request) -> dict[str, object]:
    """Return the address and the mode of this portal."""
    return {"base_url": settings.BASE_URL, "is_demo": settings.IS_DEMO}
