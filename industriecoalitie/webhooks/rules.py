"""Who may do what with webhooks, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset


@rules.predicate
def approves_hosts(user, _endpoint=None) -> bool:
    """Tell whether ``user`` says to which hosts the portal may send."""
    return user.is_authenticated and user.is_active and user.is_superuser


rules.add_perm("webhooks.view_endpoint", in_queryset("visible_to"))
rules.add_perm("webhooks.change_endpoint", in_queryset("editable_by"))
rules.add_perm("webhooks.approve_endpoint", approves_hosts)
