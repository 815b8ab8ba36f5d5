"""Who may do what with sign-offs, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset

rules.add_perm("signoff.view_signoff", in_queryset("visible_to"))
rules.add_perm("signoff.change_signoff", in_queryset("editable_by"))
