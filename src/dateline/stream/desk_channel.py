"""Which panels of a desk changed last, and the events that say so. Pure.

Like the channel of readers, this is a map and not a log: it has one number for each panel, so it
never grows. An event carries no content. The desk fetches the panels that it names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, NamedTuple

from dateline.journal.cursor import DeskCursor

# The panels that change when an entry of the coverage is appended.
PUBLIC: Final = ("head", "posts")
HEARTBEAT: Final = b"event: heartbeat\ndata: {}\n\n"
# The last event of somebody who does not belong to this desk any more.
REFUSED: Final = b"event: refused\ndata: {}\n\n"
RETRY_MS: Final = 1000


class DeskUpdate(NamedTuple):
    """The position of a desk, and the panels that changed since a known one.

    `changed` has the number of the last change of each panel. It has all changes after `low`.
    """

    coverage_id: int
    cursor: DeskCursor
    changed: Mapping[str, int]
    low: int


class DeskChannel:
    """The position of the desk of one coverage, and when each panel changed last."""

    def __init__(self, update: DeskUpdate, panels: tuple[str, ...]) -> None:
        self.coverage_id = update.coverage_id
        self.cursor = update.cursor
        self._low = update.low
        self._changed = dict(update.changed)
        self._panels = panels

    def advance(self, update: DeskUpdate) -> None:
        """Adds what changed since the position of this channel."""
        if update.cursor.epoch != self.cursor.epoch or update.cursor.change < self.cursor.change:
            # After a rebuild or a restored backup nothing is known about earlier positions.
            self._changed, self._low = {}, update.cursor.change
        elif update.low > self.cursor.change:
            # What changed in between is not known any more.
            self._low = update.low
        self._changed |= update.changed
        self.cursor = update.cursor

    def missing(self, after: DeskCursor | None) -> list[str]:
        """Returns the panels that changed after a position; all of them if that cannot be told."""
        here = self.cursor
        if (
            after is None
            or after.epoch != here.epoch
            or after.seq > here.seq
            or not self._low <= after.change <= here.change
        ):
            return sorted(self._panels)
        found = {name for name, change in self._changed.items() if change > after.change}
        if after.seq < here.seq:
            found.update(PUBLIC)
        return sorted(found)

    def event(self, panels: list[str]) -> bytes:
        """Encodes the event that names panels, at the position of this channel."""
        body = json.dumps({"seq": self.cursor.change, "panels": panels}, separators=(",", ":"))
        return f"id: {self.cursor}\nevent: changed\ndata: {body}\n\n".encode()

    def hello(self) -> bytes:
        """Encodes the first event of a stream."""
        return f"retry: {RETRY_MS}\nid: {self.cursor}\nevent: hello\ndata: {{}}\n\n".encode()
