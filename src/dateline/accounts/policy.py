"""The permissions of each role. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Role = Literal["reporter", "editor"]
Action = Literal[
    "publish",
    "revise",
    "update",
    "clarify",
    "correct",
    "retract",
    "withdraw",
    "set key event",
    "open coverage",
    "retitle coverage",
    "set state",
    "set key points",
    "set summary",
    "set pin",
    "import",
    "erase",
]

_ALLOWED: Final[dict[Role, frozenset[str]]] = {
    "reporter": frozenset({"publish", "revise", "update", "clarify", "correct"}),
    "editor": frozenset(get_args(Action)),
}


@dataclass(frozen=True)
class Person:
    """A person who runs commands. The name is never shown to readers, who see bylines."""

    name: str
    role: Role


def may(person: Person, action: Action) -> bool:
    """Whether a person's role allows an action."""
    return action in _ALLOWED[person.role]
