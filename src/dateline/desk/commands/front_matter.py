"""Commands about a coverage's front matter: headline, state, key points, summary, pin."""

from __future__ import annotations

from dateline.accounts.policy import Person
from dateline.content.tree import Byline, KeyPoint, Part
from dateline.coverage import objects
from dateline.coverage.kinds import (
    CoverageRetitled,
    CoverageStateSet,
    KeyPointsSet,
    PinSet,
    RunningState,
    SummarySet,
)
from dateline.coverage.read import coverage_state, post_exists, post_state
from dateline.desk.errors import CommandRefused, Incomplete
from dateline.journal.append import append
from dateline.journal.models import Coverage
from dateline.journal.write_lock import WriteTransaction

from .command import Completed, require_newest, run_command
from .posts import require_pictures
from .series import find, relink_neighbours


def retitle(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    expected_seq: int,
    headline: str,
    standfirst: str,
    bylines: tuple[Byline, ...],
) -> Completed:
    """Replaces headline, standfirst and bylines, also in the links of neighbouring coverages."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.COVERAGE, expected_seq)
        state = coverage_state(coverage)
        if not headline:
            raise Incomplete("A coverage needs a headline.")
        if (headline, standfirst, bylines) == (state.headline, state.standfirst, state.bylines):
            raise CommandRefused("Nothing was changed.")
        payload = CoverageRetitled(headline=headline, standfirst=standfirst, bylines=bylines)
        append(transaction, coverage, objects.COVERAGE, payload)
        relink_neighbours(transaction, coverage)

    content = (coverage.slug, expected_seq, headline, standfirst, bylines)
    return run_command(
        "retitle coverage", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def set_state(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    expected_seq: int,
    state: RunningState,
) -> Completed:
    """Makes a coverage live, paused or closed. A closed coverage can be made live again."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.COVERAGE, expected_seq)
        if coverage_state(coverage).state == state:
            raise CommandRefused(f"This coverage is already {state}.")
        append(transaction, coverage, objects.COVERAGE, CoverageStateSet(state=state))
        relink_neighbours(transaction, coverage)

    return run_command(
        "set state",
        by=by,
        idempotency_key=idempotency_key,
        content=(coverage.slug, expected_seq, state),
        body=body,
    )


def set_key_points(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    expected_seq: int,
    points: tuple[KeyPoint, ...],
) -> Completed:
    """Replaces the key points. Each may link to a post or to another coverage."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.KEY_POINTS, expected_seq)
        for point in points:
            if point.post:
                _require_post(coverage, point.post)
            if point.coverage:
                find(point.coverage)
        append(transaction, coverage, objects.KEY_POINTS, KeyPointsSet(points=points))

    content = (coverage.slug, expected_seq, points)
    return run_command(
        "set key points", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def set_summary(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    expected_seq: int,
    headline: str,
    bylines: tuple[Byline, ...],
    parts: tuple[Part, ...],
) -> Completed:
    """Replaces the summary at the top; without parts it is removed."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.SUMMARY, expected_seq)
        for part in parts:
            for bullet in getattr(part, "bullets", ()):
                for number in bullet.posts:
                    _require_post(coverage, number)
        require_pictures(coverage, objects.SUMMARY, parts)
        payload = SummarySet(headline=headline, bylines=bylines, dated=transaction.at, parts=parts)
        append(transaction, coverage, objects.SUMMARY, payload)

    content = (coverage.slug, expected_seq, headline, bylines, parts)
    return run_command(
        "set summary", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def set_pin(
    *, by: Person, idempotency_key: str, coverage: Coverage, expected_seq: int, post: int
) -> Completed:
    """Pins a post to the top; 0 removes the pin."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.PIN, expected_seq)
        if post:
            _require_post(coverage, post)
            if post_state(coverage, post).status == "withdrawn":
                raise CommandRefused("A withdrawn post cannot be pinned.")
        append(transaction, coverage, objects.PIN, PinSet(post=post))

    return run_command(
        "set pin",
        by=by,
        idempotency_key=idempotency_key,
        content=(coverage.slug, expected_seq, post),
        body=body,
    )


def _require_post(coverage: Coverage, number: int) -> None:
    """Raises CommandRefused if there is no such post."""
    if not post_exists(coverage, number):
        raise CommandRefused(f"There is no post {number} in this coverage.")
