"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "industriecoalitie.settings.production")
application = get_wsgi_application()

from industriecoalitie.search import analysis  # noqa: E402 - needs the settings

# The list of Dutch words is read now (a quarter of a second), and not while the first visitor waits for an answer.
analysis.lexemes("techniekcentrum")
