"""Entries about the pinned post of a coverage."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.journal.entry import Erased, Payload, entry_kind


@entry_kind("pin.set", about="pin", structural=("post",))
@dataclass(frozen=True, kw_only=True)
class PinSet(Payload):
    """The post with this number was pinned to the top of the page; 0 removes the pin."""

    post: int | Erased
