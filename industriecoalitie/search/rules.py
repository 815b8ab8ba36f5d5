"""Who may do what with synonyms and with results that are put first."""

import rules

from industriecoalitie.access.predicates import in_queryset, keeps_terms

for model in ("synonym", "promotion"):
    rules.add_perm(f"search.add_{model}", keeps_terms)
    rules.add_perm(f"search.view_{model}", in_queryset("visible_to"))
    rules.add_perm(f"search.change_{model}", in_queryset("editable_by"))
    rules.add_perm(f"search.publish_{model}", in_queryset("publishable_by"))
