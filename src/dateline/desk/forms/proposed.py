"""Reads the positions that the script of the composer sends with a post, as JSON in one field."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, get_args, get_type_hints

from dateline.content import sanitise
from dateline.desk.commands.proposed import ProposedPosition

_logger = logging.getLogger(__name__)
# More than a post needs. Each accepted one takes a tenth of a second, for which others wait.
MAX_PROPOSED: Final = 12
_FIELD_LIMIT: Final = 100_000
_LIMIT: Final = 2000
_HINTS: Final = get_type_hints(ProposedPosition)


def read_proposed(text: str) -> tuple[ProposedPosition, ...]:
    """Returns the positions in a field, of which those that cannot be read are left out.

    It refuses nothing: publishing waits for none of it, and what is lost is no text of the writer.
    """
    try:
        sent = json.loads(text[:_FIELD_LIMIT]) if text else []
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, list):
        _logger.warning("who says what in a post could not be read, and is left out")
        return ()
    found = [_position_or_none(each) for each in sent]
    return tuple(each for each in found if each is not None)[:MAX_PROPOSED]


def accepted_in(fields: Mapping[str, str]) -> int:
    """Returns how many positions the writer of a draft accepted."""
    return sum(each.accepted for each in read_proposed(fields.get("proposed", "")))


def write_proposed(proposed: ProposedPosition) -> dict[str, Any]:
    """Returns a position as the script of the composer has it."""
    return {each.name: getattr(proposed, each.name) for each in fields(ProposedPosition)}


def _position_or_none(sent: object) -> ProposedPosition | None:
    try:
        return _position(sent)
    except ValueError as error:
        _logger.warning("a position that was proposed could not be read: %s", type(error).__name__)
        return None


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
