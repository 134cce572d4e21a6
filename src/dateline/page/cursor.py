"""A reader's cursor, `epoch-seq`, and how far behind it may be. Pure."""

from __future__ import annotations

import re
from typing import Final

# Beyond this a reader's page is loaded anew: the page is smaller than what it lacks.
MOST_BLOCKS: Final = 200
_CURSOR: Final = re.compile(r"([0-9a-f]{1,16})-([0-9]{1,18})")


def parse(cursor: str) -> tuple[str, int] | None:
    """Epoch and seq of a cursor; None for what is none."""
    found = _CURSOR.fullmatch(cursor)
    return (found[1], int(found[2])) if found else None
