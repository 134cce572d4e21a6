"""The states of a draft, which act leads from which state to which, and who may read it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, Protocol

from dateline.accounts.policy import Action, Person, may

# A draft is `publishing` while its writer can still undo it. One that is `on_hold` waits for an
# editor, and for its moment if it has one.
State = Literal[
    "draft",
    "submitted",
    "returned",
    "scheduled",
    "on_hold",
    "publishing",
    "published",
    "discarded",
]
OPEN: Final[frozenset[State]] = frozenset({"draft", "returned"})
WAITING: Final[frozenset[State]] = frozenset({"submitted", "scheduled", "on_hold", "publishing"})
ENDED: Final[frozenset[State]] = frozenset({"published", "discarded"})
# Those that are published at the time `due`, if they have one.
TIMED: Final[frozenset[State]] = frozenset({"scheduled", "on_hold", "publishing"})
# Those whose text somebody may still write.
_WRITABLE: Final[frozenset[State]] = OPEN | {"submitted", "scheduled", "on_hold"}


class Ownership(Protocol):
    """What decides who may read and write a draft."""

    @property
    def owner(self) -> str: ...
    @property
    def shared(self) -> bool: ...
    @property
    def state(self) -> str: ...


@dataclass(frozen=True)
class Act:
    """What can be done with a draft: from which states, to which state, and by whom.

    Without `after` the state stays as it is.
    """

    name: str
    action: Action
    before: frozenset[State]
    after: State | None


ACTS: Final[dict[str, Act]] = {
    each.name: each
    for each in (
        Act("submit", "submit", OPEN, "submitted"),
        Act("take-back", "take back", frozenset({"submitted"}), "draft"),
        Act("return", "return", frozenset({"submitted"}), "returned"),
        Act("approve", "approve", frozenset({"submitted"}), "publishing"),
        Act("schedule", "schedule", OPEN | {"submitted", "on_hold", "scheduled"}, "scheduled"),
        Act("hold", "hold", OPEN | {"submitted", "scheduled", "on_hold"}, "on_hold"),
        # Back to where it was: see `before_decision`.
        Act("release", "hold", frozenset({"on_hold", "scheduled"}), "draft"),
        Act("publish", "publish", OPEN | {"on_hold", "scheduled"}, "publishing"),
        Act("undo", "publish", frozenset({"publishing"}), "draft"),
        Act("discard", "discard draft", OPEN, "discarded"),
        Act("restore", "write draft", OPEN | {"discarded"}, "draft"),
        Act("share", "share draft", OPEN, None),
        Act("hand-over", "hand over draft", OPEN, None),
        Act("take-over", "take over", OPEN, None),
    )
}


def is_allowed(act: Act, state: str) -> bool:
    """Whether an act is possible in a state."""
    return state in act.before


def before_decision(submitted_by: str) -> State:
    """The state to which a draft returns if its publication is undone or called off."""
    return "submitted" if submitted_by else "draft"


def may_read(person: Person, draft: Ownership) -> bool:
    """Whether a person may read a draft. It belongs to its writer until it is shared or sent on."""
    if draft.owner == person.name or draft.shared:
        return True
    return draft.state not in OPEN | {"discarded"} and may(person, "approve")


def may_write(person: Person, draft: Ownership) -> bool:
    """Whether a person may change the text of a draft in its state."""
    if draft.state not in _WRITABLE or not may_read(person, draft):
        return False
    if draft.state in OPEN:
        return may(person, "write draft", draft.owner)
    return may(person, "approve")


def acts_for(person: Person, draft: Ownership) -> tuple[str, ...]:
    """Returns the names of the acts that a person may do with a draft in its state."""
    if not may_read(person, draft):
        return ()
    return tuple(
        act.name
        for act in ACTS.values()
        if is_allowed(act, draft.state)
        and may(person, act.action, draft.owner)
        and not (act.name == "take-over" and draft.owner == person.name)
    )
