"""What waits for the readers of one coverage: each block's newest fragment, in seq order. Pure.

A map and not a log: a version that was overtaken is gone, so nobody who comes back, or is a single
sweep behind, is shown the wrong figure first. No reader owns a queue; each is a cursor into this.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from dateline.page.limits import MAX_BLOCKS_BEHIND

from . import sse

# Readers are at a few cursors; somebody who makes cursors up must not fill the memory with joins.
MOST_JOINED: Final = 64
# A reader who stops reading holds at most this much and one frame of what it was sent.
PIECE: Final = 64 * 1024


class Joined(NamedTuple):
    """Frames to write, and the seq that they bring a reader to."""

    frames: bytes
    reached: int


class Channel:
    """The fragments after `low`, up to `head`, of one coverage in one epoch.

    The newest MAX_BLOCKS_BEHIND are kept, so whoever stands before `low` lacks more than that.
    """

    def __init__(self, epoch: str, head: int, *, closed: bool, low: int = 0) -> None:
        self.epoch = epoch
        self.low = low
        self.head = head
        self.closed = closed
        self.written = 0
        self._newest: dict[str, sse.Fragment] = {}
        self._joined: dict[int, Joined] = {}
        self.cursor = f"{epoch}-{head}"

    def advance(self, changes: Sequence[tuple[str, sse.Fragment]], head: int) -> None:
        """Takes in what changed since the head, in seq order, and moves the head on."""
        for name, fragment in changes:
            self._newest.pop(name, None)
            self._newest[name] = fragment
            self.written += len(fragment.body)
        self.head = max([head, self.head, *(fragment.seq for _, fragment in changes)])
        self.cursor = f"{self.epoch}-{self.head}"
        self._joined.clear()
        while len(self._newest) > MAX_BLOCKS_BEHIND:
            oldest = next(iter(self._newest))
            self.low = max(self.low, self._newest.pop(oldest).seq)

    def since(self, seq: int) -> Joined:
        """The first frames after `seq` (at least `low`), each block once, about a piece of them."""
        joined = self._joined.get(seq)
        if joined is None:
            if len(self._joined) >= MOST_JOINED:
                self._joined.clear()
            joined = self._joined[seq] = self._join(seq)
        return joined

    def _join(self, seq: int) -> Joined:
        out: list[bytes] = []
        size = 0
        later = (each for each in self._newest.values() if each.seq > seq)
        for at, group in groupby(later, key=lambda each: each.seq):
            frame = sse.frames(self.epoch, group)
            if out and size + len(frame) > PIECE:
                return Joined(b"".join(out), seq)
            out.append(frame)
            size += len(frame)
            seq = at
        return Joined(b"".join(out), self.head)
