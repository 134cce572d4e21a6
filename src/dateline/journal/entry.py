"""Entries, and the registry of the kinds of entry that packages define. Pure.

A kind is a frozen dataclass. Each of its fields becomes one disclosure; a field named `parts`
becomes one disclosure for each part. An erasure replaces a field by `ERASED`, so code that folds a
kind must handle `ERASED` in every field.
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
    """Replaces a field that was erased for a legal reason or for somebody's safety."""


ERASED: Final = Erased()


def value_or(field: T | Erased, default: T) -> T:
    """Returns the field, or `default` if it was erased."""
    return default if isinstance(field, Erased) else field


def intact(fields: tuple[T | Erased, ...]) -> tuple[T, ...]:
    """Returns the fields that were not erased, for example of the parts of a post."""
    return tuple(field for field in fields if not isinstance(field, Erased))


class ObjectRef(NamedTuple):
    """A reference to the object that an entry is about.

    It has a type, and an id if a coverage can have several objects of that type. Leaves store its
    text, such as `summary` or `post-31`. A type contains no hyphen, so the text can be parsed.
    """

    type: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.type}-{self.id}" if self.id else self.type

    @classmethod
    def parse(cls, text: str) -> ObjectRef:
        """Parses the result of `str(reference)`. Raises ValueError."""
        found = _OBJECT.fullmatch(text)
        if found is None:
            raise ValueError(f"not a reference to an object: {text!r}")
        return cls(found[1], found[2] or "")

    @property
    def number(self) -> int:
        """The id as a number. Raises ValueError for an object that is not numbered."""
        return int(self.id)


class Payload:
    """The content of an entry. Base class of all kinds of entry.

    `kind` is the name stored in leaves; it can never change. `about_type` is the type of object
    that an entry of this kind is about ('' for any). `structural` names the fields that an erasure
    keeps: pages cannot be rendered without them, and they name no person. They are typed as
    erasable all the same, because a journal whose disclosures were lost must still be readable.
    """

    kind: ClassVar[str]
    about_type: ClassVar[str]
    structural: ClassVar[frozenset[str]]


@dataclass(frozen=True)
class Entry:
    """One line of the journal.

    `seq` is its number and `at` the time when it was appended. `coverage_uid` names the coverage
    (`c-` and 32 hex digits); it is '' for an entry without one. `revision` counts the entries about
    the same object, from 1. `previous` is the seq of the previous entry about that object, 0 for
    the first.
    """

    seq: int
    at: datetime
    coverage_uid: str
    object: ObjectRef
    revision: int
    previous: int
    payload: Payload


_KINDS: Final[dict[str, type[Payload]]] = {}


def entry_kind(name: str, *, about_type: str, structural: Iterable[str] = ()) -> Callable[[K], K]:
    """Class decorator that registers a frozen dataclass as the kind of entry `name`.

    Raises ValueError if the name is registered already.
    """

    def register(kind: K) -> K:
        if name in _KINDS:
            raise ValueError(f"the kind of entry {name!r} is registered already")
        kind.kind, kind.about_type = name, about_type
        kind.structural = frozenset(structural)
        _KINDS[name] = kind
        return kind

    return register


def kind_named(name: str) -> type[Payload]:
    """Returns the kind registered under a name. Raises LookupError."""
    return _KINDS[name]


def all_kinds() -> dict[str, type[Payload]]:
    """Returns every registered kind by its name, in the order of registration."""
    return dict(_KINDS)


@entry_kind("entry.erased", about_type="", structural=("seq", "reason"))
@dataclass(frozen=True, kw_only=True)
class EntryErased(Payload):
    """The content of an earlier entry about this object was erased. The reason is one of a list."""

    seq: int | Erased
    reason: ErasureReason | Erased
