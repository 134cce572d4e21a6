"""The reader's page over HTTP: a coverage, one of its pages, one of its posts, the list of all."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse

from dateline.journal.models import Coverage

from . import read
from .projection import masthead

FIXED_BLOCKS = ("headline", "series", "key-points", "summary", "pin")


def front(request: HttpRequest) -> HttpResponse:
    """GET /: every coverage of the newsroom, the newest first."""
    shown = [now for _, now in read.coverages()]
    return render(request, "page/front.html", {"coverages": shown})


def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/: the coverage with its newest posts."""
    return _answer(request, _find(slug), 0)


def page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """GET /<slug>/page/<number>/: one page of posts, the same ones tomorrow."""
    return _answer(request, _find(slug), number)


def post(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """GET /<slug>/post/<number>/: leads to the post in its place."""
    found = _find(slug)
    on_page = read.page_of_post(found, number)
    if on_page is None:
        raise Http404
    if on_page >= read.newest_window(found).first_page:
        address = reverse("page:coverage", args=[slug])
    else:
        address = reverse("page:page", args=[slug, on_page])
    return redirect(f"{address}#post-{number}")


def _find(slug: str) -> Coverage:
    found = Coverage.objects.filter(slug=slug, masthead__isnull=False).first()
    if found is None:
        raise Http404
    return found


def _answer(request: HttpRequest, found: Coverage, number: int) -> HttpResponse:
    head = read.head(found.slug)
    assert head is not None
    etag = f'"{head.cursor}-{number}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = render(request, "page/coverage.html", _context(found, head, number))
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response


def _context(found: Coverage, head: read.Head, number: int) -> dict[str, Any]:
    window = read.window(found, number) if number else read.newest_window(found)
    if window is None:
        raise Http404
    return {
        "now": masthead(found),
        "head": head,
        "window": window,
        "is_front": number == 0,
        "older": 0 if window.reaches_oldest else window.first_page - 1,
        "newer": 0 if window.reaches_newest else window.last_page + 1,
        "days": _days(window.posts),
        "blocks": {
            name.replace("-", "_"): html for name, html in read.blocks(found, FIXED_BLOCKS).items()
        },
    }


def _days(posts: list[read.BlockNow]) -> list[tuple[str, list[read.BlockNow]]]:
    """The posts grouped under their days, which each block says of itself."""
    days: list[tuple[str, list[read.BlockNow]]] = []
    for each in posts:
        found = re.search(r' data-day="([^"]*)"', each.html)
        day = found[1] if found else ""
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(each)
    return days
