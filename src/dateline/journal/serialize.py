"""Converts frozen dataclasses to JSON values and back, by their annotations. Pure.

Disclosures, rows of projections and exports use this form. A dataclass becomes an object with its
class name under "type". Reading is strict: an unknown or missing field is an error.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Read = Callable[[object], object]


def to_json(value: object) -> Any:
    """Converts a dataclass, tuple, time or scalar. Times become RFC 3339 strings in UTC."""
    kind: Any = type(value)
    names = _names(kind)
    if names is not None:
        fields = {name: to_json(getattr(value, name)) for name in names}
        return {"type": type(value).__name__} | fields
    if isinstance(value, datetime):
        return format_time(value)
    if isinstance(value, tuple | list):
        return [to_json(each) for each in value]
    return value


def from_json(kind: type[T] | Any, value: object) -> T:
    """Converts the result of `to_json` back to a value of type `kind`. Raises ValueError."""
    wanted: Any = kind
    return cast(T, _reader(wanted)(value))


def format_time(at: datetime) -> str:
    """Formats a time in UTC, to the second: 2026-03-01T05:04:03Z."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def parse_time(text: str) -> datetime:
    """Parses the result of `format_time`. Raises ValueError for any other form of ISO 8601."""
    at = datetime.fromisoformat(text)
    # A leaf must have exactly one canonical form, or its bytes could not be computed again.
    if at.tzinfo is None or format_time(at) != text:
        raise ValueError(f"not a time such as 2026-03-01T05:04:03Z: {text!r}")
    return at


@lru_cache(maxsize=128)
def _names(kind: type) -> tuple[str, ...] | None:
    """The names of the fields of a dataclass; None for any other type."""
    if not dataclasses.is_dataclass(kind):
        return None
    return tuple(field.name for field in dataclasses.fields(kind))


@lru_cache(maxsize=128)
def _reader(kind: Any) -> Read:
    """Returns a function that reads values of a type.

    It is cached, because evaluating the annotations for each value was far slower.
    """
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union(get_args(kind))
    if origin is tuple:
        return _several(_reader(get_args(kind)[0]))
    if origin is Literal:
        return _one_of(get_args(kind))
    if kind is datetime:
        return lambda value: parse_time(str(value))
    if dataclasses.is_dataclass(kind):
        return _dataclass(cast(type, kind))
    return _scalar(kind)


def _union(kinds: tuple[Any, ...]) -> Read:
    classes: list[Any] = [kind for kind in kinds if dataclasses.is_dataclass(kind)]
    others = [kind for kind in kinds if kind not in classes]
    named = {kind.__name__: _reader(kind) for kind in classes}
    plain = [_reader(kind) for kind in others if kind is not type(None)]

    def read(value: object) -> object:
        if value is None and type(None) in others:
            return None
        if isinstance(value, Mapping) and str(value.get("type")) in named:
            return named[str(value["type"])](value)
        if plain:
            return plain[0](value)
        raise ValueError(f"none of {kinds}: {value!r}")

    return read


def _several(read_one: Read) -> Read:
    def read(value: object) -> object:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise ValueError(f"not a list: {value!r}")
        return tuple([read_one(each) for each in value])

    return read


def _one_of(allowed: tuple[Any, ...]) -> Read:
    def read(value: object) -> object:
        if value not in allowed:
            raise ValueError(f"not one of {allowed}: {value!r}")
        return value

    return read


def _dataclass(kind: type) -> Read:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}
    name, names = kind.__name__, {"type", *readers}

    def read(value: object) -> object:
        if not isinstance(value, Mapping) or value.keys() != names or value["type"] != name:
            raise ValueError(f"not a {kind.__name__}: {value!r}")
        return kind(**{each: read_one(value[each]) for each, read_one in readers.items()})

    return read


def _scalar(kind: type) -> Read:
    def read(value: object) -> object:
        # bool is a subclass of int, but true is not a number in JSON.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ValueError(f"not a {kind.__name__}: {value!r}")
        return value

    return read
