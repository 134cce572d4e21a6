"""Checks of the journal that must pass before a process serves it or writes to it."""

from __future__ import annotations

from typing import Final

from django.db import connection

from . import integrity, projections, triggers
from .entry import all_kinds
from .errors import JournalDamaged, JournalWrong
from .read import head

# The number of entries checked at every start, which takes a tenth of a second. `dateline check`
# reads all of them, in about 1.5 s for 10,000.
NEWEST: Final = 500


def require_projections() -> None:
    """Raises UnknownKind for a kind of entry that no registered projection uses."""
    for kind in all_kinds():
        projections.projections_of(kind)


def require_triggers() -> None:
    """Raises JournalDamaged if a trigger is missing."""
    if gone := triggers.missing(connection):
        raise JournalDamaged(gone)


def require_sound() -> None:
    """Checks the newest entries and the heads. Raises JournalWrong at the first damage."""
    if damage := next(integrity.check(after=max(0, head().seq - NEWEST)), None):
        raise JournalWrong(str(damage))
