"""Who may do what with tokens, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset

rules.add_perm("tokens.view_apitoken", in_queryset("visible_to"))
rules.add_perm("tokens.change_apitoken", in_queryset("editable_by"))
