"""Makes the finished documents of the API again, or compares them with the records."""

import time

from django.core.management.base import BaseCommand, CommandError

from industriecoalitie.api.actions import differences, rebuild


class Command(BaseCommand):
    help = "Maakt de documenten van de API opnieuw (--rebuild), of vergelijkt ze met de records (--check)."

    def add_arguments(self, parser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--rebuild", action="store_true", help="alle documenten, terwijl ze in gebruik zijn"
        )
        what.add_argument(
            "--behind", action="store_true", help="alleen wat er nog niet is of van andere code komt"
        )
        what.add_argument("--check", action="store_true", help="vergelijk en schrijf niets")

    def handle(self, *args, behind: bool, check: bool, **options) -> None:
        if check:
            self._check()
            return
        begun = time.monotonic()
        written = rebuild(only_behind=behind, tell=self._tell)
        self.stdout.write(f"{written} documenten geschreven in {time.monotonic() - begun:.1f} s")

    def _tell(self, name: str, done: int) -> None:
        self.stderr.write(f"{name}: {done}")

    def _check(self) -> None:
        """Name every document that is not what its record gives; end with 1 when there are any."""
        found = list(differences())
        for difference in found:
            self.stdout.write(difference)
        if found:
            raise CommandError(f"{len(found)} verschillen tussen de documenten en de records")
        self.stdout.write("De documenten kloppen met de records.")
