"""A cursor: how far a reader has read. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_CURSOR: Final = re.compile(r"([0-9a-f]{1,16})-([0-9]{1,18})")


class Cursor(NamedTuple):
    """An epoch of the journal and a seq in it, written `epoch-seq`.

    The epoch changes whenever bytes change without an entry: a backup was restored, or pages were
    rendered again.
    """

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.seq}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """The cursor that `str` wrote; None for any other text."""
        found = _CURSOR.fullmatch(text)
        return cls(found[1], int(found[2])) if found else None

    def must_reset(self, head: Cursor) -> bool:
        """Whether this cursor belongs to another history than `head`: what follows is unknown."""
        return self.epoch != head.epoch or self.seq > head.seq
