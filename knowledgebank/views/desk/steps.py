"""What happened to a practice: every step with who, when, from what to what."""

import datetime
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice

MOST = 100


@dataclass(frozen=True)
class Step:
    """One change of state: when, who, and the states in words."""

    at: datetime.datetime
    who: str
    before: str
    after: str


def steps_of(practice: Practice) -> list[Step]:
    """Return the changes of state of a practice, the last first, in one query."""
    person = Cast(KeyTextTransform("user", OuterRef("pgh_context__metadata")), BigIntegerField())
    names = get_user_model().objects.filter(pk=person).values("name")
    events = Practice.pgh_event_model.objects.filter(
        pgh_obj_id=practice.pk,
        pgh_context__metadata__event__regex=r"^practice\.(submitted|withdrawn|sent_back|published|scheduled|unscheduled"
        r"|retired|expired|brought_back|bulk_curated|added|draft_started)$",
    )
    rows = events.annotate(who=Subquery(names)).order_by("-pgh_id")
    rows = list(rows.values_list("state", "pgh_created_at", "who", "pgh_context__metadata__door")[:MOST])
    steps, before = [], PracticeState.DRAFT
    for state, at, who, door in reversed(rows):
        if state != before:
            name = who or (_("het portaal") if door == "job" else _("onbekend"))
            steps.append(Step(at, name, PracticeState(before).label, PracticeState(state).label))
        before = state
    return steps[::-1]
