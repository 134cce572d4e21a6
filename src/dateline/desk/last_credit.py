"""The credit of the picture that a person published last, for the form of their next one."""

from __future__ import annotations

from typing import Final

from dateline.accounts.policy import Person
from dateline.content.tree import Photograph
from dateline.coverage.kinds import PostPublished
from dateline.journal import read, sql
from dateline.journal.models import Coverage

# Older posts are not searched: their credit is hardly that of the next picture.
_SEARCHED: Final = 20
_LAST: Final = (
    "SELECT first_seq FROM journal_completedcommand JOIN journal_leaf ON seq = first_seq"
    " WHERE person = %s AND action = 'publish' AND coverage_id = %s"
    f" ORDER BY first_seq DESC LIMIT {_SEARCHED}"
)


def last_credit(person: Person, coverage: Coverage) -> str:
    """Returns the credit of this person's last picture in a coverage, '' if there is none."""
    for (seq,) in sql.rows(_LAST, person.name, coverage.pk):
        (entry,) = read.between(seq, seq)
        assert isinstance(entry.payload, PostPublished)
        for part in reversed(entry.payload.parts):
            if isinstance(part, Photograph):
                return part.credit
    return ""
