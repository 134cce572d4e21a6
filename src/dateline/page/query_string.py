"""Reads where a list goes on from an address's query. What is no such thing is no address: 404."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest


def number(request: HttpRequest, name: str) -> int:
    """A number in the query, 0 where there is none. Raises Http404 for anything else."""
    return int(_matching(r"[0-9]{1,18}", request, name) or 0)


def sort_key(request: HttpRequest, name: str) -> str:
    """A post's sort key in the query, '' where there is none. Raises Http404 for anything else."""
    return _matching(r"[0-9]{5,9}T[0-9]{6}-[0-9]{6,12}", request, name)


def text(request: HttpRequest, name: str) -> str:
    """A text in the query, at most 200 characters. PostgreSQL would refuse a NUL in it."""
    return request.GET.get(name, "").replace("\0", "")[:200]


def _matching(pattern: str, request: HttpRequest, name: str) -> str:
    text = request.GET.get(name, "")
    if text and not re.fullmatch(pattern, text):
        raise Http404
    return text
