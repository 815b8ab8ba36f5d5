"""Write the letters of this week about new practices, as the clock does."""

import datetime

from django.core.management.base import BaseCommand

from industriecoalitie.core.dates import AMSTERDAM
from knowledgebank.actions.digest import send_digests


class Command(BaseCommand):
    help = "Schrijf de brieven van deze week aan teams over nieuwe voorbeelden. Twee keer is één keer."

    def add_arguments(self, parser):
        parser.add_argument(
            "--day",
            type=datetime.date.fromisoformat,
            help="schrijf de brieven van de week waar deze dag in valt (JJJJ-MM-DD)",
        )

    def handle(self, *, day: datetime.date | None, **options):
        now = datetime.datetime.combine(day, datetime.time(12), AMSTERDAM) if day else None
        self.stdout.write(f"brieven: {send_digests(now)}")
