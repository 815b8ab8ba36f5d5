"""Who may do what with regions, organisations, roles and agendas, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset, keeps_records

RECORDS = (
    "province",
    "labourmarketregion",
    "region",
    "place",
    "organisation",
    "agenda",
    "agendaitem",
    "commitment",
    "expertiserequest",
)
# What the teams of regions add by themselves.
ADDED_BY_REGIONS = ("organisation", "agenda", "agendaitem", "expertiserequest")

ROWS = (
    "regionpart",
    "coverage",
    "organisationcode",
    "organisationdistinct",
    "succession",
    "frontrunner",
    "membership",
    "task",
    "handover",
    "agendarelation",
)

for model in (*RECORDS, *ROWS):
    rules.add_perm(f"regions.view_{model}", in_queryset("visible_to"))
    rules.add_perm(f"regions.change_{model}", in_queryset("editable_by"))

rules.add_perm("regions.staff_region", in_queryset("staffed_by"))

for model in RECORDS:
    rules.add_perm(f"regions.publish_{model}", in_queryset("publishable_by"))

for model in ADDED_BY_REGIONS:
    rules.add_perm(f"regions.add_{model}", keeps_records)
