"""Adds invented work in progress, to try writing and judging with."""

from django.core.management.base import BaseCommand
from django.db import transaction

from industriecoalitie.core.actors import Actor
from industriecoalitie.corrections.actions import propose_correction
from knowledgebank.actions.demo import create_demo_practices
from knowledgebank.models import Practice
from regions.models import Region

MARK = "Demo: "
REASON = f"{MARK}een verzonnen voorstel, om het beoordelen mee te oefenen."


class Command(BaseCommand):
    help = "Adds invented practices in every stage and corrections of readers, once; needs the demo accounts."

    @transaction.atomic
    def handle(self, *args, **options):
        practices = create_demo_practices()
        corrections = self._propose() if practices else 0
        self.stdout.write(f"{practices} praktijkvoorbeelden en {corrections} correcties om mee te oefenen")

    def _propose(self) -> int:
        """Propose two corrections as a reader without account would; return how many."""
        by = Actor(door="command")
        wrong = (
            (Region.objects.get(slug="limburg"), "summary"),
            (Practice.objects.get(slug="chill-cop"), "summary"),
        )
        for record, field in wrong:
            was = getattr(record, field)
            propose_correction(record, field, was, f"{MARK}{was}", REASON, by=by)
        return len(wrong)
