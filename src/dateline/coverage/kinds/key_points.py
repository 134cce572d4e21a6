"""Entries about the key points of a coverage."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.content.tree import KeyPoint
from dateline.journal.entry import Erased, Payload, entry_kind

from .coverage import TextChange


@entry_kind("key_points.set", about_type="key_points", structural=("change",))
@dataclass(frozen=True, kw_only=True)
class KeyPointsSet(Payload):
    """The key points, the lines below the byline, were replaced. `change` says how, `note` what."""

    points: tuple[KeyPoint, ...] | Erased
    change: TextChange | Erased = "updated"
    note: str | Erased = ""
