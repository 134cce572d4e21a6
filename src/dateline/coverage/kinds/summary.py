"""Entries about the summary of a coverage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.content.tree import Byline, Part
from dateline.journal.entry import Erased, Payload, entry_kind

from .coverage import TextChange


@entry_kind("summary.set", about_type="summary", structural=("dated", "change"))
@dataclass(frozen=True, kw_only=True)
class SummarySet(Payload):
    """The summary was replaced, or removed (no parts). It has its own bylines and time.

    `change` says how it was changed, and `note` what.
    """

    headline: str | Erased
    bylines: tuple[Byline, ...] | Erased
    dated: datetime | Erased
    parts: tuple[Part | Erased, ...]
    change: TextChange | Erased = "updated"
    note: str | Erased = ""
