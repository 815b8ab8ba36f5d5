"""Who may do what with practices, figures and reports, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset, keeps_records, keeps_terms

RECORDS = (
    "practice",
    "successfactor",
    "adoption",
    "learningresource",
    "indicator",
    "measurement",
    "progressreport",
    "collection",
)
# What the teams of regions add by themselves.
ADDED_BY_REGIONS = ("learningresource", "adoption")

ROWS = (
    "practicefactor",
    "evidence",
    "quote",
    "progressentry",
    "practicefigure",
    "practiceimage",
    "factorline",
    "resourceversion",
    "collectionitem",
)
# How practices are judged and shared.
BESIDE = (
    "review",
    "judgement",
    "criterioncheck",
    "remark",
    "interest",
    "digest",
    "digestitem",
    "digestreader",
    "reuse",
)

for model in (*RECORDS, *ROWS, *BESIDE):
    rules.add_perm(f"knowledgebank.view_{model}", in_queryset("visible_to"))
    rules.add_perm(f"knowledgebank.change_{model}", in_queryset("editable_by"))

for model in RECORDS:
    rules.add_perm(f"knowledgebank.publish_{model}", in_queryset("publishable_by"))

for model in ADDED_BY_REGIONS:
    rules.add_perm(f"knowledgebank.add_{model}", keeps_records)

rules.add_perm("knowledgebank.add_practice", keeps_records | keeps_terms)
rules.add_perm("knowledgebank.add_successfactor", keeps_terms)
rules.add_perm("knowledgebank.add_collection", keeps_terms)
rules.add_perm("knowledgebank.add_interest", keeps_records)

for verb, method in (("submit", "submittable_by"), ("curate", "curated_by"), ("keep", "kept_by")):
    rules.add_perm(f"knowledgebank.{verb}_practice", in_queryset(method))
