"""Entries about the pinned posts of a coverage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.journal.entry import Erased, Payload, entry_kind, value_or


@dataclass(frozen=True)
class Pin:
    """A pinned post, by its number. `until` is when its pin ends; None if it has no end."""

    post: int
    until: datetime | None = None


@entry_kind("pin.set", about_type="pin", structural=("post",))
@dataclass(frozen=True, kw_only=True)
class PinSet(Payload):
    """The post with this number was pinned to the top of the page; 0 removes the pin."""

    post: int | Erased


@entry_kind("pins.set", about_type="pin", structural=("pins",))
@dataclass(frozen=True, kw_only=True)
class PinsSet(Payload):
    """These posts are pinned to the top of the page, in this order, and no others.

    Readers are told when a pin ends. Another entry takes it down at that time.
    """

    pins: tuple[Pin, ...] | Erased


def pins_of(payload: PinSet | PinsSet) -> tuple[Pin, ...]:
    """Returns the pins after an entry of either kind, without erased fields."""
    if isinstance(payload, PinsSet):
        return value_or(payload.pins, ())
    post = value_or(payload.post, 0)
    return (Pin(post),) if post else ()
