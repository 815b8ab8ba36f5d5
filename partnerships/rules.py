"""Who may do what with ecosystems, partnerships and schemes, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset

MODELS = (
    "ecosystem",
    "facility",
    "partnership",
    "partner",
    "actionline",
    "contribution",
    "target",
    "instrument",
    "funding",
    "milestone",
    "partnershipcontact",
)

for model in MODELS:
    rules.add_perm(f"partnerships.view_{model}", in_queryset("visible_to"))
    rules.add_perm(f"partnerships.change_{model}", in_queryset("editable_by"))
