"""Running the portal on one's own machine, with the embedded or with real servers."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-development-" + "x" * 40)

from .base import *
from .base import env

SECRET_KEY = env("SECRET_KEY")
TOKEN_PEPPER = env("TOKEN_PEPPER", "only-for-development")
MFA_KEYS = MFA_KEYS or [SECRET_KEY]
DEBUG = env("DEBUG", "") == "1"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
EMAIL_TRANSPORT = (
    "industriecoalitie.notifications.backends.ViewerBackend"
    if IS_DEMO
    else "django.core.mail.backends.console.EmailBackend"
)
