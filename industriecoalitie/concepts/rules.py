"""Who may do what with the terms of the code lists."""

import rules

from industriecoalitie.access.predicates import in_queryset

rules.add_perm("concepts.view_concept", in_queryset("visible_to"))
rules.add_perm("concepts.change_concept", in_queryset("editable_by"))
