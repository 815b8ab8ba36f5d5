"""Who may do what with programmes, modules, learning paths, offerings and demands, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset, keeps_records

RECORDS = (
    "programme",
    "module",
    "learningpath",
    "offering",
    "demand",
)
# What the teams of regions add by themselves.
ADDED_BY_REGIONS = ("programme", "module", "learningpath", "offering", "demand")

ROWS = (
    "provider",
    "programmemodule",
    "learningpathstep",
    "demandparty",
)

for model in (*RECORDS, *ROWS):
    rules.add_perm(f"programmes.view_{model}", in_queryset("visible_to"))
    rules.add_perm(f"programmes.change_{model}", in_queryset("editable_by"))

for model in RECORDS:
    rules.add_perm(f"programmes.publish_{model}", in_queryset("publishable_by"))

for model in ADDED_BY_REGIONS:
    rules.add_perm(f"programmes.add_{model}", keeps_records)
