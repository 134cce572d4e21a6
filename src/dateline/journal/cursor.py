"""The cursor: a reader's position in the journal. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_CURSOR: Final = re.compile(r"([0-9a-f]{1,16})-([0-9]{1,18})")


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
