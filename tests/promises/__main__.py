"""Writes docs/authorisation.md out of the table."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "industriecoalitie.settings.test")
django.setup()

from .doors import doors  # noqa: E402
from .table import DOCUMENT  # noqa: E402
from .write import document  # noqa: E402

DOCUMENT.write_text(document({door.name: door for door in doors()}.values()))
