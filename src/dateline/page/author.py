"""The page of an author: what was published under a name, in all coverages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import translation

from dateline.content.tree import Byline
from dateline.coverage.search_text import folded
from dateline.coverage.state import CoverageState, PostState
from dateline.journal import read as journal
from dateline.journal import sql
from dateline.journal.serialize import from_json

from . import query_string
from .author_address import address_of, name_in
from .etags import etag
from .render import zone
from .titles import title

POSTS_SHOWN: Final = 30
COVERAGES_SHOWN: Final = 20

# From each coverage to the bylines by their index, and to the posts only for those that are shown.
_FILED: Final = """
WITH filed AS (
  SELECT DISTINCT credit.coverage_id, credit.post, credit.sort_key
  FROM coverage_coveragerow AS listed JOIN coverage_creditrow AS credit
    ON credit.coverage_id = listed.coverage_id AND credit.kind = 'name' AND credit.folded = %s
  {}
  ORDER BY credit.sort_key DESC, credit.coverage_id DESC LIMIT %s
)
SELECT filed.sort_key, filed.coverage_id, post.state, listed.state FROM filed
JOIN coverage_postrow AS post
  ON post.coverage_id = filed.coverage_id AND post.number = filed.post
JOIN coverage_coveragerow AS listed ON listed.coverage_id = filed.coverage_id
ORDER BY filed.sort_key DESC, filed.coverage_id DESC
"""
_COVERAGES: Final = """
SELECT listed.state FROM coverage_coveragerow AS listed JOIN coverage_creditrow AS credit
  ON credit.coverage_id = listed.coverage_id AND credit.kind = 'whole' AND credit.folded = %s
ORDER BY credit.sort_key DESC, credit.coverage_id DESC LIMIT %s
"""
_OLDER: Final = "WHERE (credit.sort_key, credit.coverage_id) < (%s, %s)"


@dataclass(frozen=True)
class Filed:
    """A post under the author's name, with its coverage. The two keys give its place."""

    sort_key: str
    coverage_id: int
    post: PostState
    coverage: CoverageState

    @property
    def zone(self) -> ZoneInfo:
        return zone(self.coverage.zone)

    @property
    def title(self) -> str:
        return title(self.post)

    def byline(self, name: str) -> Byline:
        """The byline of the author. Raises StopIteration if the post has none of that name."""
        return next(each for each in self.post.copy.bylines if folded(each.name) == name)


def author(request: HttpRequest, name: str) -> HttpResponse:
    """GET /by/<name>/?before=<sort key>&in=<coverage>: what somebody filed, the newest first.

    The first page also has the coverages that have their name.

    The page is in the newsroom's language. Its ETag is the journal's head, which is read first.
    """
    wanted = folded(name_in(name))
    before = query_string.sort_key(request, "before"), query_string.number(request, "in")
    shown = etag(journal.head(), "by", *before)
    if shown in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        filed = _filed(wanted, *before)
        coverages = [] if request.GET else _coverages(wanted)
        if not filed and not coverages:
            raise Http404
        with translation.override(settings.DATELINE_LANGUAGE):
            response = render(request, "page/author.html", _context(wanted, filed, coverages))
    response["ETag"] = shown
    return response


def _context(wanted: str, filed: list[Filed], coverages: list[CoverageState]) -> dict[str, object]:
    shown = filed[:POSTS_SHOWN]
    bylines = [each.byline(wanted) for each in shown]
    bylines += [
        next(byline for byline in each.bylines if folded(byline.name) == wanted)
        for each in coverages
    ]
    return {
        "name": bylines[0].name,
        # The newest byline may be without a role, since it is filled in by hand.
        "role": next((each.role for each in bylines if each.role), ""),
        "address": address_of(bylines[0].name),
        "filed": shown,
        "coverages": coverages,
        "last": shown[-1] if len(filed) > POSTS_SHOWN else None,
    }


def _coverages(wanted: str) -> list[CoverageState]:
    """The newest coverages that are under a name as a whole."""
    rows = sql.rows(_COVERAGES, wanted, COVERAGES_SHOWN)
    return [from_json(CoverageState, json.loads(state)) for (state,) in rows]


def _filed(wanted: str, sort_key: str, coverage: int) -> list[Filed]:
    """The newest posts under a name, one more than are shown."""
    statement = _FILED.format(_OLDER if sort_key else "")
    keys = (sort_key, coverage) if sort_key else ()
    rows = sql.rows(statement, wanted, *keys, POSTS_SHOWN + 1)
    return [
        Filed(
            sort_key,
            coverage_id,
            from_json(PostState, json.loads(post)),
            from_json(CoverageState, json.loads(state)),
        )
        for sort_key, coverage_id, post, state in rows
    ]
