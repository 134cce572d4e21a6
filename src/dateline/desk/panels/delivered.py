"""How soon readers had the newest changes of posts, for the rows of the list that are on a screen.

This is known half a second after a post. The list itself, with its posts, is not read again for it.
"""

from __future__ import annotations

from typing import Any

from dateline.accounts.policy import Person
from dateline.desk import rows
from dateline.journal.models import Coverage
from dateline.newsroom import deliveries

from .posts import MAX_ROWS


def context(coverage: Coverage, person: Person) -> dict[str, Any]:
    """Returns what the template of the panel shows, by the entries that the rows name."""
    found = deliveries.newest(coverage, MAX_ROWS)
    return {"delivered": {seq: rows.words_of_delivery(*each) for seq, each in found.items()}}
