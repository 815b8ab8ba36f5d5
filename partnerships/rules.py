"""Who may do what with ecosystems, partnerships and schemes, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset

MODELS = (
    "ecosystem",
    "facility",
    "partnership",
    "partner",
    "contribution",
    "target",
    "instrument",
    "funding",
    "milestone",
    "partnershipcontact",
)

for name in MODELS:
    rules.add_perm(f"partnerships.view_{name}", in_queryset("visible_to"))
    rules.add_perm(f"partnerships.change_{name}", in_queryset("editable_by"))
