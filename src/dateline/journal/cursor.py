"""The cursors: a reader's position in the journal, and that of an open desk. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_CURSOR: Final = re.compile(r"([0-9a-f]{1,16})-([0-9]{1,18})")
_DESK_CURSOR: Final = re.compile(r"([0-9a-f]{1,16})-([0-9]{1,18})-([0-9]{1,18})")


# In place of the slug of a coverage: all of them. No slug has a slash.
NEWSROOM: Final = "/"


class Cursor(NamedTuple):
    """An epoch of the journal and a seq in it, written `epoch-seq`.

    The epoch changes after a rebuild, and after a backup was restored: see `epochs`. Cursors of
    different epochs cannot be compared.
    """

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.seq}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """Parses the result of `str(cursor)`. Returns None for any other text."""
        found = _CURSOR.fullmatch(text)
        return cls(found[1], int(found[2])) if found else None

    def must_reset(self, head: Cursor) -> bool:
        """Whether the changes after this cursor are unknown, so its page must be loaded again."""
        return self.epoch != head.epoch or self.seq > head.seq


class DeskCursor(NamedTuple):
    """The position of an open desk, written `epoch-seq-change`.

    `seq` is the head of its coverage in the journal, and `change` the number of the last change
    that only the desk shows.
    """

    epoch: str
    seq: int
    change: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.seq}-{self.change}"

    @classmethod
    def parse(cls, text: str) -> DeskCursor | None:
        """Parses the result of `str(cursor)`. Returns None for any other text."""
        found = _DESK_CURSOR.fullmatch(text)
        return cls(found[1], int(found[2]), int(found[3])) if found else None
