"""What must be true of the journal before anybody serves or writes it."""

from __future__ import annotations

from django.db import connection

from . import triggers
from .errors import JournalDamaged


def require_triggers() -> None:
    """Raises JournalDamaged where a trigger is missing."""
    if gone := triggers.missing(connection):
        raise JournalDamaged(gone)
