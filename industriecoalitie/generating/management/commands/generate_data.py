"""Adds made-up records of any number, to measure and try the portal with."""

import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError

from industriecoalitie.generating.actions import NothingToPointAt, generate, remove
from knowledgebank.models import Practice
from partnerships.models import Partnership
from programmes.models import Demand, Programme
from regions.models import Organisation

OPTIONS = {
    "organisations": Organisation,
    "partnerships": Partnership,
    "programmes": Programme,
    "practices": Practice,
    "demands": Demand,
}
EVERY_S = 2


class Command(BaseCommand):
    help = (
        "Adds made-up records in Dutch, of any number: the same for the same seed, and nothing twice. They are stored in bulk, "
        "outside of change sets and without history, so check_history will say of them that they have none. They point at "
        "the terms, regions and success factors that are loaded. --remove takes all of them away again, of every seed. "
        "In the end the search index and the documents of the API are brought up to date."
    )

    def add_arguments(self, parser):
        for name in OPTIONS:
            more = ", each with a module" if name == "programmes" else ""
            parser.add_argument(f"--{name}", type=int, default=0, metavar="N", help=f"how many {name}{more}")
        parser.add_argument(
            "--seed", type=int, default=1, metavar="S", help="another seed gives other records"
        )
        parser.add_argument(
            "--remove", action="store_true", help="take away all that this command ever added"
        )
        parser.add_argument(
            "--no-index", action="store_true", help="leave the search index and the documents of the API"
        )
        parser.add_argument("--yes", action="store_true", help="also with the settings of production")

    def handle(self, *, seed: int, yes: bool, no_index: bool, **options):
        if str(settings.SETTINGS_MODULE).endswith(".production") and not yes:
            raise CommandError("Dit is een portaal in productie. Met --yes gebeurt het toch.")
        if min(seed, *(options[name] for name in OPTIONS)) < 0:
            raise CommandError("Een aantal of een seed is nooit minder dan nul.")
        self.began = self.told = time.monotonic()
        if options["remove"]:
            what, numbers = "weggehaald", self._removed()
        else:
            numbers = self._added({model: options[name] for name, model in OPTIONS.items()}, seed)
            what = "nieuw"
        self._report(numbers, what)
        if no_index:
            self.stdout.write("Breng de zoekindex nog bij: manage.py rebuild_search --behind")
            self.stdout.write("Breng de documenten van de API nog bij: manage.py documents --behind")
        elif any(numbers.values()):
            call_command("rebuild_search", behind=True, stdout=self.stdout, stderr=self.stderr)
            # Only making all again takes the documents away of what is gone.
            which = "--rebuild" if options["remove"] else "--behind"
            call_command("documents", which, stdout=self.stdout, stderr=self.stderr)

    def _added(self, numbers, seed):
        try:
            return generate(numbers, seed, self._tell)
        except NothingToPointAt:
            raise CommandError("De begrippen ontbreken. Draai eerst: manage.py load_initial_data") from None

    def _removed(self):
        try:
            return remove(self._tell)
        except ProtectedError as error:
            held = ", ".join(sorted(str(each) for each in error.protected_objects)[:5])
            raise CommandError(f"Hier hangt nog iets aan een verzonnen record: {held}") from None

    def _tell(self, model, done: int, total: int) -> None:
        """Write how far it is to stderr, at most once in two seconds and at the end of each kind."""
        now = time.monotonic()
        if done == total or now - self.told >= EVERY_S:
            self.told = now
            name = model._meta.verbose_name_plural
            self.stderr.write(f"{name}: {done:,} van {total:,} ({now - self.began:.0f} s)", self.style.NOTICE)

    def _report(self, numbers, what: str) -> None:
        for model, count in numbers.items():
            if count:
                self.stdout.write(f"{model._meta.verbose_name_plural}: {count:,} {what}")
        self.stdout.write(f"{sum(numbers.values()):,} {what}")
