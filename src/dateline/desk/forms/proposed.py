"""Reads the positions that the script of the composer sends with a post, as JSON in one field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, get_args, get_type_hints

from dateline.content import sanitise
from dateline.desk.commands.proposed import ProposedPosition

# More than a post can have.
MAX_PROPOSED: Final = 30
_LIMIT: Final = 2000
_HINTS: Final = get_type_hints(ProposedPosition)


def read_proposed(text: str) -> tuple[ProposedPosition, ...]:
    """Returns the positions in a field. Raises ValueError."""
    if not text:
        return ()
    sent = json.loads(text)
    if not isinstance(sent, list) or len(sent) > MAX_PROPOSED:
        raise ValueError(f"not a list of at most {MAX_PROPOSED} positions")
    return tuple(_position(each) for each in sent)


def accepted_in(fields: Mapping[str, str]) -> int:
    """Returns how many positions the writer of a draft accepted; 0 if they cannot be read."""
    try:
        return sum(each.accepted for each in read_proposed(fields.get("proposed", "")))
    except ValueError:
        return 0


def write_proposed(proposed: ProposedPosition) -> dict[str, Any]:
    """Returns a position as the script of the composer has it."""
    return {each.name: getattr(proposed, each.name) for each in fields(ProposedPosition)}


def _position(sent: object) -> ProposedPosition:
    if not isinstance(sent, dict) or not set(sent) <= set(_HINTS):
        raise ValueError(f"not a position: {sent!r}")
    try:
        return ProposedPosition(**{name: _value(name, value) for name, value in sent.items()})
    except TypeError as error:
        raise ValueError(str(error)) from None


def _value(name: str, value: object) -> Any:
    hint = _HINTS[name]
    if hint is bool:
        return value is True
    if not isinstance(value, str) or len(value) > _LIMIT:
        raise ValueError(f"not a text: {name}")
    allowed = get_args(hint)
    if allowed and value not in allowed:
        raise ValueError(f"{value!r} is no {name}")
    return value if allowed else sanitise.clean_line(value).text
