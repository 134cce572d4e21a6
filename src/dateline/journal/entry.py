"""What an entry is, and the registry of the kinds of entry that packages define. Pure.

A kind is a frozen dataclass. Each of its fields becomes one disclosure, and a field `parts` becomes
one disclosure a part. A lawful takedown leaves `ERASED` in place of a field, so code that folds a
kind must expect it in every field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Literal, NamedTuple, TypeVar

T = TypeVar("T")
K = TypeVar("K", bound="type[Payload]")

_OBJECT: Final = re.compile(r"([a-z_]+)(?:-([a-z0-9]+))?")

ErasureReason = Literal[
    "court_order", "data_protection", "safety", "source_protection", "copyright", "other_legal"
]


@dataclass(frozen=True)
class Erased:
    """Takes the place of a field that was erased for a legal reason or for somebody's safety."""


ERASED: Final = Erased()


def value_or(field: T | Erased, default: T) -> T:
    """The field, or `default` where it was erased."""
    return default if isinstance(field, Erased) else field


def intact(fields: tuple[T | Erased, ...]) -> tuple[T, ...]:
    """Those of several fields, the parts of a post say, that were not erased."""
    return tuple(field for field in fields if not isinstance(field, Erased))


class ObjectRef(NamedTuple):
    """What an entry is about: a type, and an id where there can be several of that type.

    Its text, as leaves carry it, is `summary` or `post-31`. A type has no hyphen, so the text can
    be read back.
    """

    type: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.type}-{self.id}" if self.id else self.type

    @classmethod
    def parse(cls, text: str) -> ObjectRef:
        """The reference that `str` wrote. Raises ValueError."""
        found = _OBJECT.fullmatch(text)
        if found is None:
            raise ValueError(f"not a reference to an object: {text!r}")
        return cls(found[1], found[2] or "")

    @property
    def number(self) -> int:
        """The id of an object that is numbered. Raises ValueError for any other."""
        return int(self.id)


class Payload:
    """Base class of the kinds of entry: what an entry says.

    `kind` is the name that leaves carry for ever, `about` the type of object that such an entry is
    about ('' for any), and `structural` names the fields that an erasure leaves in place: a page
    could not be put together without them, and they name nobody.
    """

    kind: ClassVar[str]
    about: ClassVar[str]
    structural: ClassVar[frozenset[str]]


@dataclass(frozen=True)
class Entry:
    """One line of the journal: its number, when it was taken, about which object, and its payload.

    `coverage` is the coverage's id in leaves (`c-` and 32 hex digits), or '' for an entry that
    belongs to no coverage. `revision` counts the object's entries from 1. `previous` is the seq of
    the entry before it about the same object, 0 for the first.
    """

    seq: int
    at: datetime
    coverage: str
    object: ObjectRef
    revision: int
    previous: int
    payload: Payload


_KINDS: Final[dict[str, type[Payload]]] = {}


def entry_kind(name: str, *, about: str, structural: Iterable[str] = ()) -> Callable[[K], K]:
    """Class decorator: registers a frozen dataclass as the kind of entry `name`.

    Raises ValueError where the name is taken.
    """

    def register(kind: K) -> K:
        if name in _KINDS:
            raise ValueError(f"the kind of entry {name!r} is registered already")
        kind.kind, kind.about, kind.structural = name, about, frozenset(structural)
        _KINDS[name] = kind
        return kind

    return register


def kind_named(name: str) -> type[Payload]:
    """The registered kind of that name. Raises LookupError."""
    return _KINDS[name]


def all_kinds() -> dict[str, type[Payload]]:
    """Every registered kind by its name, in the order of registration."""
    return dict(_KINDS)


@entry_kind("entry.erased", about="", structural=("seq", "reason"))
@dataclass(frozen=True, kw_only=True)
class EntryErased(Payload):
    """What an earlier entry of this object disclosed was erased, for a reason from a fixed list."""

    seq: int | Erased
    reason: ErasureReason | Erased
