"""Commands that begin a coverage."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import available_timezones

from dateline.accounts.policy import Person
from dateline.content.tree import Byline, KeyPoint
from dateline.coverage import objects
from dateline.coverage.kinds import CoverageOpened, KeyPointsSet, RunningState
from dateline.coverage.read import coverage_state, post_state
from dateline.desk import languages
from dateline.desk.errors import CommandRefused, Incomplete
from dateline.journal.append import append
from dateline.journal.models import Coverage
from dateline.journal.write_lock import WriteTransaction
from dateline.page.structured import title_of

from .command import Completed, run_command
from .series import find, link_both

# The first segments of addresses that are not a coverage's.
RESERVED: Final = frozenset(
    "desk live media static healthz readyz metrics api log embed feeds about"
    " new sign-in sign-out oembed".split()
)


@dataclass(frozen=True)
class Opening:
    """All that a coverage begins with. `dated` None is now; `previous` is a slug or ''.

    With `carry_over` the key points of the previous coverage come along, leading to where they led,
    and its pinned post becomes one of them.
    """

    slug: str
    headline: str
    standfirst: str
    bylines: tuple[Byline, ...]
    zone: str
    language: str = "en"
    state: RunningState = "live"
    dated: datetime | None = None
    previous: str = ""
    carry_over: bool = False


def open_coverage(*, by: Person, idempotency_key: str, opening: Opening) -> Completed:
    """Opens a coverage; with `previous` the two are linked both ways."""

    def body(transaction: WriteTransaction) -> None:
        add_coverage(transaction, opening)

    return run_command(
        "open coverage", by=by, idempotency_key=idempotency_key, content=(opening,), body=body
    )


def add_coverage(transaction: WriteTransaction, opening: Opening) -> Coverage:
    """Opens a coverage under the write lock; an import begins with it too."""
    _require_opening(opening)
    coverage = Coverage.objects.create(uid=f"c-{secrets.token_hex(16)}", slug=opening.slug)
    payload = CoverageOpened(
        slug=opening.slug,
        headline=opening.headline,
        standfirst=opening.standfirst,
        bylines=opening.bylines,
        zone=opening.zone,
        language=opening.language,
        state=opening.state,
        dated=opening.dated or transaction.at,
    )
    append(transaction, coverage, objects.COVERAGE, payload)
    if opening.previous:
        previous = find(opening.previous)
        link_both(transaction, previous, coverage)
        if opening.carry_over and (points := _carried_over(previous)):
            append(transaction, coverage, objects.KEY_POINTS, KeyPointsSet(points=points))
    return coverage


def _require_opening(opening: Opening) -> None:
    """Raises Refused for an address, a headline or a zone that is not possible."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", opening.slug) or len(opening.slug) > 80:
        raise CommandRefused("An address is made of lower-case letters, digits and single hyphens.")
    if opening.slug in RESERVED or Coverage.objects.filter(slug=opening.slug).exists():
        raise CommandRefused(f"The address “{opening.slug}” is taken.")
    if not opening.headline:
        raise Incomplete("A coverage needs a headline.")
    if not languages.is_known(opening.language):
        raise CommandRefused(
            f"“{opening.language}” is not a known language. en, ar or pt-BR is one, for example."
        )
    if opening.zone not in available_timezones():
        raise CommandRefused(
            f"“{opening.zone}” is not a time zone. Europe/London is one, for example."
        )


def _carried_over(previous: Coverage) -> tuple[KeyPoint, ...]:
    """Key points for the coverage that follows: a line that led to a post leads to its coverage."""
    state = coverage_state(previous)
    points = [
        KeyPoint(each.line, 0, previous.slug if each.post else each.coverage)
        for each in state.key_points
    ]
    if state.pinned and (title := title_of(post_state(previous, state.pinned))):
        points.insert(0, KeyPoint(title, 0, previous.slug))
    return tuple(points)
