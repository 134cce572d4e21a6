"""The front page: what is live, with its newest posts and a picture, and what is over, by day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import translation

from dateline.content.tree import Photograph
from dateline.coverage import read as coverage_read
from dateline.coverage.state import CoverageState, PostState
from dateline.journal import read as journal
from dateline.journal import sql
from dateline.journal.cursor import NEWSROOM
from dateline.journal.serialize import from_json
from dateline.routing import hold_until_changed

from . import query_string
from .etags import etag
from .render import day_in, photograph_of, zone
from .titles import title

COVERAGES_SHOWN: Final = 50
# Among so many posts of a coverage its newest ones are looked for, and a picture.
POSTS_READ: Final = 10
# The first coverage shows so many of its newest posts, and the others one.
POSTS_OF_THE_FIRST: Final = 3

# The inner query steps to the oldest of these posts in the index, however many posts there are.
_NEWEST: Final = """
SELECT coverage.slug, post.state
FROM journal_coverage AS coverage JOIN coverage_postrow AS post
  ON post.coverage_id = coverage.id AND post.sort_key >= COALESCE((
    SELECT sort_key FROM coverage_postrow WHERE coverage_id = coverage.id
    ORDER BY sort_key DESC LIMIT 1 OFFSET %s), '')
WHERE coverage.slug IN ({}) ORDER BY post.sort_key DESC
"""
_CHOSEN: Final = """
SELECT coverage.slug, post.state
FROM journal_coverage AS coverage JOIN coverage_postrow AS post ON post.coverage_id = coverage.id
WHERE {}
"""


@dataclass(frozen=True)
class Listed:
    """A coverage with a picture and, while it is live or paused, its newest posts.

    The picture is the one that an editor chose, or else the newest.
    """

    coverage: CoverageState
    newest: list[PostState]
    photograph: Photograph | None

    @property
    def zone(self) -> ZoneInfo:
        return zone(self.coverage.zone)

    @property
    def titled(self) -> list[tuple[PostState, str]]:
        """The newest posts with their titles."""
        return [(post, title(post)) for post in self.newest]


def front(request: HttpRequest) -> HttpResponse:
    """GET /?after=: the coverages of the newsroom, live ones first, in the newsroom's language.

    `after` is the argument of `coverage.read.coverages`. The ETag is the head of the journal, which
    is read before the coverages: see `read`.
    """
    after = query_string.number(request, "after")
    head = journal.head()
    current = etag(head, "front", after)
    if current in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        listed = coverage_read.coverages(COVERAGES_SHOWN, after)
        if after and not listed.coverages:
            raise Http404
        with translation.override(settings.DATELINE_LANGUAGE):
            shown = _listed(listed.coverages)
            context = {
                "under_way": [each for each in shown if each.coverage.under_way],
                "days": _days([each for each in shown if not each.coverage.under_way]),
                "next": listed.next,
            }
            response = render(request, "page/front.html", context)
    response["ETag"] = current
    if not request.GET:
        hold_until_changed(response, NEWSROOM, str(head))
    return response


def _listed(states: list[CoverageState]) -> list[Listed]:
    newest = _newest_posts([state.slug for state in states])
    chosen = _chosen_posts([state for state in states if state.lead_picture])
    return [
        Listed(
            state,
            newest.get(state.slug, [])[: _shown_of(state, is_first=place == 0)],
            _picture(chosen.get(state.slug, []) + newest.get(state.slug, [])),
        )
        for place, state in enumerate(states)
    ]


def _shown_of(state: CoverageState, *, is_first: bool) -> int:
    """How many posts of a coverage are shown."""
    if not state.under_way:
        return 0
    return POSTS_OF_THE_FIRST if is_first else 1


def _newest_posts(slugs: list[str]) -> dict[str, list[PostState]]:
    """The newest posts of coverages by slug, newest first."""
    if not slugs:
        return {}
    statement = _NEWEST.format(", ".join(["%s"] * len(slugs)))
    return _standing(sql.rows(statement, POSTS_READ - 1, *slugs))


def _chosen_posts(states: list[CoverageState]) -> dict[str, list[PostState]]:
    """The posts by slug whose picture an editor chose to lead the coverage."""
    if not states:
        return {}
    statement = _CHOSEN.format(
        " OR ".join(["(coverage.slug = %s AND post.number = %s)"] * len(states))
    )
    values = [value for state in states for value in (state.slug, state.lead_picture)]
    return _standing(sql.rows(statement, *values))


def _standing(rows: list[tuple[str, str]]) -> dict[str, list[PostState]]:
    """The posts of rows by slug, without those that were retracted or withdrawn."""
    found: dict[str, list[PostState]] = {}
    for slug, state in rows:
        post = _decoded(state)
        if post.status == "published":
            found.setdefault(slug, []).append(post)
    return found


@lru_cache(maxsize=1024)
def _decoded(state: str) -> PostState:
    """Decodes a stored state. Hardly a post of this page has changed since it was last made."""
    return from_json(PostState, json.loads(state))


def _picture(posts: list[PostState]) -> Photograph | None:
    return next(filter(None, map(photograph_of, posts)), None)


def _days(listed: list[Listed]) -> list[tuple[str, list[Listed]]]:
    """Groups coverages by the day on which they began, where they took place."""

    def day(each: Listed) -> str:
        return day_in(each.coverage.dated, each.coverage.zone, settings.DATELINE_LANGUAGE)

    return [(label, list(group)) for label, group in groupby(listed, day)]
