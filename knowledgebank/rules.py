"""Who may do what with practices, figures and reports."""

import rules

from industriecoalitie.access.predicates import in_queryset

rules.add_perm("knowledgebank.view_practice", in_queryset("visible_to"))
rules.add_perm("knowledgebank.change_practice", in_queryset("editable_by"))
rules.add_perm("knowledgebank.view_practicefactor", in_queryset("visible_to"))
rules.add_perm("knowledgebank.change_practicefactor", in_queryset("editable_by"))
rules.add_perm("knowledgebank.view_evidence", in_queryset("visible_to"))
rules.add_perm("knowledgebank.change_evidence", in_queryset("editable_by"))
rules.add_perm("knowledgebank.view_quote", in_queryset("visible_to"))
rules.add_perm("knowledgebank.change_quote", in_queryset("editable_by"))
rules.add_perm("knowledgebank.view_successfactor", in_queryset("visible_to"))
rules.add_perm("knowledgebank.change_successfactor", in_queryset("editable_by"))
rules.add_perm("knowledgebank.view_adoption", in_queryset("visible_to"))
rules.add_perm("knowledgebank.change_adoption", in_queryset("editable_by"))
rules.add_perm("knowledgebank.view_learningresource", in_queryset("visible_to"))
rules.add_perm("knowledgebank.change_learningresource", in_queryset("editable_by"))
rules.add_perm("knowledgebank.view_indicator", in_queryset("visible_to"))
rules.add_perm("knowledgebank.change_indicator", in_queryset("editable_by"))
rules.add_perm("knowledgebank.view_measurement", in_queryset("visible_to"))
rules.add_perm("knowledgebank.change_measurement", in_queryset("editable_by"))
rules.add_perm("knowledgebank.view_progressreport", in_queryset("visible_to"))
rules.add_perm("knowledgebank.change_progressreport", in_queryset("editable_by"))
rules.add_perm("knowledgebank.view_progressentry", in_queryset("visible_to"))
rules.add_perm("knowledgebank.change_progressentry", in_queryset("editable_by"))
