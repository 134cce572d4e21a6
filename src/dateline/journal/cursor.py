"""The position of a reader in the journal: an epoch and a seq. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_CURSOR: Final = re.compile(r"([0-9a-f]{1,16})-([0-9]{1,18})")


class Cursor(NamedTuple):
    """A position in one history of the journal; as text `epoch-seq`.

    `epoch` is 1 to 16 lower-case hex digits, `seq` the number of the last entry that was seen.
    """

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.seq}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """Reads a cursor; returns None if `text` is not one."""
        match = _CURSOR.fullmatch(text)
        return cls(match[1], int(match[2])) if match else None

    def must_reset(self, head: Cursor) -> bool:
        """Returns whether this cursor belongs to another history than `head`.

        A cursor of another epoch does, and so does one past the head: a backup was restored, or
        the page was rebuilt. Its page cannot be brought up to date and must be loaded again.
        """
        return self.epoch != head.epoch or self.seq > head.seq
