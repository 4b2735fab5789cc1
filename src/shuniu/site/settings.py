"""The installation's settings: one file, every variable typed, read once at start-up."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from shuniu.site import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
DATA = env.folder("SHUNIU_DATA", Path("var"))
TESTING = "pytest" in sys.modules

# --- Identity of the installation -------------------------------------------------------------------------
CITY = env.text("SHUNIU_CITY", "云州市")
FONDS = env.text("SHUNIU_FONDS", "J001")
DEMO = env.flag("SHUNIU_DEMO", False)
DEBUG = env.flag("SHUNIU_DEBUG", False)
SECRET_KEY = env.secret("SHUNIU_SECRET_KEY", DATA)
PERSONAL_KEY = env.secret("SHUNIU_PERSONAL_KEY", DATA)
ALLOWED_HOSTS = env.words("SHUNIU_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.words("SHUNIU_ORIGINS")
BEHIND_TLS = env.flag("SHUNIU_TLS", False)

# --- Applications ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "shuniu.kernel.organisation",
    "shuniu.kernel.law",
    "shuniu.kernel.numbering",
    "shuniu.kernel.audit",
    "shuniu.kernel.jobs",
    "shuniu.kernel.files",
    "shuniu.kernel.search",
    "shuniu.kernel.notifications",
    "shuniu.kernel.casework",
    "shuniu.kernel.routes",
    "shuniu.kernel.insight",
    "shuniu.kernel.web",
    "shuniu.public.portal",
    "shuniu.public.hotline",
    "shuniu.public.petitions",
    "shuniu.public.disclosure",
    "shuniu.office.documents",
    "shuniu.office.supervision",
    "shuniu.office.meetings",
    "shuniu.office.engagements",
    "shuniu.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # the list of passkeys of the sign-in library says when each was used
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shuniu.kernel.web.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "shuniu.kernel.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "shuniu.kernel.files.uploads.UploadLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shuniu.kernel.web.middleware.ActorMiddleware",
    "shuniu.kernel.organisation.middleware.SignedInMiddleware",
]
ROOT_URLCONF = "shuniu.site.urls"
WSGI_APPLICATION = "shuniu.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "shuniu.kernel.web.context.installation",
            ],
        },
    },
]
FORM_RENDERER = "shuniu.kernel.web.drawing.Renderer"

# --- Storage -----------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", DATA / "shuniu.sqlite3")}
MEDIA_ROOT = env.folder("SHUNIU_FILES", DATA / "files")
STORAGE_URL = env.text("STORAGE_URL", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("SHUNIU_STATIC", DATA / "static")
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = ["shuniu.kernel.files.uploads.LimitedUploadHandler"]
UPLOAD_MOST_BYTES = 1_000_000 * env.integer("SHUNIU_UPLOAD_MB", 200, least=1, most=10_000)
CLAMD = env.text("SHUNIU_CLAMD", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["REDIS_URL"]}
    if os.environ.get("REDIS_URL")
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
TASKS = {"default": {"BACKEND": "shuniu.kernel.jobs.backend.QueueBackend", "QUEUES": []}}

# --- Accounts and sessions: practice values, none of them a figure of the standard (STATUTES §11) ------------
AUTH_USER_MODEL = "organisation.Person"
AUTHENTICATION_BACKENDS = ["shuniu.kernel.organisation.signed_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_ADAPTER = "shuniu.kernel.organisation.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SIGN_IN_TRIES = env.integer("SHUNIU_SIGN_IN_TRIES", 5, least=1, most=100)
SIGN_IN_LOCK_MINUTES = env.integer("SHUNIU_SIGN_IN_LOCK_MINUTES", 15, least=1, most=1440)
SIGN_IN_ADDRESS_TRIES = env.integer("SHUNIU_SIGN_IN_ADDRESS_TRIES", 50, least=1, most=10_000)
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}  # Ours counts in the database, over all processes.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_FORMS = {
    "login": "shuniu.kernel.organisation.forms.account.SignInForm",
    "change_password": "shuniu.kernel.organisation.forms.account.PasswordForm",
}
PASSWORD_LENGTH = env.integer("SHUNIU_PASSWORD_LENGTH", 10, least=8, most=128)
PASSWORD_KINDS = env.integer("SHUNIU_PASSWORD_KINDS", 3, least=1, most=4)
PASSWORD_DAYS = env.integer("SHUNIU_PASSWORD_DAYS", 90, least=0, most=3650)
PASSWORD_HISTORY = env.integer("SHUNIU_PASSWORD_HISTORY", 5, least=0, most=50)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "phone")},
    },
    {"NAME": "shuniu.kernel.organisation.passwords.KindsValidator", "OPTIONS": {"kinds": PASSWORD_KINDS}},
    {"NAME": "shuniu.kernel.organisation.passwords.NotAgainValidator", "OPTIONS": {"times": PASSWORD_HISTORY}},
]
MFA_ADAPTER = "shuniu.kernel.organisation.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "add_webauthn": "shuniu.kernel.organisation.forms.account.PasskeyForm",
    "authenticate": "shuniu.kernel.organisation.forms.account.SecondFactorForm",
    "reauthenticate": "shuniu.kernel.organisation.forms.account.SecondFactorAgainForm",
}
OIDC_ISSUER = env.text("SHUNIU_OIDC_ISSUER", "")
OIDC_CLAIM = env.text("SHUNIU_OIDC_CLAIM", "preferred_username")
if OIDC_ISSUER:  # The city's single sign-on; needs the extra "oidc".
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_ADAPTER = "shuniu.kernel.organisation.single_sign_on.SingleSignOn"
    OIDC_APP = {
        "provider_id": "city",
        "name": env.text("SHUNIU_OIDC_NAME", "统一身份认证"),
        "client_id": env.text("SHUNIU_OIDC_CLIENT"),
        "secret": env.text("SHUNIU_OIDC_SECRET"),
        "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
    }
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC_APP]}}
IDLE_MINUTES = env.integer("SHUNIU_IDLE_MINUTES", 30, least=1, most=1440)
SESSION_ENGINE = "shuniu.kernel.organisation.signed_in"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "shuniu.kernel.web.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        # A browser holds the redirect after a form to this list too, hence the single sign-on.
        "form-action": [SELF, *([OIDC_ISSUER] if OIDC_ISSUER else [])],
        "frame-ancestors": [NONE],
    }
}

# Many citizens share one address behind a telephone company's gateway: a limit per address must be wide.
REPORTS_PER_HOUR = env.integer("SHUNIU_REPORTS_PER_HOUR", 300, least=1)

SEAL_SERVICE = env.text("SHUNIU_SEAL_SERVICE", "shuniu.office.documents.sealing.RegisteredPicture")
"""What seals official papers: a class with the members of ``office.documents.sealing.SealService``."""

# --- Language and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Mail, logs --------------------------------------------------------------------------------------------
EMAIL_BACKEND = env.text("SHUNIU_MAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
DEFAULT_FROM_EMAIL = env.text("SHUNIU_MAIL_FROM", "shuniu@localhost")
ADDRESS = env.text("SHUNIU_ADDRESS", "")
CITIZEN_MESSAGES = env.flag("SHUNIU_CITIZEN_MESSAGES", True)
NOTICE_CHANNELS = {
    "email": env.text("SHUNIU_EMAIL_ADAPTER", "shuniu.kernel.notifications.channels.Email"),
    "webhook": env.text("SHUNIU_WEBHOOK_ADAPTER", "shuniu.kernel.notifications.channels.Webhook"),
    "wecom": env.text("SHUNIU_WECOM_ADAPTER", "shuniu.kernel.notifications.channels.WeCom"),
    "sms": env.text(
        "SHUNIU_SMS_ADAPTER",
        "shuniu.kernel.notifications.channels.Outbox" if DEMO else "shuniu.kernel.notifications.channels.Sms",
    ),
}
WEBHOOK_URL = env.text("SHUNIU_WEBHOOK_URL", "")
WECOM_URL = env.text("SHUNIU_WECOM_URL", "")
SMS_URL = env.text("SHUNIU_SMS_URL", "")
SMS_TOKEN = env.text("SHUNIU_SMS_TOKEN", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"shuniu": {"level": env.text("SHUNIU_LOG_LEVEL", "INFO")}},
}
