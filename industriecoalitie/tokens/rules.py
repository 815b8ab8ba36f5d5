"""Who may do what with tokens, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset

from .rights import scopes_open_to


@rules.predicate
def has_a_role(user, _token=None) -> bool:
    """Tell whether there is anything that a token of this person could do."""
    return bool(scopes_open_to(user))


rules.add_perm("tokens.add_apitoken", has_a_role)
rules.add_perm("tokens.view_apitoken", in_queryset("visible_to"))
rules.add_perm("tokens.change_apitoken", in_queryset("editable_by"))
