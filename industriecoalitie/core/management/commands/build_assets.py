"""Makes the fonts and the map raster, before static files are collected."""

from django.conf import settings
from django.core.management.base import BaseCommand

from industriecoalitie.core import assets


class Command(BaseCommand):
    help = "Makes the fonts and the dots of the map in static-built/; does nothing when they are up to date."
    requires_system_checks = []

    def handle(self, *args, **options):
        settings.BUILT_DIR.mkdir(parents=True, exist_ok=True)
        written = assets.build(settings.BUILT_DIR)
        for path in written:
            self.stdout.write(f"{path.relative_to(settings.BUILT_DIR)}: {path.stat().st_size:,} bytes")
        if not written:
            self.stdout.write("fonts and map are up to date")
