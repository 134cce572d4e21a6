"""Serves static files from the folders of the packages, under URLs with a hash of their content.

There are few files, so there is no `collectstatic` step: the hash is computed when a file is first
used.
"""

from __future__ import annotations

import mimetypes
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import Http404, HttpRequest, HttpResponse


class HashedFiles(StaticFilesStorage):
    """A storage whose URL for `page/page.css` is `/static/page/page.<hash>.css`."""

    def url(self, name: str | None) -> str:
        path = PurePosixPath(name or "")
        digest, _ = _read(str(path))
        return f"{self.base_url}{path.with_suffix('')}.{digest}{path.suffix}"


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
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = HttpResponse(content, content_type=f"{media_type}; charset=utf-8")
    response["ETag"] = f'"{digest}"'
    # A sandboxed embed has an opaque origin, so even its own script is a cross-origin request.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@lru_cache(maxsize=256)
def _read(name: str) -> tuple[str, bytes]:
    found = finders.find(name)
    if not isinstance(found, str):
        raise Http404(name)
    content = Path(found).read_bytes()
    return sha256(content).hexdigest()[:12], content
