"""Django's settings, from a few environment variables. All data is in one folder.

DATELINE_DATA  the data folder (default: dateline/ in the XDG data home)
DATABASE_URL   another database, e.g. postgres://user@host/name (default: SQLite in the data folder)
DATELINE_URL   the public URL, e.g. https://live.example.org (default: only this machine)
DATELINE_LANGUAGE  the language of pages that belong to no coverage: the list of all coverages and
               error pages (default: en)
DATELINE_THEME  the folder of a theme: the publication's name, links, mark and look; see
               docs/themes.md (default: the built-in look, without a name)
DATELINE_NATS  a NATS server for notifications between processes, e.g. nats://host:4222 (default:
               none; PostgreSQL needs none)
DATELINE_WEBSUB  a WebSub hub to notify of changed feeds, e.g. https://hub.example.org/ (default:
               none; it requires DATELINE_URL)
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from dateline.journal.sqlite_file import OnlyExisting
from dateline.page.theme import BUILT_IN, BadTheme, Theme, load


def _data_folder() -> Path:
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    folder = Path(os.environ.get("DATELINE_DATA") or Path(home) / "dateline").resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _secret_key(folder: Path) -> str:
    path = folder / "secret.key"
    if not path.exists():
        # Written to a temporary file and then linked, so that another process that starts at the
        # same time never reads an incomplete key.
        with tempfile.NamedTemporaryFile("w", dir=folder) as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    key = path.read_text()
    if not key.strip():
        # Not replaced silently, because a new key signs everybody out.
        raise ImproperlyConfigured(
            f"{path} is empty. Restore it from a backup, or delete it. A new key is then created,"
            " and everybody has to sign in again."
        )
    return key


def _database(folder: Path) -> dict[str, Any]:
    default = f"sqlite:///{folder / 'dateline.sqlite3'}"
    database: dict[str, Any] = dict(
        dj_database_url.parse(os.environ.get("DATABASE_URL") or default)
    )
    if not database["ENGINE"].endswith(("sqlite3", "postgresql")):
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgres:// or sqlite:///, the databases that Dateline"
            " supports."
        )
    if database["ENGINE"].endswith("sqlite3"):
        if database["NAME"] != ":memory:":
            # A name is relative to the working directory, which another process may not share.
            database["NAME"] = os.path.abspath(database["NAME"])
        # Persistent: a new connection for each request reads the schema, sets the pragmas and often
        # runs a checkpoint.
        database["CONN_MAX_AGE"] = None
        # FULL, because with NORMAL a power loss took every acknowledged post. IMMEDIATE, because
        # otherwise a transaction that reads and then writes can fail at once with "database is
        # locked", whatever the timeout.
        database["OPTIONS"] = {
            "factory": OnlyExisting,
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
        }
    else:
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
    return database


def _is_origin(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and not (parts.path or parts.query or parts.fragment)
        )
    except ValueError:
        return False


def _is_nats(address: str) -> bool:
    parts = urlsplit(address)
    try:
        return parts.scheme in ("nats", "tls") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _theme() -> Theme:
    folder = os.environ.get("DATELINE_THEME")
    if not folder:
        return BUILT_IN
    try:
        return load(Path(folder).resolve())
    except BadTheme as error:
        raise ImproperlyConfigured(f"DATELINE_THEME cannot be used: {error}") from None


DATELINE_DATA = _data_folder()
DATELINE_MEDIA = DATELINE_DATA / "media"
DATELINE_UPLOADS = DATELINE_DATA / "uploads"
DATELINE_PROJECTIONS = [
    "dateline.coverage.projection.CoverageProjection",
    "dateline.media.projection.PictureUseProjection",
    "dateline.claims.projection.ClaimsProjection",
    "dateline.page.projection.PageProjection",
]

SECRET_KEY = _secret_key(DATELINE_DATA)
DATABASES = {"default": _database(DATELINE_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATELINE_NATS = os.environ.get("DATELINE_NATS", "")
if DATELINE_NATS and not _is_nats(DATELINE_NATS):
    raise ImproperlyConfigured(
        f"DATELINE_NATS is {DATELINE_NATS!r}, but must be a URL such as nats://127.0.0.1:4222."
    )
DATELINE_URL = os.environ.get("DATELINE_URL", "").rstrip("/")
if DATELINE_URL and not _is_origin(DATELINE_URL):
    raise ImproperlyConfigured(
        f"DATELINE_URL is {DATELINE_URL!r}, but must be a URL such as https://live.example.org,"
        " without a path."
    )
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS: list[str] = []
if DATELINE_URL:
    ALLOWED_HOSTS.append(urlsplit(DATELINE_URL).hostname or "")
    CSRF_TRUSTED_ORIGINS.append(DATELINE_URL)

DATELINE_WEBSUB = os.environ.get("DATELINE_WEBSUB", "")
if DATELINE_WEBSUB and urlsplit(DATELINE_WEBSUB).scheme not in ("http", "https"):
    raise ImproperlyConfigured(
        f"DATELINE_WEBSUB is {DATELINE_WEBSUB!r}, but must be a URL such as"
        " https://hub.example.org/."
    )
if DATELINE_WEBSUB and not DATELINE_URL:
    raise ImproperlyConfigured(
        "DATELINE_WEBSUB requires DATELINE_URL, because a hub needs the public URLs of the feeds."
    )
DATELINE_FOLLOWERS = [
    "dateline.journal.scrub.ScrubFollower",
    "dateline.media.removal.PictureRemovalFollower",
    *(["dateline.syndication.websub.WebSubFollower"] if DATELINE_WEBSUB else []),
]

DATELINE_THEME = _theme()
DATELINE_PUBLICATION = DATELINE_THEME.name

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "dateline.journal",
    "dateline.coverage",
    "dateline.media",
    "dateline.claims",
    "dateline.accounts",
    "dateline.newsroom",
    "dateline.drafts",
    "dateline.page",
    "dateline.desk",
]
MIDDLEWARE = [
    "dateline.server.middleware.security_headers",
    "dateline.server.bad_input.require_utf8",
    "dateline.server.middleware.cache_control",
    "dateline.server.middleware.GzipText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "dateline.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # First, so that a theme can replace our templates.
        "DIRS": DATELINE_THEME.folders("templates"),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dateline.page.context.publication",
            ],
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_ENGINE = "dateline.accounts.sessions"
AUTHENTICATION_BACKENDS = ["dateline.accounts.sessions.Backend"]
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/desk/sign-in/"
CSRF_FAILURE_VIEW = "dateline.server.views.forged"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DATELINE_DEVICE_COOKIE = "device"
SESSION_COOKIE_AGE = 14 * 24 * 3600
if DATELINE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    DATELINE_DEVICE_COOKIE = "__Secure-device"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"  # the language of the desk
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
DATELINE_LANGUAGE = os.environ.get("DATELINE_LANGUAGE") or "en"
_LANGUAGES = sorted(["en", *(each.name for each in LOCALE_PATHS[0].iterdir())])
if DATELINE_LANGUAGE not in _LANGUAGES:
    raise ImproperlyConfigured(
        f"DATELINE_LANGUAGE is {DATELINE_LANGUAGE!r}, but must be one of {', '.join(_LANGUAGES)}."
    )

STATIC_URL = "/static/"
STATICFILES_DIRS = DATELINE_THEME.folders("static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "dateline.server.static.HashedFiles"},
}

# There is no limit for the size of files here, because the server limits the body of each route.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "dateline.media.uploads.UploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024  # larger uploads are written to disk while received
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {
        "once": {"()": "dateline.server.log_limits.OncePerMinute"},
        "refusals": {"()": "dateline.server.bad_input.RefusalsInOneLine"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["refusals", "once"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
