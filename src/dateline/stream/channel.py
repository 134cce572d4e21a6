"""Holds the newest version of each block of a coverage, for its subscribers. Pure.

This is a map and not a log. Replaced versions are not held, so a subscriber who reconnects or is
behind never receives a number that has been corrected since. Subscribers have no queues. Each has
only a position, the seq that it has reached.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from dateline.journal.cursor import Cursor
from dateline.page.limits import MAX_BLOCKS_BEHIND

from . import sse

# The largest number of cached chunks. Most subscribers share a few positions. Without a limit, a
# client that invents positions could fill the memory.
MOST_CHUNKS: Final = 64
# The size of a chunk, unless one event is larger. A stalled subscriber buffers at most one chunk.
CHUNK_BYTES: Final = 64 * 1024


class Chunk(NamedTuple):
    """Encoded events, and the seq that a subscriber has reached after them."""

    events: bytes
    reached: int


class Channel:
    """The blocks of a coverage that changed after the seq `low`, up to `head`, in one epoch.

    It holds at most the newest MAX_BLOCKS_BEHIND. A subscriber before `low` has to reset.
    """

    def __init__(self, head: Cursor, *, closed: bool, low: int = 0) -> None:
        self.head = head
        self.low = low
        self.closed = closed
        # The head when the last broadcast began, or when this channel was opened.
        self.broadcast_seq = head.seq
        # The total size of all blocks added so far, in bytes.
        self.bytes_added = 0
        # The head as text, cached because every request for a page needs it.
        self.cursor = str(head)
        self._seq_of: dict[str, int] = {}
        # By seq, in ascending order: the blocks that changed last at that seq, and their event.
        self._fragments: dict[int, dict[str, sse.Fragment]] = {}
        self._events: dict[int, bytes] = {}
        self._seqs: list[int] = []
        self._chunks: dict[int, Chunk] = {}

    def advance(self, changes: Sequence[tuple[str, sse.Fragment]], head: int) -> None:
        """Adds the blocks that changed since the head, in seq order, and moves the head.

        The blocks are read after the head, so they may be newer. The head then moves to the newest
        block. Otherwise such a block would be sent a second time.
        """
        for name, fragment in changes:
            self._forget(name)
            self._seq_of[name] = fragment.seq
            self._fragments.setdefault(fragment.seq, {})[name] = fragment
            self._events.pop(fragment.seq, None)
            self.bytes_added += len(fragment.body)
            head = max(head, fragment.seq)
        while len(self._seq_of) > MAX_BLOCKS_BEHIND:
            self.low, oldest = next(iter(self._fragments.items()))
            self._forget(next(iter(oldest)))
        self.head = Cursor(self.head.epoch, max(head, self.head.seq))
        self.cursor = str(self.head)
        self._seqs = list(self._fragments)
        self._chunks.clear()

    def since(self, seq: int) -> Chunk:
        """Returns the first events after `seq`, about CHUNK_BYTES, for a `seq` not below `low`."""
        chunk = self._chunks.get(seq)
        if chunk is None:
            if len(self._chunks) >= MOST_CHUNKS:
                self._chunks.clear()
            chunk = self._chunks[seq] = self._chunk(seq)
        return chunk

    def _chunk(self, seq: int) -> Chunk:
        events: list[bytes] = []
        size = 0
        for at in self._seqs[bisect_right(self._seqs, seq) :]:
            event = self._event(at)
            if events and size + len(event) > CHUNK_BYTES:
                return Chunk(b"".join(events), seq)
            events.append(event)
            size += len(event)
            seq = at
        return Chunk(b"".join(events), self.head.seq)

    def _event(self, seq: int) -> bytes:
        # Cached, because subscribers at different positions share most events. Encoding them for
        # each position blocked the event loop for many milliseconds.
        event = self._events.get(seq)
        if event is None:
            cursor = Cursor(self.head.epoch, seq)
            event = self._events[seq] = sse.blocks(cursor, self._fragments[seq].values())
        return event

    def _forget(self, name: str) -> None:
        seq = self._seq_of.pop(name, None)
        if seq is not None:
            self._events.pop(seq, None)
            del self._fragments[seq][name]
            if not self._fragments[seq]:
                del self._fragments[seq]
