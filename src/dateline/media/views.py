"""GET /media/<sha256>.<suffix>: the bytes of a rendition, which never change."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse

from .pictures import SUFFIXES, path_of


def rendition(request: HttpRequest, name: str) -> HttpResponse:
    found = re.fullmatch(r"([0-9a-f]{64})\.(avif|jpg)", name)
    if found is None:
        raise Http404
    path = path_of(found[1], found[2])
    if not path.is_file():
        raise Http404
    # Whole: a file that streams was read in a thread that all such answers share.
    response = HttpResponse(path.read_bytes(), content_type=SUFFIXES[found[2]])
    return response
