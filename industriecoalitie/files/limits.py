"""How many files one person may hand in."""

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _


def count(request: HttpRequest) -> None:
    """Count one file of the person who is signed in, also a refused one.

    Raises:
        ValidationError: it is one too many this hour (``ACCOUNT_RATE_LIMITS`` in the settings).
    """
    if not ratelimit.consume(request, action="store_file", user=request.user):
        raise ValidationError(
            _("Je stuurde veel bestanden achter elkaar. Probeer het over een uur nog eens.")
        )
