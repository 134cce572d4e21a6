"""Commands that open a coverage."""

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

# Names that cannot be a slug, because they are the first segment of other URLs, now or in future.
RESERVED: Final = frozenset(
    "desk live media static healthz readyz metrics api log embed feeds about"
    " new sign-in sign-out oembed".split()
)


@dataclass(frozen=True)
class Opening:
    """The initial content of a coverage. `dated` None means now; `previous` is a slug or ''.

    With `carry_over` the new coverage starts with the key points of the previous one. A link to a
    post then leads to the previous coverage, and its pinned post becomes a key point.
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
    """Opens a coverage. With `previous` the two coverages are linked to each other."""

    def body(transaction: WriteTransaction) -> None:
        add_coverage(transaction, opening)

    return run_command(
        "open coverage", by=by, idempotency_key=idempotency_key, content=(opening,), body=body
    )


def add_coverage(transaction: WriteTransaction, opening: Opening) -> Coverage:
    """Opens a coverage under the write lock. An import uses this too."""
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
    """Raises CommandRefused for an invalid slug, headline, language or time zone."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", opening.slug) or len(opening.slug) > 80:
        raise CommandRefused("An address has lower-case letters, digits and single hyphens only.")
    if opening.slug in RESERVED or Coverage.objects.filter(slug=opening.slug).exists():
        raise CommandRefused(f"The address “{opening.slug}” is taken.")
    if not opening.headline:
        raise Incomplete("A coverage needs a headline.")
    if not languages.is_known(opening.language):
        raise CommandRefused(
            f"“{opening.language}” is not a known language. Examples: en, ar, pt-BR."
        )
    if opening.zone not in available_timezones():
        raise CommandRefused(f"“{opening.zone}” is not a time zone. Example: Europe/London.")


def _carried_over(previous: Coverage) -> tuple[KeyPoint, ...]:
    """The key points for the following coverage. Links to posts become links to `previous`."""
    state = coverage_state(previous)
    points = [
        KeyPoint(each.line, 0, previous.slug if each.post else each.coverage)
        for each in state.key_points
    ]
    if state.pinned and (title := title_of(post_state(previous, state.pinned))):
        points.insert(0, KeyPoint(title, 0, previous.slug))
    return tuple(points)
