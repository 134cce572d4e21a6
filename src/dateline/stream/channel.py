"""What waits for the readers of one coverage: each block's newest fragment, in seq order.

A map and not a log: a version that was overtaken is gone, so nobody who comes back is shown the
wrong figure first. No reader owns a queue; each is a cursor into this.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dateline.page.cursor import MOST_BLOCKS

from . import sse

MOST_IN_MEMORY: Final = 2 * MOST_BLOCKS
# Readers are at a few cursors; somebody who makes cursors up must not fill the memory with joins.
MOST_JOINED: Final = 64


class Channel:
    """The fragments after `low`, up to `head`, of one coverage in one epoch."""

    def __init__(self, epoch: str, head: int, *, closed: bool) -> None:
        self.epoch = epoch
        self.low = self.head = head
        self.closed = closed
        self.written = 0
        self._newest: dict[str, sse.Fragment] = {}
        self._joined: dict[int, bytes] = {}

    def advance(self, changes: Sequence[tuple[str, sse.Fragment]], head: int) -> None:
        """Takes in what changed since the head, in seq order, and moves the head on."""
        for name, fragment in changes:
            self._newest.pop(name, None)
            self._newest[name] = fragment
            self.written += len(fragment.body)
        self.head = max([head, self.head, *(fragment.seq for _, fragment in changes)])
        self._joined.clear()
        while len(self._newest) > MOST_IN_MEMORY:
            oldest = next(iter(self._newest))
            self.low = max(self.low, self._newest.pop(oldest).seq)

    def forget(self, head: int) -> None:
        """Moves the head on without what changed: readers behind it must read the journal."""
        self.low = self.head = max(head, self.head)
        self._newest.clear()
        self._joined.clear()

    def since(self, seq: int) -> bytes:
        """The frames after `seq` (at least `low`), each block once; one join serves all there."""
        if seq >= self.head:
            return b""
        if seq not in self._joined:
            if len(self._joined) >= MOST_JOINED:
                self._joined.clear()
            self._joined[seq] = sse.frames(
                self.epoch, (each for each in self._newest.values() if each.seq > seq)
            )
        return self._joined[seq]
