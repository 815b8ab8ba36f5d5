"""Who may do what with programmes, modules, learning paths, offerings and demands, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset

MODELS = (
    "programme",
    "provider",
    "module",
    "programmemodule",
    "learningpath",
    "learningpathstep",
    "offering",
    "demand",
    "demandparty",
)

for model in MODELS:
    rules.add_perm(f"programmes.view_{model}", in_queryset("visible_to"))
    rules.add_perm(f"programmes.change_{model}", in_queryset("editable_by"))
