"""The permissions of each role: one table of role, action and whose text. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

# A member whose role is "none" reads the desk's list of coverages, and nothing else there.
Role = Literal["none", "reporter", "editor", "lead", "administrator"]
Action = Literal[
    # What readers see.
    "publish",
    "revise",
    "update",
    "clarify",
    "correct",
    "retract",
    "withdraw",
    "set key event",
    "set relations",
    "set tags",
    "retitle coverage",
    "set key points",
    "set summary",
    "set pin",
    "set lead picture",
    "record claims",
    "change claims",
    "assess claims",
    # Drafts, which are not public.
    "write draft",
    "share draft",
    "hand over draft",
    "discard draft",
    "submit",
    "take back",
    "take over",
    "approve",
    "return",
    "schedule",
    "hold",
    # What the people of a desk say to each other.
    "write note",
    "ask question",
    # The coverage as a whole.
    "prepare coverage",
    "open coverage",
    "set state",
    "set roles",
    "set rules",
    "import",
    "erase",
]
# Whose text a role may act on.
Whose = Literal["own", "any"]
# The kinds of acts for which a coverage may require two different people.
TwoPeople = Literal["posts", "corrections", "withdrawals"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)
_OWN: Final[frozenset[Action]] = frozenset(
    {"write draft", "share draft", "hand over draft", "discard draft", "submit", "take back"}
)
_TALK: Final[frozenset[Action]] = frozenset({"write note", "ask question"})
_LEADS: Final[frozenset[Action]] = frozenset(
    {"prepare coverage", "open coverage", "set state", "set roles", "set rules"}
)
_ADMINISTRATORS: Final[frozenset[Action]] = frozenset({"import", "erase"})
_ALL: Final[frozenset[Action]] = frozenset(ACTIONS)
# What a role may do with its own drafts, and what it may do with anything.
_TABLE: Final[dict[Role, tuple[frozenset[Action], frozenset[Action]]]] = {
    "none": (frozenset(), frozenset()),
    "reporter": (_OWN, _TALK),
    "editor": (frozenset(), _ALL - _LEADS - _ADMINISTRATORS),
    "lead": (frozenset(), _ALL - _ADMINISTRATORS),
    "administrator": (frozenset(), _ALL),
}


@dataclass(frozen=True)
class Person:
    """A person who runs commands, with their role on one coverage or in the newsroom.

    The name is never shown to readers, who see bylines.
    """

    name: str
    role: Role


def may(person: Person, action: Action, owner: str = "") -> bool:
    """Whether a person's role allows an action, on a text of `owner` if it is about a draft."""
    whose = allowed(person.role, action)
    return whose == "any" or (whose == "own" and owner == person.name)


def allowed(role: Role, action: Action) -> Whose | None:
    """On whose texts a role may act; None if it may not at all. The cell of the table."""
    own, any_ = _TABLE[role]
    if action in any_:
        return "any"
    return "own" if action in own else None


def actions_of(person: Person) -> frozenset[Action]:
    """Returns all actions that a person's role allows, so that a page offers no others."""
    return frozenset(each for each in ACTIONS if allowed(person.role, each))


def who_may(action: Action) -> str:
    """The roles that may act on any text, in words: "editors, leads and administrators"."""
    *others, last = [f"{each}s" for each in ROLES if allowed(each, action) == "any"]
    return f"{', '.join(others)} and {last}" if others else last
