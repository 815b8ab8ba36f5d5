"""Production: starts only with every secret given and every door locked."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import env
from .mail import mail_settings

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
TOKEN_PEPPER = env("TOKEN_PEPPER")
MFA_KEYS = MFA_KEYS or [SECRET_KEY]
for name, value in (
    ("SECRET_KEY", SECRET_KEY), ("TOKEN_PEPPER", TOKEN_PEPPER),
    *(("TOKEN_PEPPERS", pepper) for pepper in TOKEN_PEPPERS), *(("MFA_KEYS", key) for key in MFA_KEYS)
):  # fmt: skip
    if len(value) < 32 or value.startswith(("only-for-development", "change-me")):
        raise ImproperlyConfigured(f"{name} must be a secret of at least 32 characters of your own")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of the portal")
if WEBHOOKS_ALLOW_LOCAL:
    raise ImproperlyConfigured("WEBHOOKS_ALLOW_LOCAL is for development: webhooks could reach this machine")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL must begin with https://")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
DEVICE_COOKIE_NAME = "__Host-known-device"
SECOND_STEP_REQUIRED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
CSRF_TRUSTED_ORIGINS = [BASE_URL]
globals().update(mail_settings(env("EMAIL_URL", "")))
