"""What must be true of the journal before anybody serves or writes it."""

from __future__ import annotations

from typing import Final

from django.db import connection

from . import integrity, triggers
from .errors import JournalDamaged, JournalWrong
from .read import head

# How many of the newest entries are read at every start, in a tenth of a second; `dateline check`
# reads all, in 1.5 s for 10,000.
NEWEST: Final = 500


def require_triggers() -> None:
    """Raises JournalDamaged where a trigger is missing."""
    if gone := triggers.missing(connection):
        raise JournalDamaged(gone)


def require_sound() -> None:
    """Raises JournalWrong where one of the newest entries, or a head, is not what it should be."""
    if damage := next(integrity.check(after=max(0, head().seq - NEWEST)), None):
        raise JournalWrong(str(damage))
