"""Checks that history and tables agree; for the night and after a restore."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from industriecoalitie.history.invariant import check_history


class Command(BaseCommand):
    help = "Checks that the newest kept change of every row is that row; ends with an error when one is not."

    def handle(self, *args, **options):
        found = check_history()
        for faults in found:
            if faults.total:
                self.stdout.write(
                    _(
                        "%(table)s: %(unknown)d zonder geschiedenis, %(different)d anders, %(vanished)d spoorloos weg, "
                        "%(risen)d terug na verwijderen"
                    )
                    % vars(faults)
                )
        total = sum(faults.total for faults in found)
        rows = sum(faults.rows for faults in found)
        self.stdout.write(
            _("%(tables)d tabellen, %(rows)d rijen, %(total)d fouten")
            % {"tables": len(found), "rows": rows, "total": total}
        )
        if total:
            raise CommandError(_("De geschiedenis klopt niet met de tabellen."))
