"""Who may do what with regions, organisations, roles and agendas, one line each."""

import rules

from industriecoalitie.access.predicates import in_queryset

MODELS = (
    "province",
    "labourmarketregion",
    "region",
    "regionpart",
    "coverage",
    "place",
    "organisation",
    "organisationcode",
    "succession",
    "frontrunner",
    "membership",
    "agenda",
    "agendaitem",
    "agendarelation",
    "commitment",
    "expertiserequest",
)

for model in MODELS:
    rules.add_perm(f"regions.view_{model}", in_queryset("visible_to"))
    rules.add_perm(f"regions.change_{model}", in_queryset("editable_by"))
