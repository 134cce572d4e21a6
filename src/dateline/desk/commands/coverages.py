"""Commands about a coverage as a whole: open, retitle, turn, key points, summary, pin."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import available_timezones

from dateline.desk.errors import Refused, Unfinished
from dateline.desk.policy import Person
from dateline.journal.append import append
from dateline.journal.content import Byline, KeyPoint, Part
from dateline.journal.kinds import (
    CoverageLinked,
    CoverageOpened,
    CoverageRetitled,
    CoverageTurned,
    KeyPointsSet,
    PinSet,
    State,
    SummarySet,
)
from dateline.journal.models import Coverage
from dateline.journal.read import coverage_at
from dateline.journal.turn import Turn
from dateline.page.fold import CoverageNow
from dateline.page.models import Post
from dateline.page.projection import masthead
from dateline.page.projection import post as post_now
from dateline.page.structured import title_of

from .act import Done, perform, require_newest

# The first segments of addresses that are not a coverage's.
RESERVED: Final = frozenset(
    "desk live media static healthz readyz metrics api log embed feeds about"
    " new sign-in sign-out oembed".split()
)


@dataclass(frozen=True)
class Opening:
    """All that a coverage begins with. `dated` None is now; `before` is a slug or ''.

    With `carry` the key points of the coverage before come along, leading to where they led, and
    its pinned post becomes one of them.
    """

    slug: str
    headline: str
    standfirst: str
    bylines: tuple[Byline, ...]
    zone: str
    language: str = "en"
    state: State = "live"
    dated: datetime | None = None
    before: str = ""
    carry: bool = False


def open_coverage(*, by: Person, key: str, opening: Opening) -> Done:
    """Opens a coverage; with `before` the two are linked both ways."""

    def body(turn: Turn) -> None:
        add_coverage(turn, opening)

    return perform("open", by=by, key=key, content=(opening,), body=body)


def retitle(
    *,
    by: Person,
    key: str,
    coverage: Coverage,
    was: int,
    headline: str,
    standfirst: str,
    bylines: tuple[Byline, ...],
) -> Done:
    """Headline, standfirst and bylines; coverage linked to this one follows."""

    def body(turn: Turn) -> None:
        require_newest(coverage, "coverage", was)
        now = masthead(coverage)
        if not headline:
            raise Unfinished("A coverage needs a headline.")
        if (headline, standfirst, bylines) == (now.headline, now.standfirst, now.bylines):
            raise Refused("Nothing was changed.")
        said = CoverageRetitled(headline=headline, standfirst=standfirst, bylines=bylines)
        append(turn, coverage, "coverage", said)
        _tell_neighbours(turn, coverage)

    content = (coverage.slug, headline, standfirst, bylines)
    return perform("retitle", by=by, key=key, content=content, body=body)


def turn_to(*, by: Person, key: str, coverage: Coverage, was: int, state: State) -> Done:
    """Live, paused, closed, or live again."""

    def body(turn: Turn) -> None:
        require_newest(coverage, "coverage", was)
        if masthead(coverage).state == state:
            raise Refused(f"This coverage is {state} already.")
        append(turn, coverage, "coverage", CoverageTurned(state=state))
        _tell_neighbours(turn, coverage)

    return perform("turn", by=by, key=key, content=(coverage.slug, state, was), body=body)


def set_key_points(
    *, by: Person, key: str, coverage: Coverage, was: int, points: tuple[KeyPoint, ...]
) -> Done:
    """The lines under the byline; each may lead to a post or to other coverage."""

    def body(turn: Turn) -> None:
        require_newest(coverage, "key-points", was)
        for point in points:
            if point.post:
                _require_post(coverage, point.post)
            if point.coverage:
                find(point.coverage)
        append(turn, coverage, "key-points", KeyPointsSet(points=points))

    content = (coverage.slug, points, was)
    return perform("set key points", by=by, key=key, content=content, body=body)


def set_summary(
    *,
    by: Person,
    key: str,
    coverage: Coverage,
    was: int,
    headline: str,
    bylines: tuple[Byline, ...],
    parts: tuple[Part, ...],
) -> Done:
    """The summary at the top; without parts it is taken away."""

    def body(turn: Turn) -> None:
        require_newest(coverage, "summary", was)
        for part in parts:
            for bullet in getattr(part, "bullets", ()):
                for number in bullet.posts:
                    _require_post(coverage, number)
        said = SummarySet(headline=headline, bylines=bylines, dated=turn.at, parts=parts)
        append(turn, coverage, "summary", said)

    content = (coverage.slug, headline, bylines, parts, was)
    return perform("set summary", by=by, key=key, content=content, body=body)


def set_pin(*, by: Person, key: str, coverage: Coverage, was: int, post: int) -> Done:
    """Pins a post to the top; 0 takes the pin away."""

    def body(turn: Turn) -> None:
        require_newest(coverage, "pin", was)
        if post:
            _require_post(coverage, post)
            if post_now(coverage, post).standing == "withdrawn":
                raise Refused("A withdrawn post cannot be pinned.")
        append(turn, coverage, "pin", PinSet(post=post))

    return perform("set pin", by=by, key=key, content=(coverage.slug, post, was), body=body)


def find(slug: str) -> Coverage:
    """The coverage at an address. Raises Refused where there is none."""
    found = coverage_at(slug)
    if found is None:
        raise Refused(f"There is no coverage “{slug}”.")
    return found


def add_coverage(turn: Turn, opening: Opening) -> Coverage:
    """Opens a coverage within a turn; also what an import begins with."""
    _require_opening(opening)
    coverage = Coverage.objects.create(uid=f"c-{secrets.token_hex(16)}", slug=opening.slug)
    said = CoverageOpened(
        slug=opening.slug,
        headline=opening.headline,
        standfirst=opening.standfirst,
        bylines=opening.bylines,
        zone=opening.zone,
        language=opening.language,
        state=opening.state,
        dated=opening.dated or turn.at,
    )
    append(turn, coverage, "coverage", said)
    if opening.before:
        before = find(opening.before)
        if masthead(before).after is not None:
            raise Refused(f"“{before.slug}” is followed by other coverage already.")
        _link(turn, coverage, "before", masthead(before))
        _link(turn, before, "after", masthead(coverage))
        if opening.carry and (points := _carried(before)):
            append(turn, coverage, "key-points", KeyPointsSet(points=points))
    return coverage


def _require_opening(opening: Opening) -> None:
    """Raises Refused for an address, a headline or a zone that cannot be."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", opening.slug) or len(opening.slug) > 80:
        raise Refused("An address is made of small letters, digits and single hyphens.")
    if opening.slug in RESERVED or Coverage.objects.filter(slug=opening.slug).exists():
        raise Refused(f"The address “{opening.slug}” is taken.")
    if not opening.headline:
        raise Unfinished("A coverage needs a headline.")
    if opening.zone not in available_timezones():
        raise Refused(f"“{opening.zone}” is no time zone; one is called, say, Europe/London.")


def _carried(before: Coverage) -> tuple[KeyPoint, ...]:
    """Key points for the coverage that follows: a line that led to a post leads to its coverage."""
    now = masthead(before)
    points = [
        KeyPoint(each.line, 0, before.slug if each.post else each.coverage) for each in now.points
    ]
    if now.pin and (title := title_of(post_now(before, now.pin))):
        points.insert(0, KeyPoint(title, 0, before.slug))
    return tuple(points)


def _link(turn: Turn, coverage: Coverage, side: str, other: CoverageNow) -> None:
    said = CoverageLinked(
        side="after" if side == "after" else "before",
        slug=other.slug,
        headline=other.headline,
        state=other.state,
    )
    append(turn, coverage, "series", said)


def _tell_neighbours(turn: Turn, coverage: Coverage) -> None:
    now = masthead(coverage)
    if now.before is not None:
        _link(turn, find(now.before.slug), "after", now)
    if now.after is not None:
        _link(turn, find(now.after.slug), "before", now)


def _require_post(coverage: Coverage, number: int) -> None:
    if not Post.objects.filter(coverage=coverage, number=number).exists():
        raise Refused(f"There is no post {number} in this coverage.")
