"""Notes of the people of a desk for each other. They are rows, and never entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from dateline.accounts.policy import Person, may
from dateline.coverage.models import PostRow
from dateline.desk.errors import CommandRefused, Incomplete, NotAllowed
from dateline.drafts.models import Draft
from dateline.drafts.workflow import may_read
from dateline.journal.models import Coverage
from dateline.journal.write_lock import row_transaction
from dateline.newsroom.about import read
from dateline.newsroom.changes import mark
from dateline.newsroom.models import Note, Question

from . import drafts

NOTE_LIMIT: Final = 2000
# The same words about the same thing within this time are one note: a form that was sent twice.
_SAME_WITHIN: Final = timedelta(minutes=1)


class NothingThere(CommandRefused):
    """What this note is about is not there any more. Your text is still here."""

    status = 409


def write_note(*, by: Person, coverage: Coverage, about: str, text: str) -> Note:
    """Stores a note. `about` is `post:12`, `draft:<uid>`, `question:3`, or '' for the coverage."""
    if not may(by, "write note"):
        raise NotAllowed
    if not text.strip():
        raise Incomplete("A note needs words.", field="text")
    with row_transaction():
        _require_there(by, coverage, about)
        at = datetime.now(UTC)
        same = Note.objects.filter(
            coverage=coverage, about=about, person=by.name, text=text, at__gt=at - _SAME_WITHIN
        ).first()
        return same or add_note(coverage, about, by.name, text, at)


def add_note(coverage: Coverage, about: str, person: str, text: str, at: datetime) -> Note:
    """Stores a note in the current transaction."""
    note = Note.objects.create(coverage=coverage, about=about, person=person, text=text, at=at)
    mark(coverage, "notes", *_panels_with(about))
    return note


def _panels_with(about: str) -> tuple[str, ...]:
    """The panels that show the notes about a text in its row; those of the coverage are in none."""
    match read(about)[0]:
        case "post":
            return ("posts",)
        case "question":
            return ("questions",)
        case "draft":
            # All of them: the draft can be submitted before the lock of `mark` is ours.
            return drafts.PANELS
        case _:
            return ()


def _require_there(by: Person, coverage: Coverage, about: str) -> None:
    """Raises NothingThere if a note would be about nothing that its writer may see."""
    kind, name = read(about)
    match kind:
        case "post":
            found = PostRow.objects.filter(coverage=coverage, number=int(name)).exists()
        case "draft":
            named = Draft.objects.filter(coverage=coverage, uid=name)
            found = any(may_read(by, each) for each in named)
        case "question":
            found = Question.objects.filter(coverage=coverage, pk=int(name)).exists()
        case _:
            found = True
    if not found:
        raise NothingThere
