"""Reads parameters from the query string. A malformed one raises Http404."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest


def number(request: HttpRequest, name: str) -> int:
    """Returns a number, 0 if the parameter is missing. Raises Http404 for any other value."""
    return int(_matching(r"[0-9]{1,18}", request, name) or 0)


def sort_key(request: HttpRequest, name: str) -> str:
    """Returns a sort key, '' if the parameter is missing. Raises Http404 for any other value."""
    return _matching(r"[0-9]{5,9}T[0-9]{6}-[0-9]{6,12}", request, name)


def text(request: HttpRequest, name: str) -> str:
    """Returns the first 200 characters of a text, without NUL, which PostgreSQL refuses."""
    return request.GET.get(name, "").replace("\0", "")[:200]


def _matching(pattern: str, request: HttpRequest, name: str) -> str:
    text = request.GET.get(name, "")
    if text and not re.fullmatch(pattern, text):
        raise Http404
    return text
