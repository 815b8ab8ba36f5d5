"""Who may ask the API anything at all: only endpoints with a rule about rows answer."""

from rest_framework.permissions import BasePermission


class QuerysetPolicy(BasePermission):
    """Refuse an endpoint whose rows nobody wrote a rule for.

    The rule itself is ``visible_to`` of the queryset; the endpoint asks it for every request.
    """

    def has_permission(self, request, view) -> bool:
        return hasattr(getattr(view, "queryset", None), "visible_to")
