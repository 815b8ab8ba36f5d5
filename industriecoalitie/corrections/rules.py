"""Who may do what with corrections, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset

rules.add_perm("corrections.view_correction", in_queryset("visible_to"))
rules.add_perm("corrections.change_correction", in_queryset("decidable_by"))
