"""Every practice that was handed in before there were rounds gets one, so that it is in the queue of the curators."""

import datetime

from django.db import migrations
from django.utils import timezone

# As long as a round has when it is opened by handing in; this migration stays as it is when that changes.
TERM = datetime.timedelta(days=14)
NOTE = "Dit voorbeeld lag al bij de redactie."


def open_rounds(apps, schema_editor):
    """Open round 1, due in 14 days, for each practice in review that has no open round."""
    practice = apps.get_model("knowledgebank", "Practice")
    review = apps.get_model("knowledgebank", "Review")
    due_on = timezone.localdate() + TERM
    busy = review.objects.filter(decided_at=None).values("practice")
    waiting = practice.objects.filter(state="in_review").exclude(pk__in=busy).order_by("pk")
    for each in waiting:
        number = review.objects.filter(practice=each).count() + 1
        review.objects.create(practice=each, number=number, note=NOTE, due_on=due_on)


def take_back(apps, schema_editor):
    """Remove the rounds that were opened here and on which nobody decided."""
    rounds = apps.get_model("knowledgebank", "Review").objects.filter(note=NOTE, submitted_by=None)
    rounds.filter(decided_at=None).delete()


class Migration(migrations.Migration):
    dependencies = [("knowledgebank", "0003_digest_stops")]

    operations = [migrations.RunPython(open_rounds, take_back)]
