"""Writes the index of the search again, or compares it with the records."""

import time

from django.core.management.base import BaseCommand, CommandError

from industriecoalitie.search.actions import differences, rebuild


class Command(BaseCommand):
    help = "Schrijft de zoekindex opnieuw, terwijl het portaal in gebruik is."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--behind", action="store_true", help="alleen wat achterloopt")
        parser.add_argument("--workers", type=int, default=1, help="zoveel processen tegelijk (gewoon 1)")
        parser.add_argument(
            "--check", action="store_true", help="vergelijk de index met de records en schrijf niets"
        )

    def handle(self, *args, behind: bool, check: bool, workers: int, **options) -> None:
        if check:
            self._check()
            return
        begun = time.monotonic()
        done = rebuild(only_behind=behind, workers=workers, tell=self._tell)
        self.stdout.write(f"{done} records bekeken in {time.monotonic() - begun:.1f} s")

    def _tell(self, kind: str, done: int) -> None:
        self.stderr.write(f"{kind}: {done}")

    def _check(self) -> None:
        """Name every row that is not what its record gives; end with 1 when there are any."""
        found = list(differences())
        for difference in found:
            self.stdout.write(difference)
        if found:
            raise CommandError(f"{len(found)} verschillen tussen de zoekindex en de records")
        self.stdout.write("De zoekindex klopt met de records.")
