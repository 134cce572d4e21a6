"""The readers' pages: coverages and their posts, search, history, corrections and embeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from dateline.claims import read as claims_read
from dateline.coverage import finding, objects
from dateline.coverage import read as coverage_read
from dateline.journal.cursor import Cursor
from dateline.journal.models import Coverage
from dateline.routing import hold_until_changed

from . import (
    change_list,
    claim_data,
    claim_lines,
    claim_views,
    post_page,
    query_string,
    read,
    results,
    since,
    structured,
)
from .blocks import MAX_CLAIMS
from .limits import MAX_BLOCKS_BEHIND
from .post_page import by_day, page_address
from .render import zone
from .responses import coverage_or_404, rendered, site_of
from .words import words

MAX_FOUND = 50
# Enough for most coverages in one piece. Those that are longer are printed in several.
POSTS_PRINTED = 500
VERSIONS_SHOWN = 10
NO_VERSIONS = read.VersionList([], 0)
# The blocks of the front matter that have versions, and their objects.
FRONT_TEXTS = {
    "headline": objects.COVERAGE,
    "key-points": objects.KEY_POINTS,
    "summary": objects.SUMMARY,
}
FIXED_BLOCKS = (
    "headline",
    "series",
    "key-points",
    "summary",
    "claims",
    "key-events",
    "pin",
    "lead-picture",
)


def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/: the coverage with its newest posts."""
    return _coverage_page(request, coverage_or_404(slug), None)


def page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """GET /<slug>/page/<number>/?before=<sort key>: one page of posts, at a permanent URL.

    If many backdated posts were added to a page, it is shown in slices, which links with `before`
    lead to.
    """
    chosen = read.PageSlice(number, query_string.sort_key(request, "before"))
    return _coverage_page(request, coverage_or_404(slug), chosen)


def post(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """GET /<slug>/post/<number>/: a post, and the posts before it; 410 if it was withdrawn."""
    found = coverage_or_404(slug)

    def context() -> dict[str, Any]:
        return {"words": words()} | post_page.context(found, number, site_of(request))

    return rendered(request, found, f"post-{number}", "page/post.html", context)


def history(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """GET /<slug>/post/<number>/history/?before=<seq>: a post's versions with their differences."""
    found = coverage_or_404(slug)
    before = query_string.number(request, "before")
    if coverage_read.page_of_post(found, number) is None:
        raise Http404

    def context() -> dict[str, Any]:
        post = coverage_read.post_state(found, number)
        about = objects.post(number)
        # The earlier texts of a withdrawn post must not be shown either.
        withdrawn = post.status == "withdrawn"
        listed = NO_VERSIONS if withdrawn else read.versions(found, about, VERSIONS_SHOWN, before)
        return {"post": post, "listed": listed}

    return rendered(request, found, f"history-{number}-{before}", "page/history.html", context)


def front_history(request: HttpRequest, slug: str, block: str) -> HttpResponse:
    """GET /<slug>/history/<block>/?before=<seq>: the versions of the headline, for example."""
    found = coverage_or_404(slug)
    before = query_string.number(request, "before")
    if block not in FRONT_TEXTS:
        raise Http404

    def context() -> dict[str, Any]:
        listed = read.versions(found, FRONT_TEXTS[block], VERSIONS_SHOWN, before)
        if not listed.versions:
            raise Http404
        erasures = coverage_read.erasures(found, FRONT_TEXTS[block])
        return {
            "text": block,
            "listed": listed,
            "about": FRONT_TEXTS[block].type,
            "erasures": erasures,
        }

    name = f"history-{block}-{before}"
    return rendered(request, found, name, "page/front_history.html", context)


def find(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/find/?q=&by=&place=&tag=&key=1&order=oldest: the posts that match all parameters.

    With `claim=<id>` or `source=<id>` they are those with a position on a claim, or of a named
    source. With `since=<cursor>` it is a fragment for the page's script, with what has changed
    since then.
    """
    found = coverage_or_404(slug)
    parameters = request.GET.copy()
    seen = "".join(parameters.pop("since", []))
    claim, source = claim_views.found_by(request, found)
    query = finding.Query(
        posts=claim_views.posts_of(found, claim, source),
        words=query_string.text(request, "q"),
        byline=query_string.text(request, "by"),
        place=query_string.text(request, "place"),
        tag=query_string.text(request, "tag"),
        key_events=parameters.get("key") == "1",
        oldest_first=parameters.get("order") == "oldest",
        start=query_string.sort_key(request, "from"),
    )
    name = f"find-{sha256(repr((query, seen)).encode()).hexdigest()[:16]}"
    if seen:
        changed = _changed_results(found, query, parameters, seen)
        return rendered(request, found, name, "page/find_changes.html", changed)

    def context() -> dict[str, Any]:
        result = finding.find(found, query, MAX_FOUND)
        bylines, places = finding.names_and_places(found)
        state = coverage_read.coverage_state(found)
        posts = read.blocks_of_posts(found, result.numbers)
        following = parameters.copy()
        following["from"] = result.next
        return {
            "query": query,
            "result": result,
            "front_texts": results.front_texts(state, query),
            "days": by_day(results.with_marks(posts, query, state.language)),
            "bylines": bylines,
            "places": places,
            "tags": finding.tags(found),
            "claim": claim_lines.line(claim, zone(state.zone)) if claim else None,
            "source": source,
            "following": following.urlencode() if result.next else "",
        }

    return rendered(request, found, name, "page/find.html", context)


def whole(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/print/?from=<sort key>: the whole coverage for paper, from its first post on."""
    found = coverage_or_404(slug)
    query = finding.Query(oldest_first=True, start=query_string.sort_key(request, "from"))

    def context() -> dict[str, Any]:
        result = finding.find(found, query, POSTS_PRINTED)
        return {
            "modified": coverage_read.modified_at(found),
            "blocks": _fixed_blocks(found),
            "days": by_day(read.blocks_of_posts(found, result.numbers)),
            "is_first": not query.start,
            "next": result.next,
        }

    return rendered(request, found, f"print-{query.start}", "page/print.html", context)


def _changed_results(
    found: Coverage, query: finding.Query, parameters: QueryDict, seen: str
) -> Callable[[], dict[str, Any]]:
    """The context of the fragment. Raises Http404 if the page has to be loaded again."""
    after = Cursor.parse(seen)
    if after is None or after.must_reset(read.head(found).cursor):
        raise Http404
    posts = results.changed_posts(found, after.seq)
    if posts is None:
        raise Http404
    parameters.pop("from", None)

    def context() -> dict[str, Any]:
        matching = replace(query, start="", since=after.seq)
        state = coverage_read.coverage_state(found)
        return {
            "count": finding.find(found, matching, MAX_FOUND).count,
            "again": parameters.urlencode(),
            "front_texts": results.front_texts(state, query),
            "posts": results.with_marks(posts, query, state.language),
        }

    return context


def embed(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """GET /<slug>/embed/ or /<slug>/post/<n>/embed/: a page for a frame on another site.

    Answers 410 for a withdrawn post.
    """
    found = coverage_or_404(slug)

    def context() -> dict[str, Any]:
        whole = _context(request, found, None)
        if number:
            block = read.posts_html(found, [number])[number]
            if not block:
                raise Http404
            whole["only"] = block
            if coverage_read.withdrawn_posts(found, {coverage_read.CitedPost("", number)}):
                # With the tombstone, so that a frame on another site says what happened.
                whole["status"] = HTTPStatus.GONE
        return whole

    return rendered(request, found, f"embed-{number}", "page/embed.html", context)


def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/changes/?after=<cursor>: the current version of the blocks that changed since.

    Pages poll it if a proxy buffers their stream. All readers with the same cursor use the same
    URL, and shared caches may store the response for a second.
    """
    found = coverage_or_404(slug)
    head = read.head(found)
    after = Cursor.parse(request.GET.get("after", ""))
    blocks: list[read.Block] = []
    reset = after is None or after.must_reset(head.cursor)
    if after is not None and not reset:
        blocks = read.blocks_after(found, after.seq, MAX_BLOCKS_BEHIND + 1)
        reset = len(blocks) > MAX_BLOCKS_BEHIND
    # The blocks may be newer than the head, which was read before them.
    reached = head.cursor._replace(seq=max([head.cursor.seq, *(block.seq for block in blocks)]))
    response = JsonResponse(
        {
            "cursor": str(reached),
            "closed": head.closed,
            "reset": reset,
            "blocks": [] if reset else [asdict(block) for block in blocks],
        }
    )
    response["ETag"] = f'"{reached}-{int(reset)}"'
    # Only under the exact URL that pages use: a client could otherwise fill the cache with copies
    # under other query strings.
    if after is not None and request.META["QUERY_STRING"] == f"after={after}":
        hold_until_changed(response, slug, str(reached))
    # Embeds poll as well. They are sandboxed and have an opaque origin.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def missed(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/missed/?after=<cursor>: a fragment with what a reader missed since the cursor.

    It is empty if that was nothing, or if the cursor cannot be compared with the current one.
    """
    found = coverage_or_404(slug)
    after = Cursor.parse(request.GET.get("after", ""))
    if after is None or after.must_reset(read.head(found).cursor):
        return HttpResponse()
    with translation.override(coverage_read.coverage_state(found).language):
        return render(request, "page/since.html", since.context(found, after.seq))


def corrections(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /<slug>/corrections/?before=<seq> or ?others=<seq>: the changes in a coverage.

    Corrections and withdrawals come first, and then the other changes; both are newest first.
    """
    found = coverage_or_404(slug)
    before, others = (query_string.number(request, name) for name in ("before", "others"))
    return rendered(
        request,
        found,
        f"corrections-{before}-{others}",
        "page/corrections.html",
        lambda: change_list.context(found, before, others),
    )


def _coverage_page(
    request: HttpRequest, found: Coverage, chosen: read.PageSlice | None
) -> HttpResponse:
    """The page of a coverage with some of its posts, or with the newest posts for None."""
    name = f"{chosen.page}-{chosen.before}" if chosen else "newest"
    return rendered(
        request, found, name, "page/coverage.html", lambda: _context(request, found, chosen)
    )


def _newer_address(slug: str, window: read.Window, newest: str) -> str:
    if window.newer == read.PageSlice(window.pages):
        return newest
    return page_address(slug, window.newer) if window.newer else ""


def _context(
    request: HttpRequest, found: Coverage, chosen: read.PageSlice | None
) -> dict[str, Any]:
    window = read.window(found, chosen) if chosen else read.newest_window(found)
    if window is None:
        raise Http404
    posts = []
    if shown := window.posts:
        posts = coverage_read.posts_between(found, shown[-1].sort_key, shown[0].sort_key)
    newest = reverse("page:coverage", args=[found.slug])
    site = site_of(request)
    modified = coverage_read.modified_at(found)
    state = coverage_read.coverage_state(found)
    # A withdrawn post says nothing any more.
    stand = [post.number for post in posts if post.status != "withdrawn"]
    # Of the first claims only: each has a page with its own data, and a page of posts on which
    # much is claimed was twice as heavy with all of them.
    first = claims_read.StoredClaims(found).top(MAX_CLAIMS)
    claims, mentions = claim_data.claims_in(site, state, first, stand)
    return {
        "modified": modified,
        "window": window,
        "words": words(),
        "base": site.base,
        "site": site,
        "json_ld": structured.live_blog(
            site,
            state,
            posts,
            began=coverage_read.began_at(found),
            modified=modified,
            claims=claims,
            mentions=mentions,
        ),
        "card": structured.card_of(posts) or site.card,
        "address": page_address(found.slug, chosen) if chosen else newest,
        "older": page_address(found.slug, window.older) if window.older else "",
        "newer": _newer_address(found.slug, window, newest),
        "days": by_day(window.posts),
        "blocks": _fixed_blocks(found),
    }


def _fixed_blocks(found: Coverage) -> dict[str, str]:
    """The HTML of the blocks that appear once, by their names in templates."""
    html = read.blocks(found, FIXED_BLOCKS)
    return {name.replace("-", "_"): each for name, each in html.items()}
