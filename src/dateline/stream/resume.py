"""Decides how a reader who comes back is brought up to date. Pure.

A cursor is `epoch-seq`. One of a foreign epoch, or past the head, is of another history (a backup
was restored, the page was rebuilt): it always gets a reset, never a silent gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dateline.journal.cursor import Cursor


class Way(Enum):
    """How to go on."""

    LIVE = "nothing is missing"
    BEHIND = "what is missing is in memory"
    RESET = "the page must be loaded again"
    DONE = "the coverage is closed and nothing is missing"


@dataclass(frozen=True)
class Standing:
    """Where a coverage is: its epoch, its head, the seq after which memory is whole."""

    epoch: str
    head: int
    low: int
    closed: bool

    @property
    def cursor(self) -> str:
        return f"{self.epoch}-{self.head}"


def decide(asked: str | None, now: Standing) -> Way:
    """The way for a reader with the cursor `asked`; None wants what comes from now on."""
    if asked is None:
        return Way.LIVE
    cursor = Cursor.parse(asked)
    if cursor is None or cursor[0] != now.epoch or cursor[1] > now.head:
        return Way.RESET
    if cursor[1] == now.head:
        return Way.DONE if now.closed else Way.LIVE
    return Way.BEHIND if cursor[1] >= now.low else Way.RESET
