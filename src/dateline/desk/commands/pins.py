"""Commands about several pinned posts, their order and their ends."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import Final

from dateline.accounts.policy import Person
from dateline.coverage import objects
from dateline.coverage.kinds import Pin, PinsSet
from dateline.coverage.models import CoverageRow
from dateline.coverage.read import coverage_state
from dateline.desk.errors import CommandRefused, Overtaken
from dateline.journal.append import append
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from dateline.journal.write_lock import WriteTransaction

from .citing import require_standing
from .command import Completed, require_newest, run_command

# More would fill the first screen of a phone.
MAX_PINS: Final = 3
# Who takes down a pin whose end an editor has chosen.
_CLOCK: Final = Person("", "editor")


def set_pins(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    expected_seq: int,
    pins: tuple[Pin, ...],
) -> Completed:
    """Pins these posts to the top, in this order, and no others."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.PIN, expected_seq)
        _set(transaction, coverage, pins)

    content = (coverage.slug, expected_seq, pins)
    return run_command(
        "set pin", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def pin_on_top(
    *, by: Person, idempotency_key: str, coverage: Coverage, expected_seq: int, post: int
) -> Completed:
    """Pins a post above those that are pinned already. If there is no room, the last one goes."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.PIN, expected_seq)
        others = [each for each in coverage_state(coverage).pins if each.post != post]
        _set(transaction, coverage, (Pin(post), *others[: MAX_PINS - 1]))

    content = (coverage.slug, expected_seq, post, "on top")
    return run_command(
        "set pin", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def unpin(
    *, by: Person, idempotency_key: str, coverage: Coverage, expected_seq: int, post: int
) -> Completed:
    """Removes the pin of a post. The others stay."""

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.PIN, expected_seq)
        before = coverage_state(coverage).pins
        _set(transaction, coverage, tuple(each for each in before if each.post != post))

    content = (coverage.slug, expected_seq, post, "unpin")
    return run_command(
        "set pin", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def take_down_ended_pins(now: datetime) -> list[Coverage]:
    """Removes the pins of all coverages that ended by `now`. Returns these coverages.

    Processes may do it at the same time: the key of the command is that of the pins.
    """
    rows = CoverageRow.objects.filter(pin_ends__lte=now).select_related("coverage")
    ended = [row.coverage for row in rows]
    for coverage in ended:
        # An editor who changed the pins in this moment decides. It is looked at again.
        with contextlib.suppress(Overtaken):
            _take_down(coverage, now)
    return ended


def _take_down(coverage: Coverage, now: datetime) -> None:
    seen = last_seq(coverage, objects.PIN)

    def body(transaction: WriteTransaction) -> None:
        require_newest(coverage, objects.PIN, seen)
        pins = coverage_state(coverage).pins
        left = tuple(each for each in pins if each.until is None or each.until > now)
        if left == pins:
            raise Overtaken
        append(transaction, coverage, objects.PIN, PinsSet(pins=left))

    key = f"pins-end-{coverage.uid}-{seen}"
    run_command("set pin", by=_CLOCK, idempotency_key=key, content=(coverage.slug, seen), body=body)


def _set(transaction: WriteTransaction, coverage: Coverage, pins: tuple[Pin, ...]) -> None:
    before = coverage_state(coverage).pins
    if len(pins) > MAX_PINS:
        raise CommandRefused(f"At most {MAX_PINS} posts can be pinned.", field="post")
    if len({each.post for each in pins}) < len(pins):
        raise CommandRefused("A post is pinned twice.", field="post")
    for position, each in enumerate(pins, start=1):
        suffix = f"_{position}" if position > 1 else ""
        status = require_standing(coverage, each.post, field=f"post{suffix}")
        # A post that was retracted since may stay among the others, with the reason.
        if status != "published" and each.post not in [pin.post for pin in before]:
            message = f"Post {each.post} is {status}. It cannot be pinned."
            raise CommandRefused(message, field=f"post{suffix}")
        if each.until is not None and each.until <= transaction.at and each not in before:
            raise CommandRefused("This time has passed.", field=f"until{suffix}")
    if pins == before:
        raise CommandRefused("Nothing was changed.")
    append(transaction, coverage, objects.PIN, PinsSet(pins=pins))
