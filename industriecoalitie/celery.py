"""The worker's and the scheduler's way in."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "industriecoalitie.settings.production")
app = Celery("industriecoalitie")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="jobs")
