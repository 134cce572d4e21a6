"""Open questions of a desk: asked, looked into, answered, opened again. They are rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from dateline.accounts.policy import Person, may
from dateline.desk.errors import CommandRefused, Incomplete, NotAllowed
from dateline.journal.models import Coverage
from dateline.journal.write_lock import row_transaction
from dateline.newsroom.changes import mark
from dateline.newsroom.models import Question

from .notes import add_note

QUESTION_LIMIT: Final = 500
ANSWER_LIMIT: Final = 2000
# Open questions at one desk. Nobody answers a list that is longer.
OPEN_LIMIT: Final = 200
_SAME_WITHIN: Final = timedelta(minutes=1)


class QuestionOvertaken(CommandRefused):
    """Somebody else was faster. The question is shown as it stands now; your text is still here."""

    status = 409


def ask(*, by: Person, coverage: Coverage, text: str) -> Question:
    """Asks a question of everybody at the desk."""
    if not may(by, "ask question"):
        raise NotAllowed
    if not text.strip():
        raise Incomplete("A question needs words.", field="text")
    with row_transaction():
        at = datetime.now(UTC)
        unanswered = Question.objects.filter(coverage=coverage, answered_at=None)
        recent = {"asked_by": by.name, "text": text, "asked_at__gt": at - _SAME_WITHIN}
        if same := unanswered.filter(**recent).first():
            return same
        if unanswered.count() >= OPEN_LIMIT:
            message = f"This desk has {OPEN_LIMIT} open questions. Answer some of them first."
            raise CommandRefused(message, field="text")
        asked = Question.objects.create(coverage=coverage, asked_by=by.name, asked_at=at, text=text)
        mark(coverage, "questions")
    return asked


def take(*, by: Person, coverage: Coverage, number: int, seen: str) -> None:
    """Says that a person looks into a question."""
    with _changing(by, coverage, number, seen) as question:
        _require(question, answered=False)
        question.taken_by, question.taken_at = by.name, datetime.now(UTC)


def answer(*, by: Person, coverage: Coverage, number: int, seen: str, text: str) -> None:
    """Answers a question."""
    if not text.strip():
        raise Incomplete("An answer needs words.", field="text")
    with _changing(by, coverage, number, seen) as question:
        _require(question, answered=False)
        question.answer, question.answered_by = text, by.name
        question.answered_at = datetime.now(UTC)


def reopen(*, by: Person, coverage: Coverage, number: int, seen: str) -> None:
    """Opens a question again. Its answer becomes a note about it."""
    with _changing(by, coverage, number, seen) as question:
        _require(question, answered=True)
        assert question.answered_at is not None
        add_note(
            coverage,
            f"question:{question.pk}",
            question.answered_by,
            question.answer,
            question.answered_at,
        )
        question.answer = question.answered_by = question.taken_by = ""
        question.answered_at = question.taken_at = None


def state_of(question: Question) -> str:
    """Returns what a form has seen of a question: whether it is open, and who looks into it."""
    if question.answered_at is not None:
        return f"answered {question.answered_at.isoformat()}"
    return f"taken {question.taken_by}" if question.taken_by else "open"


@contextmanager
def _changing(by: Person, coverage: Coverage, number: int, seen: str) -> Iterator[Question]:
    """Locks a question for a change, which must be about the state that its writer saw."""
    if not may(by, "ask question"):
        raise NotAllowed
    with row_transaction():
        locked = Question.objects.select_for_update()
        question = locked.filter(coverage=coverage, pk=number).first()
        if question is None or state_of(question) != seen:
            raise QuestionOvertaken
        yield question
        question.save()
        mark(coverage, "questions")


def _require(question: Question, *, answered: bool) -> None:
    if (question.answered_at is not None) != answered:
        raise QuestionOvertaken
