"""Who may do what with documents and the places in them."""

import rules

from industriecoalitie.access.predicates import in_queryset

rules.add_perm("sources.view_sourcedocument", in_queryset("visible_to"))
rules.add_perm("sources.change_sourcedocument", in_queryset("editable_by"))
rules.add_perm("sources.view_sourcesection", in_queryset("visible_to"))
rules.add_perm("sources.change_sourcesection", in_queryset("editable_by"))
rules.add_perm("sources.view_citation", in_queryset("visible_to"))
rules.add_perm("sources.change_citation", in_queryset("editable_by"))
rules.add_perm("sources.view_sourcegap", in_queryset("visible_to"))
rules.add_perm("sources.change_sourcegap", in_queryset("editable_by"))
rules.add_perm("sources.view_contextfact", in_queryset("visible_to"))
rules.add_perm("sources.change_contextfact", in_queryset("editable_by"))
rules.add_perm("sources.view_term", in_queryset("visible_to"))
rules.add_perm("sources.change_term", in_queryset("editable_by"))
