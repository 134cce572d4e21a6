"""Commands about a coverage's front matter: headline, state, key points, summary, pin, picture."""

from __future__ import annotations

from typing import NamedTuple

from dateline.accounts.policy import Person
from dateline.content.tree import Byline, Copy, KeyPoint, Photograph
from dateline.coverage import objects
from dateline.coverage.kinds import (
    CoverageRetitled,
    CoverageStateSet,
    KeyPointsSet,
    LeadPictureSet,
    Pin,
    PinSet,
    RunningState,
    SummarySet,
)
from dateline.coverage.read import post_state
from dateline.coverage.state import NO_COPY, CoverageState, PostState
from dateline.desk.errors import CommandRefused, Incomplete, MeaningChanged
from dateline.journal.append import append
from dateline.journal.models import Coverage
from dateline.journal.write_lock import WriteTransaction

from .citing import require_cited, require_standing
from .command import Completed, require_newest, run_command
from .posts import require_pictures
from .public import coverage_state
from .revision import (
    UPDATE,
    ChangeNote,
    require_note,
    require_same_meaning,
    require_spelling_only,
)
from .series import find, relink_neighbours


class Title(NamedTuple):
    """What stands at the top of a coverage."""

    headline: str
    standfirst: str
    bylines: tuple[Byline, ...]


def retitle(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    expected_seq: int,
    title: Title,
    change: ChangeNote = UPDATE,
) -> Completed:
    """Replaces headline, standfirst and bylines, also in the links of neighbouring coverages."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.COVERAGE, expected_seq)
        state = coverage_state(coverage)
        if not title.headline:
            raise Incomplete("A coverage needs a headline.", field="headline")
        before = Title(state.headline, state.standfirst, state.bylines)
        if title == before:
            raise CommandRefused("Nothing was changed.")
        require_note(change, is_empty=False)
        if change.kind == "revised":
            _require_same_title(before, title, state.language)
        payload = CoverageRetitled(**title._asdict(), change=change.kind, note=change.note)
        append(transaction, coverage, objects.COVERAGE, payload)
        relink_neighbours(transaction, coverage)

    content = (coverage.slug, expected_seq, title, change)
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
            raise CommandRefused(f"This coverage is already {state}.", field="state")
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
    change: ChangeNote = UPDATE,
) -> Completed:
    """Replaces the key points. Each may link to a post, also one of another coverage."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.KEY_POINTS, expected_seq)
        state = coverage_state(coverage)
        # A revision has no new facts, so it may link to what the key points linked to before.
        before = {(each.coverage, each.post) for each in state.key_points}
        kept = before if change.kind == "revised" else set()
        for point in points:
            found = find(point.coverage, field="text") if point.coverage else coverage
            if point.post and (point.coverage, point.post) not in kept:
                require_standing(found, point.post, field="text")
        if points == state.key_points:
            raise CommandRefused("Nothing was changed.")
        require_note(change, is_empty=not state.key_points)
        if change.kind == "revised":
            _require_same_points(state, points)
        payload = KeyPointsSet(points=points, change=change.kind, note=change.note)
        append(transaction, coverage, objects.KEY_POINTS, payload)

    content = (coverage.slug, expected_seq, points, change)
    return run_command(
        "set key points", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def set_summary(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    expected_seq: int,
    copy: Copy,
    change: ChangeNote = UPDATE,
) -> Completed:
    """Replaces the summary at the top; without parts it is removed."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.SUMMARY, expected_seq)
        state = coverage_state(coverage)
        summary = state.summary
        # A revision has no new facts, so it may cite what the summary cited before.
        kept = summary.cited() if summary and change.kind == "revised" else []
        require_cited(coverage, copy.parts, kept)
        require_pictures(coverage, objects.SUMMARY, copy.parts)
        dated = transaction.at
        before = Copy(summary.headline, summary.bylines, summary.parts) if summary else NO_COPY
        if copy == before:
            raise CommandRefused("Nothing was changed.")
        require_note(change, is_empty=summary is None)
        if summary is not None and change.kind == "revised":
            require_spelling_only(before, copy, state.language)
            # It has no new facts, so it is as old as before.
            dated = summary.dated
        payload = SummarySet(
            headline=copy.headline,
            bylines=copy.bylines,
            dated=dated,
            parts=copy.parts,
            change=change.kind,
            note=change.note,
        )
        append(transaction, coverage, objects.SUMMARY, payload)

    content = (coverage.slug, expected_seq, copy, change)
    return run_command(
        "set summary", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def set_pin(
    *, by: Person, idempotency_key: str, coverage: Coverage, expected_seq: int, post: int
) -> Completed:
    """Pins one post to the top, and no other; 0 removes all pins. For several, see `pins`."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.PIN, expected_seq)
        if post:
            status = require_standing(coverage, post, field="post")
            if status != "published":
                raise CommandRefused(f"Post {post} is {status}. It cannot be pinned.", field="post")
        if coverage_state(coverage).pins == ((Pin(post),) if post else ()):
            raise CommandRefused("Nothing was changed.")
        append(transaction, coverage, objects.PIN, PinSet(post=post))

    return run_command(
        "set pin",
        by=by,
        idempotency_key=idempotency_key,
        content=(coverage.slug, expected_seq, post),
        body=body,
    )


def set_lead_picture(
    *, by: Person, idempotency_key: str, coverage: Coverage, expected_seq: int, post: int
) -> Completed:
    """The first photograph of a post leads the page; 0 removes it."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.LEAD_PICTURE, expected_seq)
        if post:
            require_standing(coverage, post, field="post")
            _require_photograph(post_state(coverage, post))
        if coverage_state(coverage).lead_picture == post:
            raise CommandRefused("Nothing was changed.")
        append(transaction, coverage, objects.LEAD_PICTURE, LeadPictureSet(post=post))

    return run_command(
        "set lead picture",
        by=by,
        idempotency_key=idempotency_key,
        content=(coverage.slug, expected_seq, post),
        body=body,
    )


def _require_photograph(post: PostState) -> None:
    if post.status != "published":
        raise CommandRefused(
            f"Post {post.number} is {post.status}. Its picture cannot lead the page.", field="post"
        )
    if not any(isinstance(part, Photograph) for part in post.copy.parts):
        raise CommandRefused(f"Post {post.number} has no photograph.", field="post")


def _require_same_title(before: Title, after: Title, language: str) -> None:
    """Raises MeaningChanged unless only the spelling differs."""
    copies = [Copy(each.headline, each.bylines, ()) for each in (before, after)]
    require_spelling_only(copies[0], copies[1], language)
    require_same_meaning([(before.standfirst, after.standfirst)], language)


def _require_same_points(state: CoverageState, points: tuple[KeyPoint, ...]) -> None:
    """Raises MeaningChanged unless only the spelling of the key points differs."""
    before = state.key_points
    if [(each.post, each.coverage) for each in before] != [(p.post, p.coverage) for p in points]:
        raise MeaningChanged(f"This changes the list. {MeaningChanged.__doc__}")
    lines = [(old.line, new.line) for old, new in zip(before, points, strict=True)]
    require_same_meaning(lines, state.language)
