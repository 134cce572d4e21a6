"""The bylines with which a person published last, for the form of their next post."""

from __future__ import annotations

from typing import Final

from dateline.accounts.policy import Person
from dateline.content.tree import Byline
from dateline.coverage.kinds import PostPublished
from dateline.journal import read, sql
from dateline.journal.entry import value_or
from dateline.journal.models import Coverage

# Not what this person approved, which is signed by others.
_LAST: Final = (
    "SELECT first_seq FROM journal_completedcommand AS command"
    " JOIN journal_leaf ON seq = first_seq"
    " WHERE person = %s AND action = 'publish' AND journal_leaf.coverage_id = %s"
    " AND NOT EXISTS (SELECT 1 FROM drafts_draft AS draft"
    " WHERE draft.idempotency_key = command.idempotency_key AND draft.owner <> person)"
    " ORDER BY first_seq DESC LIMIT 1"
)
_LAST_DRAFT: Final = (
    "SELECT max(seq) FROM drafts_draft"
    " WHERE owner = %s AND coverage_id = %s AND state = 'published' AND post = 0"
)


def last_bylines(person: Person, coverage: Coverage) -> tuple[Byline, ...]:
    """Returns the bylines of this person's last post in a coverage, () if there is none."""
    found = sql.rows(_LAST, person.name, coverage.pk)
    found += sql.rows(_LAST_DRAFT, person.name, coverage.pk)
    seq = max(found_seq or 0 for (found_seq,) in found)
    if not seq:
        return ()
    (entry,) = read.between(seq, seq)
    assert isinstance(entry.payload, PostPublished)
    return value_or(entry.payload.bylines, ())
