"""Settings of the tests: as in production, but quick passwords and plain static names."""

import os

os.environ.setdefault("DATABASE_URL", "postgresql://localhost/portal")

from .development import *
from .development import env

DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if not IS_DEMO:  # the running portal of the browser tests is a demonstration
    EMAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": STORAGES["private"],
}
# bin/test starts from a database that has the schema already.
DATABASES["default"]["TEST"] = {"TEMPLATE": env("TEST_DATABASE_TEMPLATE", "") or None}
CELERY_TASK_ALWAYS_EAGER = True
IS_DEMO = True
SECOND_STEP_REQUIRED = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# No limits but in the tests of the limits.
API_LIMITS = {bucket: {"address": 0, "token": 0} for bucket in API_LIMITS}
