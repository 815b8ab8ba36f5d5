"""Loads the data files of all apps."""

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from industriecoalitie.core.actors import Actor
from industriecoalitie.loading import actions
from industriecoalitie.loading.reading import LoadingError, data_files


class Command(BaseCommand):
    help = "Loads the initial data; adds what is new, and leaves alone what a person changed."

    def handle(self, *args, **options):
        try:
            report = actions.load(data_files(), by=Actor(door="command"))
        except LoadingError as error:
            raise CommandError("\n" + "\n".join(error.problems)) from error
        for kind, count in sorted(report.found.items()):
            name = apps.get_model(kind)._meta.verbose_name_plural
            self.stdout.write(f"{name}: {count} ({report.new[kind]} nieuw, {report.changed[kind]} gewijzigd)")
        for line in report.left_alone:
            self.stdout.write(self.style.WARNING(f"niet aangeraakt: {line}"))
        new, changed = sum(report.new.values()), sum(report.changed.values())
        suffix = "; de bestanden zijn sinds de vorige keer niet veranderd" if report.is_unchanged else ""
        self.stdout.write(f"{new} nieuw, {changed} gewijzigd{suffix}")
