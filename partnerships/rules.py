"""Who may do what with ecosystems, partnerships and schemes, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset, keeps_records

RECORDS = (
    "ecosystem",
    "partnership",
    "instrument",
)
# What the teams of regions add by themselves.
ADDED_BY_REGIONS = ("ecosystem", "partnership", "instrument")

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

rules.add_perm("partnerships.staff_partnership", in_queryset("staffed_by"))

for model in RECORDS:
    rules.add_perm(f"partnerships.publish_{model}", in_queryset("publishable_by"))

for model in ADDED_BY_REGIONS:
    rules.add_perm(f"partnerships.add_{model}", keeps_records)
