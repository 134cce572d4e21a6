"""The readers' pages: coverages and their posts, search, history, corrections and embeds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from dateline import __version__ as VERSION
from dateline.coverage import finding
from dateline.coverage import read as coverage_read
from dateline.journal import read as journal
from dateline.journal.cursor import Cursor
from dateline.journal.models import Coverage
from dateline.journal.serialize import format_time
from dateline.routing import hold_until_changed

from . import query_string, read, structured
from .limits import MAX_BLOCKS_BEHIND
from .render import zone
from .words import words

MAX_FOUND = 50
COVERAGES_SHOWN = 50
CHANGES_SHOWN = 50
VERSIONS_SHOWN = 10
FIXED_BLOCKS = ("headline", "series", "key-points", "summary", "key-events", "pin")


def front(request: HttpRequest) -> HttpResponse:
    """GET /?after=: the coverages of the newsroom, live ones first, in the newsroom's language.

    `after` is the argument of `coverage.read.coverages`. The ETag is the head of the journal, which
    is read before the coverages: see `read`.
    """
    after = query_string.number(request, "after")
    etag = f'"{journal.head()}-front-{after}-{VERSION}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        listed = coverage_read.coverages(COVERAGES_SHOWN, after)
        if after and not listed.coverages:
            raise Http404
        with translation.override(settings.DATELINE_LANGUAGE):
            response = render(request, "page/front.html", {"listed": listed})
    response["ETag"] = etag
    return response


def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/: the coverage with its newest posts."""
    return _answer(request, _find(slug), None)


def page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """GET /<slug>/page/<number>/?before=<sort key>: one page of posts, at a permanent URL.

    If many backdated posts were added to a page, it is shown in parts, which links with `before`
    lead to.
    """
    part = read.Part(number, query_string.sort_key(request, "before"))
    return _answer(request, _find(slug), part)


def post(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """GET /<slug>/post/<number>/: redirects to the page that shows the post."""
    found = _find(slug)
    if not coverage_read.post_exists(found, number):
        raise Http404
    sort_key, on_page = coverage_read.position_of_post(found, number)
    if sort_key >= read.newest_window(found).posts[-1].sort_key:
        address = reverse("page:coverage", args=[slug])
    else:
        address = _address(slug, read.part_with(found, on_page, sort_key))
    return redirect(f"{address}#post-{number}")


def history(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """GET /<slug>/post/<number>/history/?before=<seq>: a post's versions with their differences."""
    found = _find(slug)
    before = query_string.number(request, "before")
    if coverage_read.page_of_post(found, number) is None:
        raise Http404

    def context() -> dict[str, Any]:
        post = coverage_read.post_state(found, number)
        return {"post": post, "listed": read.versions(found, post, VERSIONS_SHOWN, before)}

    return _render(request, found, f"history-{number}-{before}", "page/history.html", context)


def find(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/find/?q=&by=&place=&key=1&order=oldest: the posts that match all parameters."""
    found = _find(slug)
    parameters = request.GET
    query = finding.Query(
        words=query_string.text(request, "q"),
        byline=query_string.text(request, "by"),
        place=query_string.text(request, "place"),
        key_events=parameters.get("key") == "1",
        oldest_first=parameters.get("order") == "oldest",
        start=query_string.sort_key(request, "from"),
    )

    def context() -> dict[str, Any]:
        result = finding.find(found, query, MAX_FOUND)
        bylines, places = finding.names_and_places(found)
        following = parameters.copy()
        following["from"] = result.next
        return {
            "query": query,
            "found": result,
            "days": _days(read.blocks_of_posts(found, result.numbers)),
            "bylines": bylines,
            "places": places,
            "following": following.urlencode() if result.next else "",
        }

    name = f"find-{sha256(repr(query).encode()).hexdigest()[:16]}"
    return _render(request, found, name, "page/find.html", context)


def embed(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """GET /<slug>/embed/ or /<slug>/post/<n>/embed/: a page for a frame on another site."""
    found = _find(slug)

    def context() -> dict[str, Any]:
        whole = _context(request, found, None)
        if number:
            block = read.posts_html(found, [number])[number]
            if not block:
                raise Http404
            whole["only"] = block
        return whole

    return _render(request, found, f"embed-{number}", "page/embed.html", context)


def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/changes/?after=<cursor>: the current version of the blocks that changed since.

    Pages poll it if a proxy buffers their stream. All readers with the same cursor use the same
    URL, and shared caches may store the response for a second.
    """
    found = _find(slug)
    head = read.head(found)
    after = Cursor.parse(request.GET.get("after", ""))
    blocks: list[read.Block] = []
    reset = after is None or after.must_reset(head.cursor)
    if after is not None and not reset:
        blocks = read.blocks_after(found, after.seq, MAX_BLOCKS_BEHIND + 1)
        reset = len(blocks) > MAX_BLOCKS_BEHIND
    # The blocks may be newer than the head, which was read before them.
    reached = head.cursor._replace(seq=max([head.cursor.seq, *(block.seq for block in blocks)]))
    etag = f'"{reached}-{int(reset)}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = JsonResponse(
            {
                "cursor": str(reached),
                "closed": head.closed,
                "reset": reset,
                "blocks": [] if reset else [asdict(block) for block in blocks],
            }
        )
    response["ETag"] = etag
    # Only under the exact URL that pages use: a client could otherwise fill the cache with copies
    # under other query strings.
    if after is not None and request.META["QUERY_STRING"] == f"after={after}":
        hold_until_changed(response, slug, str(reached))
    # Embeds poll as well. They are sandboxed and have an opaque origin.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def corrections(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/corrections/?before=<seq>: the changes in a coverage, newest first."""
    found = _find(slug)
    before = query_string.number(request, "before")
    return _render(
        request,
        found,
        f"corrections-{before}",
        "page/corrections.html",
        lambda: {"listed": coverage_read.changes(found, CHANGES_SHOWN, before)},
    )


def _find(slug: str) -> Coverage:
    found = coverage_read.coverage_at(slug)
    if found is None:
        raise Http404
    return found


def _answer(request: HttpRequest, found: Coverage, part: read.Part | None) -> HttpResponse:
    """The page of a coverage with a part of its posts, or with the newest posts for None."""
    name = f"{part.page}-{part.before}" if part else "newest"
    return _render(
        request, found, name, "page/coverage.html", lambda: _context(request, found, part)
    )


def _render(
    request: HttpRequest,
    found: Coverage,
    name: str,
    template: str,
    context: Callable[[], dict[str, Any]],
) -> HttpResponse:
    """Renders a page of a coverage, or answers 304 if the reader has the current version.

    The head is read before `context` is called: see `read`.
    """
    head = read.head(found)
    state = coverage_read.coverage_state(found)
    # With the version of Dateline, because another version may have other templates.
    etag = f'"{head.cursor}-{name}-{VERSION}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        with translation.override(state.language):
            whole = {"head": head, "coverage": state, "zone": zone(state.zone)} | context()
            response = render(request, template, whole)
    response["ETag"] = etag
    if not request.GET:
        # A response to a query string is not held: there are endless query strings, and anybody
        # could fill the cache with them.
        hold_until_changed(response, found.slug, str(head.cursor))
    return response


def _address(slug: str, part: read.Part) -> str:
    query = f"?before={part.before}" if part.before else ""
    return reverse("page:page", args=[slug, part.page]) + query


def _newer_address(slug: str, window: read.Window, newest: str) -> str:
    if window.newer == read.Part(window.pages):
        return newest
    return _address(slug, window.newer) if window.newer else ""


def _context(request: HttpRequest, found: Coverage, part: read.Part | None) -> dict[str, Any]:
    window = read.window(found, part) if part else read.newest_window(found)
    if window is None:
        raise Http404
    posts = []
    if shown := window.posts:
        posts = coverage_read.posts_between(found, shown[-1].sort_key, shown[0].sort_key)
    newest = reverse("page:coverage", args=[found.slug])
    base = settings.DATELINE_URL or request.build_absolute_uri("/").rstrip("/")
    modified = format_time(coverage_read.modified_at(found))
    return {
        "window": window,
        "words": words(),
        "base": base,
        "json_ld": structured.live_blog(
            coverage_read.coverage_state(found), posts, base, modified, _("Post withdrawn")
        ),
        "card": structured.card_of(posts),
        "address": _address(found.slug, part) if part else newest,
        "older": _address(found.slug, window.older) if window.older else "",
        "newer": _newer_address(found.slug, window, newest),
        "days": _days(window.posts),
        "blocks": {
            name.replace("-", "_"): html for name, html in read.blocks(found, FIXED_BLOCKS).items()
        },
    }


def _days(posts: list[read.Block]) -> list[tuple[str, list[read.Block]]]:
    """Groups posts by day. The day is in an attribute of each block."""
    days: list[tuple[str, list[read.Block]]] = []
    for each in posts:
        found = re.search(r' data-day="([^"]*)"', each.html)
        day = found[1] if found else ""
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(each)
    return days
