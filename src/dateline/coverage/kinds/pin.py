"""Entries about the pinned post of a coverage."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.journal.entry import Erased, Payload, entry_kind


@entry_kind("pin.set", about="pin", structural=("post",))
@dataclass(frozen=True, kw_only=True)
class PinSet(Payload):
    """The post of this number is pinned to the top; 0 takes the pin away."""

    post: int | Erased
