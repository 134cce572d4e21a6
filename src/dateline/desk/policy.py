"""Who may do what: one table, one function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from .errors import NotAllowed

Role = Literal["reporter", "editor"]
Verb = Literal[
    "publish",
    "revise",
    "update",
    "clarify",
    "correct",
    "retract",
    "withdraw",
    "mark",
    "open",
    "retitle",
    "turn",
    "set key points",
    "set summary",
    "set pin",
    "import",
    "erase",
]

_MAY: Final[dict[Role, frozenset[str]]] = {
    "reporter": frozenset({"publish", "revise", "update", "clarify", "correct"}),
    "editor": frozenset(get_args(Verb)),
}


@dataclass(frozen=True)
class Person:
    """Who gives a command. The name stays at the desk: a byline is what readers see."""

    name: str
    role: Role


def may(person: Person, verb: Verb) -> bool:
    return verb in _MAY[person.role]


def require(person: Person, verb: Verb) -> None:
    """Raises NotAllowed."""
    if not may(person, verb):
        raise NotAllowed
