"""What every way of running the portal shares. Only this package reads the environment."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .oidc import oidc_apps, origins_of
from .uploads import private_store, scanner_address

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def env(name: str, default: str | None = None) -> str:
    """Return a setting from the environment; without a default it must be there."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} must be set; see docs/configuration.md")
    return value


STATE_DIR = Path(env("STATE_DIR", str(BASE_DIR / ".local")))
BASE_URL = env("BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = [host for host in env("ALLOWED_HOSTS", "").split(",") if host]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS may not contain *: mails would carry any host's links")
REDIS_URL = env("REDIS_URL", "")
TOKEN_PEPPER = env("TOKEN_PEPPER", "")
TOKEN_PEPPERS = [pepper for pepper in env("TOKEN_PEPPERS", "").split(",") if pepper]
IS_DEMO = env("DEMO", "") == "1"

INSTALLED_APPS = [
    "industriecoalitie.core",
    "industriecoalitie.access",
    "industriecoalitie.notifications",
    "industriecoalitie.history",
    "industriecoalitie.api",
    "industriecoalitie.accounts",
    "industriecoalitie.files",
    "industriecoalitie.concepts",
    "industriecoalitie.sources",
    "industriecoalitie.search",
    "industriecoalitie.loading",
    "industriecoalitie.editing",
    "industriecoalitie.signoff",
    "regions",
    "partnerships",
    "programmes",
    "knowledgebank",
    "industriecoalitie.exchange",
    "industriecoalitie.corrections",
    "industriecoalitie.tokens",
    "industriecoalitie.webhooks",
    "industriecoalitie.standards",
    "industriecoalitie.curation",
    "industriecoalitie.finding",
    "industriecoalitie.generating",
    "industriecoalitie.home",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "rules.apps.AutodiscoverRulesConfig",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "corsheaders",
    "csp",
    "django_htmx",
    "template_partials",
    "lucide",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "industriecoalitie.api.middleware.ApiHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "industriecoalitie.core.middleware.CleanRequestMiddleware",
    "industriecoalitie.core.middleware.SameForAllMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "industriecoalitie.accounts.middleware.SessionLimitsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "industriecoalitie.accounts.middleware.SecondStepMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "industriecoalitie.urls"
WSGI_APPLICATION = "industriecoalitie.wsgi.application"
ASGI_APPLICATION = "industriecoalitie.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "industriecoalitie.core.context.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lucide.templatetags.lucide",
                "template_partials.templatetags.partials",
                "industriecoalitie.core.templatetags.portal",
                "industriecoalitie.core.templatetags.drawing",
                "industriecoalitie.files.templatetags.pictures",
            ],
        },
    }
]

# A partnership of two hundred partners is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_000
FILE_UPLOAD_HANDLERS = [
    "industriecoalitie.files.handlers.BoundedHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Fields of our own have templates of their own.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The database: PostgreSQL 15 or later. The timeouts bound what one request may cost.
DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL"), conn_max_age=60, conn_health_checks=True, disable_server_side_cursors=False
    )
}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
    # The planner takes matching words for as cheap as comparing numbers and would rather read every text: docs/search.md.
    " -c random_page_cost=1.1 -c jit=off"
)
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis is optional while running: sessions, cache and limits stay in PostgreSQL.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"}}
SESSION_ENGINE = "industriecoalitie.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12  # without a request; accounts.middleware keeps the other limits
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# History: kept by the database, never changed by the portal.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"

# Accounts: docs/adr/0010-signing-in.md
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "industriecoalitie.accounts.passwords.NotOneself"},
    {"NAME": "industriecoalitie.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "industriecoalitie.accounts.passwords.NotCommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_page"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "industriecoalitie.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "industriecoalitie.accounts.forms.SignInForm",
    "reset_password": "industriecoalitie.accounts.forms.PasswordResetForm",
    "reset_password_from_key": "industriecoalitie.accounts.forms.NewPasswordForm",
    "change_password": "industriecoalitie.accounts.forms.ChangePasswordForm",
    "set_password": "industriecoalitie.accounts.forms.SetPasswordForm",
    "reauthenticate": "industriecoalitie.accounts.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# Beside the counts of axes; never False, which would lift all limits.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/900s/key",
    "store_file": "60/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("TRUSTED_PROXY_COUNT", "0"))
DEVICE_COOKIE_NAME = "known-device"

# The second step; its secrets are encrypted with MFA_KEYS: the first encrypts, all decrypt.
SECOND_STEP_REQUIRED = not IS_DEMO
MFA_KEYS = [key for key in env("MFA_KEYS", "").split(",") if key]
MFA_ADAPTER = "industriecoalitie.accounts.second_steps.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")
MFA_FORMS = {
    "authenticate": "industriecoalitie.accounts.forms.CodeForm",
    "reauthenticate": "industriecoalitie.accounts.forms.CodeAgainForm",
    "activate_totp": "industriecoalitie.accounts.forms.ActivateAppForm",
    "add_webauthn": "industriecoalitie.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "industriecoalitie.accounts.forms.RenamePasskeyForm",
}

# Signing in at one's institution
SOCIALACCOUNT_ADAPTER = "industriecoalitie.accounts.institutions.InstitutionsAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "institution": {"OAUTH_PKCE_ENABLED": True, "APPS": oidc_apps(env("OIDC_PROVIDERS", ""))}
}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_LOGIN_ON_GET = False

# Guessing passwords: five failures for one account from one address, accounts.guard knows the rest.
AXES_HANDLER = "industriecoalitie.accounts.guard.Guard"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hours
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_USERNAME_CALLABLE = "industriecoalitie.accounts.guard.username_of"
AXES_CLIENT_IP_CALLABLE = "industriecoalitie.accounts.guard.address_of"
AXES_WHITELIST_CALLABLE = "industriecoalitie.accounts.guard.is_known_device"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "email", "csrfmiddlewaretoken", "next"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Mail: every letter goes through the outbox; EMAIL_TRANSPORT takes it from there.
EMAIL_BACKEND = "industriecoalitie.notifications.backends.OutboxBackend"
MAIL_VIEWER_DIR = STATE_DIR / "mail"
DEFAULT_FROM_EMAIL = env("MAIL_FROM", f"Industriecoalitie <portaal@{urlsplit(BASE_URL).hostname}>")

# Webhooks: where a CloudEvent says it comes from, and whether they may go to a receiver on this machine (never in production).
WEBHOOKS_SOURCE = env("WEBHOOKS_SOURCE", "urn:nld:oin:00000000000000000000:systeem:industriecoalitie")
WEBHOOKS_ALLOW_LOCAL = env("WEBHOOKS_ALLOW_LOCAL", "") == "1"

# Language, time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["industriecoalitie.core.formats"]

# Static files; fonts and the map are made at set-up in a folder of their own.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-collected"
BUILT_DIR = BASE_DIR / "static-built"
STATICFILES_DIRS = [BASE_DIR / "static", BUILT_DIR]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # Files that people hand in: never served but by industriecoalitie.files.
    "private": private_store(env("MEDIA_URL_STORE", ""), STATE_DIR / "media" / "files"),
}
MEDIA_ROOT = STATE_DIR / "media"
SCANNER_ADDRESS = scanner_address(env("CLAMD_URL", ""))

# Headers
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *origins_of(SOCIALACCOUNT_PROVIDERS["institution"]["APPS"])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(api/v1|oeapi/v6)(/.*)?$"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_EXPOSE_HEADERS = ["API-Version", "ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After"]

# The REST API
API_VERSION = "1.0.0"
API_MAX_BODY = 1_000_000
# Requests a minute; 0 is no limit. docs/api-limits.md
API_LIMITS = {
    "read": {
        "address": int(env("API_READS_PER_ADDRESS", "300")),
        "token": int(env("API_READS_PER_TOKEN", "1200")),
    },
    "search": {
        "address": int(env("API_SEARCHES_PER_ADDRESS", "60")),
        "token": int(env("API_SEARCHES_PER_TOKEN", "240")),
    },
    "write": dict.fromkeys(("address", "token"), int(env("API_WRITES", "120"))),
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "industriecoalitie.tokens.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["industriecoalitie.api.permissions.QuerysetPolicy"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["industriecoalitie.api.parsers.StrictJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["industriecoalitie.api.throttling.ApiThrottle"],
    "DEFAULT_FILTER_BACKENDS": ["industriecoalitie.api.filters.FilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "industriecoalitie.api.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "industriecoalitie.api.schema.PortalSchema",
    "EXCEPTION_HANDLER": "industriecoalitie.api.exceptions.problem_handler",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Industriecoalitie-API",
    "DESCRIPTION": (
        "Regio’s, samenwerkingen, opleidingen, praktijkvoorbeelden, agenda’s en cijfers van de Industriecoalitie, "
        "met bij elk gegeven de bron. Zonder sleutel lees je alles wat openbaar is.\n\n"
        "De API volgt de NLGov REST API Design Rules 2.2, met één uitzondering: namen van collecties en attributen "
        "zijn Engels, omdat ze aansluiten op de woordenlijst van de Open Education API. Waarden en uitleg zijn "
        "Nederlands.\n\n"
        "Antwoorden dragen Cache-Control: no-cache en een ETag: bewaar ze gerust, en vraag met If-None-Match of er "
        "iets veranderd is. Fouten worden niet bewaard."
    ),
    "VERSION": API_VERSION,
    "CONTACT": {
        "name": "Beheer van de Industriecoalitie-API",
        "url": "https://industriecoalitie.example/api/",
        "email": "api-beheer@industriecoalitie.example",
    },
    "LICENSE": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
    "OAS_VERSION": "3.0.3",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "COMPONENT_SPLIT_REQUEST": False,
    "POSTPROCESSING_HOOKS": ["industriecoalitie.api.schema.follow_design_rules"],
}

# Background work; the queue only wakes what PostgreSQL already holds.
CELERY_BROKER_URL = REDIS_URL or "redis://127.0.0.1:6379/0"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 2,
    "socket_connect_timeout": 1,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "pick-up-files": {"task": "exchange.pick_up", "schedule": 60.0, "options": {"expires": 55}},
    "forget-old-files": {"task": "exchange.forget_old_files", "schedule": 60 * 60.0},
    # Whatever the hour of the worker is: the task itself knows when Monday seven o'clock is in the Netherlands.
    "send-weekly-letters": {
        "task": "exchange.send_weekly_letters",
        "schedule": crontab(minute="0"),
        "options": {"expires": 3_000},
    },
    "send-digests": {
        "task": "knowledgebank.send_digests",
        "schedule": crontab(minute="5"),
        "options": {"expires": 3_000},
    },
    "forget-old-work": {"task": "editing.forget_old_work", "schedule": 24 * 60 * 60.0},
    "forget-answered-requests": {"task": "editing.forget_answered_requests", "schedule": 60 * 60.0},
    # Who is late, is not needed any more: the next round does the same.
    "send-due-letters": {
        "task": "notifications.send_due_letters",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "scan-waiting-files": {"task": "files.scan_waiting", "schedule": 60.0, "options": {"expires": 55}},
    "remove-unused-files": {"task": "files.remove_unused", "schedule": 60 * 60.0},
    "clear-old-traces": {"task": "accounts.clear_old_traces", "schedule": 24 * 60 * 60.0},
    "complete-handovers": {"task": "regions.complete_due_handovers", "schedule": 60 * 60.0},
    # Once a day for each curator, whatever the hour of the worker is: the letter has a key with the day.
    "tell-overdue-corrections": {"task": "corrections.tell_what_is_overdue", "schedule": 60 * 60.0},
    # At the minute; a practice appears when its moment has come, whoever else is busy.
    "publish-planned-practices": {
        "task": "knowledgebank.publish_planned",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "retire-expired-practices": {"task": "knowledgebank.retire_expired", "schedule": crontab(minute="5")},
    "escalate-overdue-reviews": {"task": "knowledgebank.escalate_overdue", "schedule": crontab(minute="10")},
    "remind-to-confirm-practices": {
        "task": "knowledgebank.remind_to_confirm",
        "schedule": crontab(minute="15"),
    },
    "tell-adoptions": {"task": "knowledgebank.tell_adoptions", "schedule": crontab(minute="*/5")},
    "forget-correction-senders": {"task": "corrections.forget_senders", "schedule": 24 * 60 * 60.0},
    # What is searched, counted by Redis meanwhile.
    "keep-asked": {"task": "search.keep_asked", "schedule": 5 * 60.0, "options": {"expires": 295}},
    "forget-asked": {"task": "search.forget_asked", "schedule": 24 * 60 * 60.0},
    "catch-up-search": {"task": "search.catch_up", "schedule": 10 * 60.0, "options": {"expires": 595}},
    "look-over-search": {"task": "search.look_over", "schedule": crontab(hour="2", minute="40")},
    "catch-up-documents": {"task": "api.catch_up", "schedule": 10 * 60.0, "options": {"expires": 595}},
    "look-over-documents": {"task": "api.look_over", "schedule": crontab(hour="3", minute="10")},
    "forget-events": {"task": "api.forget_events", "schedule": 24 * 60 * 60.0},
    # The first try again comes after five seconds.
    "send-webhooks": {"task": "webhooks.send", "schedule": 5.0, "options": {"expires": 5}},
    "forget-old-deliveries": {"task": "webhooks.forget_old", "schedule": 24 * 60 * 60.0},
    "clear-old-letters": {"task": "notifications.clear_old_letters", "schedule": 24 * 60 * 60.0},
    "warn-of-expiring-tokens": {"task": "tokens.warn_of_expiry", "schedule": crontab(hour="7", minute="20")},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "industriecoalitie.core.masking.MaskingFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}},
}
