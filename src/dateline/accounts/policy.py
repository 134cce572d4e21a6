"""What each role may do: one table, one function. Pure."""

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
    """Who gives a command. The name stays at the desk: readers see bylines."""

    name: str
    role: Role


def may(person: Person, action: Action) -> bool:
    """Whether a person's role allows an action."""
    return action in _ALLOWED[person.role]
