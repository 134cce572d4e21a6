"""Serves pictures."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse

from .pictures import SUFFIXES, path_of


def rendition(request: HttpRequest, name: str) -> HttpResponse:
    """GET /media/<sha256>.<suffix>: the bytes of a rendition."""
    found = re.fullmatch(r"([0-9a-f]{64})\.(avif|jpg)", name)
    if found is None:
        raise Http404
    path = path_of(found[1], found[2])
    if not path.is_file():
        raise Http404
    # Not a FileResponse: under ASGI, Django reads all of them in one thread that they share.
    response = HttpResponse(path.read_bytes(), content_type=SUFFIXES[found[2]])
    return response
