"""Entries about the key points of a coverage."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.content.tree import KeyPoint
from dateline.journal.entry import Erased, Payload, entry_kind


@entry_kind("key_points.set", about="key_points")
@dataclass(frozen=True, kw_only=True)
class KeyPointsSet(Payload):
    """The key points, the lines below the byline, were replaced."""

    points: tuple[KeyPoint, ...] | Erased
