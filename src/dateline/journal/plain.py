"""Turns frozen dataclasses into plain JSON values and back, by their annotations.

One place for it, so that a disclosure, a projection's row and an export all have the same form.
A member of a union of dataclasses carries its class's name under "type"; everything else is as
`json` would have it. Reading is strict: a field that is unknown or missing is an error.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: object) -> Any:
    """The JSON value of a dataclass, a tuple, a time or a scalar. Times become RFC 3339 in UTC."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"type": type(value).__name__} | fields
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    return value


def from_plain(kind: type[T] | Any, value: object) -> T:
    """The value of type `kind` that `to_plain` turned into `value`. Raises ValueError."""
    return cast(T, _read(kind, value))


def stamp(at: datetime) -> str:
    """A time in UTC to the second, as leaves and pages write it: 2026-03-01T05:04:03Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def unstamp(text: str) -> datetime:
    """The time that `stamp` wrote. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _read(kind: Any, value: object) -> object:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), value)
    if origin is tuple:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise ValueError(f"not a list: {value!r}")
        return tuple(_read(get_args(kind)[0], each) for each in value)
    if origin is Literal:
        if value not in get_args(kind):
            raise ValueError(f"not one of {get_args(kind)}: {value!r}")
        return value
    if kind is datetime:
        return unstamp(str(value))
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(cast(type, kind), value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"not a {kind.__name__}: {value!r}")
    return value


def _read_union(kinds: tuple[Any, ...], value: object) -> object:
    if value is None and type(None) in kinds:
        return None
    if isinstance(value, Mapping):
        for kind in kinds:
            if getattr(kind, "__name__", "") == value.get("type"):
                return _read(kind, value)
    for kind in kinds:
        if not dataclasses.is_dataclass(kind) and kind is not type(None):
            return _read(kind, value)
    raise ValueError(f"none of {kinds}: {value!r}")


def _read_dataclass(kind: type, value: object) -> object:
    hints = _hints(kind)
    if not isinstance(value, Mapping) or set(value) != {"type", *hints}:
        raise ValueError(f"not a {kind.__name__}: {value!r}")
    return kind(**{name: _read(hint, value[name]) for name, hint in hints.items()})


@lru_cache(maxsize=128)
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind)}
