"""Serves static files from the folders of the packages, under URLs with a hash of their content.

There are few files, so there is no `collectstatic` step: the hash is computed when a file is first
used. The files of a theme come first, so that they can replace ours.
"""

from __future__ import annotations

import mimetypes
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import Http404, HttpRequest, HttpResponse

from dateline.page import theme

from . import modules

# Some systems do not know them.
_TYPES: Final = {".woff2": "font/woff2"}


class HashedFiles(StaticFilesStorage):
    """A storage whose URL for `page/page.css` is `/static/page/page.<hash>.css`."""

    def url(self, name: str | None) -> str:
        # Not a path: templates pass a SafeString, which no path accepts.
        plain, _, suffix = (name or "").rpartition(".")
        digest, _ = _read(f"{plain}.{suffix}")
        return f"{self.base_url}{plain}.{digest}.{suffix}"


def serve(request: HttpRequest, name: str) -> HttpResponse:
    """GET /static/<name>.<hash>.<suffix>: the content of a file. Another hash is not found."""
    path = PurePosixPath(name)
    # PurePosixPath.with_suffix raises ValueError for names such as "." and "//".
    if not path.name or not path.suffix:
        raise Http404
    plain = path.with_suffix("").with_suffix(path.suffix)
    digest, content = _read(str(plain))
    if path.suffixes[-2:-1] != [f".{digest}"]:
        raise Http404
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(name)[0]
    media_type = media_type or "application/octet-stream"
    response = HttpResponse(content, content_type=f"{media_type}; charset=utf-8")
    response["ETag"] = f'"{digest}"'
    # A sandboxed embed has an opaque origin, so even its own script is a cross-origin request.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@lru_cache(maxsize=256)
def _read(name: str) -> tuple[str, bytes]:
    content = _theme_styles() if name == theme.CSS else _file(name)
    if name.endswith(".js") and "vendor" not in PurePosixPath(name).parts:
        content = modules.join(name, lambda path: _file(path).decode()).encode()
    return sha256(content).hexdigest()[:12], content


def _theme_styles() -> bytes:
    """The theme's style sheet, in which files are named by their URLs with a hash."""
    chosen = settings.DATELINE_THEME
    if not chosen.css:
        raise Http404(theme.CSS)
    files = HashedFiles()
    addresses = {name: files.url(name) for name in theme.files_named(chosen)}
    return theme.with_addresses(chosen, addresses).encode()


def _file(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise Http404(name)
    return Path(found).read_bytes()
