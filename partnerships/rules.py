"""Who may do what with ecosystems, partnerships and schemes, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset

RECORDS = (
    "ecosystem",
    "partnership",
    "instrument",
)
ROWS = (
    "facility",
    "partner",
    "actionline",
    "contribution",
    "target",
    "funding",
    "milestone",
    "partnershipcontact",
)

for model in (*RECORDS, *ROWS):
    rules.add_perm(f"partnerships.view_{model}", in_queryset("visible_to"))
    rules.add_perm(f"partnerships.change_{model}", in_queryset("editable_by"))

for model in RECORDS:
    rules.add_perm(f"partnerships.publish_{model}", in_queryset("publishable_by"))
