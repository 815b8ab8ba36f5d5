"""Who may ask the API anything at all: only endpoints with a rule about rows answer."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission

from .callers import token_of


class QuerysetPolicy(BasePermission):
    """Refuse an endpoint whose rows nobody wrote a rule for.

    The rule itself is ``visible_to`` of the queryset; the endpoint asks it for every request.
    """

    def has_permission(self, request, view) -> bool:
        return hasattr(getattr(view, "queryset", None), "visible_to")


class HasScope(BasePermission):
    """Open an endpoint to tokens with the ``scope`` of the view, and to nobody else."""

    def has_permission(self, request, view) -> bool:
        """Tell whether the token may.

        Raises:
            NotAuthenticated: there is no token.
            PermissionDenied: the token lacks the scope.
        """
        token = token_of(request)
        if token is None:
            raise told(NotAuthenticated(), _("Stuur een sleutel mee: Authorization: Bearer mbo_…"))
        if not token.allows(view.scope):
            missing = _("Deze sleutel mag dit niet: ‘%(scope)s’ ontbreekt.") % {"scope": view.scope}
            raise told(PermissionDenied(), missing)
        return True


def told(error: APIException, explanation: str) -> APIException:
    """Return an error with the sentence that its answer explains itself with."""
    error.explanation = explanation
    return error
