"""Holds what the subscribers of one coverage may lack: the newest version of each block. Pure.

This is a map and not a log. A version that was replaced is gone, so a subscriber who returns, or
is one broadcast behind, never receives a figure that has been corrected since. Subscribers have no
queues of their own: each is a position in this map.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from dateline.journal.cursor import Cursor
from dateline.page.limits import MAX_BLOCKS_BEHIND

from . import sse

# Most subscribers are at a few positions. A client that makes positions up must not fill the
# memory with chunks that nobody else asks for.
MOST_CHUNKS: Final = 64
# A subscriber who stops reading holds at most this much, or one event, of what it was sent.
CHUNK_BYTES: Final = 64 * 1024


class Chunk(NamedTuple):
    """Events to write, and the seq that they bring a subscriber to."""

    events: bytes
    reached: int


class Channel:
    """The blocks that changed after `low`, up to `head`, in one epoch of a coverage.

    It keeps the newest MAX_BLOCKS_BEHIND, so a subscriber before `low` lacks more than that.
    """

    def __init__(self, head: Cursor, *, closed: bool, low: int = 0) -> None:
        self.head = head
        self.low = low
        self.closed = closed
        # How many bytes of blocks have gone through; it only grows.
        self.bytes_added = 0
        # The text of the head; it is asked for at every request for a page.
        self.cursor = str(head)
        self._seq_of: dict[str, int] = {}
        # By seq, in ascending order: the blocks last changed there, and their event once encoded.
        self._fragments: dict[int, dict[str, sse.Fragment]] = {}
        self._events: dict[int, bytes] = {}
        self._seqs: list[int] = []
        self._chunks: dict[int, Chunk] = {}

    def advance(self, changes: Sequence[tuple[str, sse.Fragment]], head: int) -> None:
        """Adds the blocks that changed since the head, in seq order, and moves the head.

        The blocks are read after the head, so they may be newer than it. The head moves past them,
        or they would be sent again when it reaches them.
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
        """Returns the first events after `seq`, about CHUNK_BYTES; `seq` is not below low."""
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
        # Encoded once: fifty subscribers at fifty positions share most of their events. Encoding
        # them for each position held the loop for many milliseconds.
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
