"""Who may do what with the terms of the code lists."""

import rules

from industriecoalitie.access.predicates import in_queryset, keeps_terms

RECORDS = ("concept",)

rules.add_perm("concepts.add_concept", keeps_terms)

for model in RECORDS:
    rules.add_perm(f"concepts.view_{model}", in_queryset("visible_to"))
    rules.add_perm(f"concepts.change_{model}", in_queryset("editable_by"))

for model in RECORDS:
    rules.add_perm(f"concepts.publish_{model}", in_queryset("publishable_by"))
