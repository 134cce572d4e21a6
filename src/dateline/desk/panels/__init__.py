"""The panels of a desk: the parts of its one screen, each of which is also read by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from dateline.accounts.policy import Person
from dateline.journal.models import Coverage

from . import approval, delivered, drafts, head, notes, people, posts, questions, scheduled

# The context of a panel's template, for a person at the desk of a coverage.
Context = Callable[[Coverage, Person], dict[str, Any]]

PANELS: Final[dict[str, Context]] = {
    "head": head.context,
    "posts": posts.context,
    "delivered": delivered.context,
    "scheduled": scheduled.context,
    "approval": approval.context,
    "drafts": drafts.context,
    "notes": notes.context,
    "people": people.context,
    "questions": questions.context,
}
