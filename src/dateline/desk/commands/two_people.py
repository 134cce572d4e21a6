"""The rule that two different people are needed for an act on a coverage, whatever their role.

`run_command` asks `require_two_people_for` about what a command has appended. So no command can
forget the rule.
"""

from __future__ import annotations

import json
from typing import Final

from dateline.accounts.models import CoverageRules
from dateline.accounts.policy import Action, Person, TwoPeople
from dateline.desk.errors import NotAllowed
from dateline.drafts.models import Draft
from dateline.journal import sql
from dateline.journal.models import Coverage

_ACTIONS: Final[dict[Action, TwoPeople]] = {
    "publish": "posts",
    "revise": "corrections",
    "update": "corrections",
    "clarify": "corrections",
    "correct": "corrections",
    "retract": "withdrawals",
    "withdraw": "withdrawals",
}
_ENTRIES: Final[dict[str, TwoPeople]] = {
    "post.published": "posts",
    "post.revised": "corrections",
    "post.updated": "corrections",
    "post.clarified": "corrections",
    "post.corrected": "corrections",
    "post.retracted": "withdrawals",
    "post.withdrawn": "withdrawals",
}
_DONE: Final[dict[TwoPeople, str]] = {
    "posts": "A post in this coverage is published",
    "corrections": "A post in this coverage is changed",
    "withdrawals": "A post in this coverage is withdrawn",
}
_RULED: Final = (
    "SELECT DISTINCT kind, two_people FROM journal_leaf JOIN accounts_coveragerules"
    " ON accounts_coveragerules.coverage_id = journal_leaf.coverage_id WHERE seq BETWEEN %s AND %s"
)


class NeedsTwoPeople(NotAllowed):
    """Two different people are needed for this. Submit it, and somebody else approves it."""


def needs_two_people(coverage: Coverage, action: Action) -> bool:
    """Whether the rules of a coverage require two different people for an action."""
    kind = _ACTIONS.get(action)
    rules = CoverageRules.objects.filter(coverage=coverage).values_list("two_people", flat=True)
    return kind is not None and kind in (rules.first() or [])


def require_two_people(coverage: Coverage, action: Action, by: Person, draft: Draft) -> None:
    """Raises NeedsTwoPeople if nobody but its writers has seen a draft that `by` decides on."""
    if needs_two_people(coverage, action):
        _require_second(_ACTIONS[action], by, draft)


def require_two_people_for(first: int, last: int, by: Person, idempotency_key: str) -> None:
    """Raises NeedsTwoPeople if the entries of a command need a second person who approved them.

    A draft has an idempotency key of its own, by which it is found here.
    """
    for kind, stored in sql.rows(_RULED, first, last):
        rules = json.loads(stored) if isinstance(stored, str) else stored
        ruled = _ENTRIES.get(kind)
        if ruled is not None and ruled in rules:
            draft = Draft.objects.filter(idempotency_key=idempotency_key).first()
            _require_second(ruled, by, draft)


def _require_second(kind: TwoPeople, by: Person, draft: Draft | None) -> None:
    if draft is None or not draft.submitted_by:
        raise NeedsTwoPeople(
            f"{_DONE[kind]} by two people. Submit it, and somebody else approves it."
        )
    if by.name in (*draft.writers, draft.submitted_by, draft.owner):
        raise NeedsTwoPeople(
            f"{_DONE[kind]} by two people, and this one is yours. Somebody else has to approve it."
        )
