"""Serves pictures."""

from __future__ import annotations

import re

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseGone,
    HttpResponseNotModified,
)

from .models import PictureRemoval, PictureUseRow
from .pictures import SUFFIXES, path_of


def rendition(request: HttpRequest, name: str) -> HttpResponse:
    """GET /media/<sha256>.<suffix>: a rendition of a picture that is public.

    404 where no entry has shown it, and 410 with the reason where every post that showed it was
    withdrawn or erased. A cache that asks whether its copy is current gets the 410, too.
    """
    sha256, suffix = parse(name)
    uses = set(PictureUseRow.objects.filter(sha256=sha256).values_list("public", flat=True))
    if not uses and PictureRemoval.objects.filter(sha256=sha256).exists():
        return _gone("This picture was removed for a legal reason or for somebody’s safety.\n")
    if not uses:
        raise Http404
    if True not in uses:
        return _gone("This picture was withdrawn together with its post.\n")
    found = response(sha256, suffix)
    etag = f'"{sha256}"'
    if etag in request.headers.get("If-None-Match", ""):
        found = HttpResponseNotModified()
    found["ETag"] = etag
    return found


def _gone(reason: str) -> HttpResponse:
    return HttpResponseGone(reason, content_type="text/plain; charset=utf-8")


def parse(name: str) -> tuple[str, str]:
    """The SHA-256 and the suffix in the name of a rendition's file. Raises Http404."""
    found = re.fullmatch(r"([0-9a-f]{64})\.(avif|jpg)", name)
    if found is None:
        raise Http404
    return found[1], found[2]


def response(sha256: str, suffix: str) -> HttpResponse:
    """The bytes of a rendition. Raises Http404 where there is no such file."""
    path = path_of(sha256, suffix)
    if not path.is_file():
        raise Http404
    # Not a FileResponse: under ASGI, Django reads all of them in one thread that they share.
    return HttpResponse(path.read_bytes(), content_type=SUFFIXES[suffix])
