"""Who may do what with documents and the places in them."""

import rules

from industriecoalitie.access.predicates import in_queryset

RECORDS = ("sourcedocument",)
ROWS = (
    "sourcesection",
    "citation",
    "sourcegap",
    "contextfact",
    "term",
)

for model in (*RECORDS, *ROWS):
    rules.add_perm(f"sources.view_{model}", in_queryset("visible_to"))
    rules.add_perm(f"sources.change_{model}", in_queryset("editable_by"))

for model in RECORDS:
    rules.add_perm(f"sources.publish_{model}", in_queryset("publishable_by"))
