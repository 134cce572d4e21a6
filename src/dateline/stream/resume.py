"""Decides how a stream begins, by the cursor that the client sent. Pure."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from dateline.journal.cursor import Cursor


class Resume(Enum):
    """How a stream begins."""

    LIVE = "nothing is missing"
    REPLAY = "the missing changes are in memory"
    RESET = "the page must be loaded again"
    CLOSED = "the coverage is closed and nothing is missing"


class Start(NamedTuple):
    """How a stream begins, and after which seq."""

    resume: Resume
    seq: int


def decide(client_cursor: str | None, *, head: Cursor, low: int, closed: bool) -> Start:
    """Decides how a stream begins, by the cursor that the client sent.

    Without one, nothing is missing. The channel has every change after `low`. If the cursor is
    malformed, from another epoch or older than `low`, the result is RESET. A stream therefore never
    has a gap.
    """
    if client_cursor is None:
        return Start(Resume.LIVE, head.seq)
    cursor = Cursor.parse(client_cursor)
    if cursor is None or cursor.must_reset(head) or cursor.seq < low:
        return Start(Resume.RESET, head.seq)
    if cursor.seq < head.seq:
        return Start(Resume.REPLAY, cursor.seq)
    return Start(Resume.CLOSED if closed else Resume.LIVE, head.seq)
