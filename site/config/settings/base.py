"""Settings shared by all environments. Environment variables: config/environment.py."""

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE

from config.environment import BASE_DIR, DATA_DIR, PUBLIC_DIR, env  # noqa: F401 (other settings read it)
from config.settings.mail import mail_settings
from config.settings.urls_to_settings import cache_settings, database_settings, media_root, storage_settings

SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS: list[str] = env("ALLOWED_HOSTS")
SITE_URL: str = env("SITE_URL").rstrip("/")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config",
    "content",
    "inquiries",
    "search",
    "config.accounts",
    "config.launch",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "config.accounts.people.apps.PeopleConfig",  # wagtail.users, with invitations
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "anymail",
    "csp",
    "config.accounts.allauth_apps.AccountTablesConfig",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "config.monitoring.logs.RequestIdMiddleware",
    "config.http.compression.CompressionMiddleware",
    "config.http.headers.SecurityHeadersMiddleware",
    "config.http.health.HealthMiddleware",
    "config.monitoring.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "content.site_context.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.http.reconnect.ReconnectMiddleware",
    "content.site_context.zone.ClinicZoneMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "content.caching.routing.CachedSiteMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.accounts.middleware.SignInMiddleware",  # replaces Django's: handles the second factor and session expiry
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "content.site_context.coming_soon.ComingSoonMiddleware",
    "config.http.admin_queries.AdminQueryMiddleware",
    "content.seo.redirects.RedirectMiddleware",
]

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
                "content.site_context.context.site_context",
            ],
            "builtins": ["content.templatetags.content_tags", "wagtail.templatetags.wagtailcore_tags"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # finds templates/wagtailadmin/widgets

DATABASES = {"default": database_settings(env("DATABASE_URL"))}
CACHES = cache_settings(env("CACHE_URL"))
STORAGES: dict[str, Any] = storage_settings(env("STORAGE_URL"))
globals().update(mail_settings(env("EMAIL_URL"), env("DEFAULT_FROM_EMAIL")))

# The throttle comes first, so that throttled attempts are rejected before a password is hashed, wherever they are made.
AUTHENTICATION_BACKENDS = ["config.accounts.backend.ThrottleBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3600
SESSION_ENGINE = "config.accounts.session_store"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE = timedelta(minutes=env("SESSION_IDLE_MINUTES"))
SESSION_LONGEST = timedelta(hours=env("SESSION_HOURS"))
# Set on the server, not in the admin: a compromised account must not be able to turn it off.
SECOND_FACTOR_REQUIRED: bool = env("SECOND_FACTOR_REQUIRED")
SECOND_FACTOR_GRACE = timedelta(days=env("SECOND_FACTOR_GRACE_DAYS"))
MFA_ADAPTER = "config.accounts.second_factor.adapter.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
WAGTAILUSERS_PASSWORD_ENABLED = False  # people are invited and choose their own
WAGTAILADMIN_USER_LOGIN_FORM = "config.accounts.forms.SignInForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "config.accounts.password_reset.ResetForm"  # noqa: S105 (no secret)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    # The 5,000 most common ones of at least 12 characters that Django's list lacks, from the ten million that Mark
    # Burnett collected from breaches and released into the public domain.
    {
        "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
        "OPTIONS": {"password_list_path": BASE_DIR / "site/config/accounts/long-common-passwords.txt.gz"},
    },
    {"NAME": "config.accounts.passwords.ContextWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "en"
TIME_ZONE = env("TIME_ZONE")  # for a new clinic; after that, its own settings decide

STATIC_URL = "/static/"
STATIC_ROOT = PUBLIC_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = media_root(env("STORAGE_URL"))
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site needs them
FILE_UPLOAD_PERMISSIONS = None  # use the umask: uploads may be private

WAGTAIL_SITE_NAME = "Pinpoint"
WAGTAILADMIN_BASE_URL = SITE_URL or f"http://localhost:{env('PORT')}"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES: list[str] = []  # everyone uses the clinic's: content/site_context/zone.py
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]  # our own texts are in no other
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 250  # ms after the last keystroke
WAGTAIL_AUTOSAVE_INTERVAL = 1500  # so that the preview, which users wait for, goes first
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # by this site, which checks permissions, from any storage
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "heif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 2**20  # deploy/nginx.conf allows this much
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 51_000_000  # the largest default of any phone: 8192 × 6144
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.uploads.forms.ImageForm"
# What people read or look at. No web pages, scripts, or programs, which would be offered in the clinic's name.
WAGTAILDOCS_EXTENSIONS = [
    *(
        "pdf",
        "doc",
        "docx",
        "odt",
        "rtf",
        "txt",
        "epub",
        "csv",
        "xls",
        "xlsx",
        "ods",
        "ppt",
        "pptx",
        "odp",
        "ics",
        "vcf",
    ),
    *("avif", "gif", "heic", "heif", "hif", "jpeg", "jpg", "png", "tif", "tiff", "webp", "m4a", "mp3", "mp4"),
]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "content.uploads.forms.DocumentForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.wagtail_backend"}}
WAGTAIL_FINISH_WORKFLOW_ACTION = "content.checks.approval.publish_approved"
TAGGIT_CASE_INSENSITIVE = True

# Public pages and the login: strict and static, so that a cached page stays valid.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
# Wagtail's date widgets, inline panels and choosers need inline code; only behind the login.
CSP_ADMIN = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}

LOOK_COOKIE_NAME = "look"  # for visitors who may see behind the coming-soon page
CSRF_COOKIE_HTTPONLY = True

COUNTS_STORED_AFTER_SECONDS = 30  # views and searches are kept in memory until then
WEBHOOK_TO_OWN_NETWORK = False  # also allows plain http; only in development

TRUSTED_PROXIES: list[str] = env("TRUSTED_PROXIES")
# Beyond these they are stored as suspects: well above a family's router, a group practice, or a link shared in a chat.
INQUIRIES_PER_SENDER_HOUR: int = env("INQUIRIES_PER_SENDER_HOUR")
INQUIRIES_PER_TEN_MINUTES: int = env("INQUIRIES_PER_TEN_MINUTES")
SEO_INDEX: bool = env("SEO_INDEX")
ALERT_WEBHOOK_URL: str = env("ALERT_WEBHOOK_URL")
BACKUP_ALERT_HOURS: int = env("BACKUP_ALERT_HOURS")
READINESS_TOKEN: list[str] = env("READINESS_TOKEN")
METRICS_TOKEN: list[str] = env("METRICS_TOKEN")
FIELD_KEYS: list[str] = env("FIELD_KEYS")
OWNER_EMAIL: str = env("OWNER_EMAIL")
OWNER_PASSWORD: str = env("OWNER_PASSWORD")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "config.monitoring.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"level": "WARNING"},
        "pinpoint": {"level": "INFO"},
    },
}
