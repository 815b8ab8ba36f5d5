"""Who may do what with practices, figures and reports, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset, keeps_records

RECORDS = (
    "practice",
    "successfactor",
    "adoption",
    "learningresource",
    "indicator",
    "measurement",
    "progressreport",
)
# What the teams of regions add by themselves.
ADDED_BY_REGIONS = ("practice", "learningresource", "adoption")

ROWS = (
    "practicefactor",
    "evidence",
    "quote",
    "progressentry",
)

for model in (*RECORDS, *ROWS):
    rules.add_perm(f"knowledgebank.view_{model}", in_queryset("visible_to"))
    rules.add_perm(f"knowledgebank.change_{model}", in_queryset("editable_by"))

for model in RECORDS:
    rules.add_perm(f"knowledgebank.publish_{model}", in_queryset("publishable_by"))

for model in ADDED_BY_REGIONS:
    rules.add_perm(f"knowledgebank.add_{model}", keeps_records)
