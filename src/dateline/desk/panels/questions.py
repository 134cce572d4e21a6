"""The panel with the open questions of a desk, and those that were answered lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from dateline.accounts.policy import Person
from dateline.desk import texts
from dateline.desk.commands.questions import state_of
from dateline.desk.forms.newsroom import AnswerForm, QuestionForm, TakeForm
from dateline.journal.models import Coverage
from dateline.newsroom.models import Question

from . import notes

# For so long the panel shows what was answered, at most ANSWERED of them.
_LATELY: Final = timedelta(hours=12)
_ANSWERED: Final = 20


@dataclass(frozen=True)
class QuestionLine:
    """A question, its notes, and the forms of the acts that it allows now.

    `kept` is what somebody sent about it and what was refused.
    """

    question: Question
    own: bool
    notes: list[notes.NoteLine]
    take: TakeForm
    answer: AnswerForm
    kept: str = ""


def context(coverage: Coverage, person: Person) -> dict[str, Any]:
    """Returns what the template of the panel shows: open ones by age, then the last answered."""
    found = Question.objects.filter(coverage=coverage)
    since = datetime.now(UTC) - _LATELY
    answered = found.filter(answered_at__gte=since).order_by("-answered_at")[:_ANSWERED]
    return {
        "slug": coverage.slug,
        "zone": texts.zone_of(coverage),
        "now": datetime.now(UTC),
        "open": lines(coverage, person, list(found.filter(answered_at=None).order_by("pk"))),
        "answered": lines(coverage, person, list(answered)),
        "question_form": QuestionForm(auto_id="question_%s"),
    }


def lines(coverage: Coverage, person: Person, found: list[Question]) -> list[QuestionLine]:
    """Returns what a list says of questions."""
    about = notes.of_texts(coverage, person, [f"question:{each.pk}" for each in found])
    return [
        QuestionLine(
            question=each,
            own=each.taken_by == person.name,
            notes=about[f"question:{each.pk}"],
            take=TakeForm(initial={"seen": state_of(each)}, auto_id=False),
            answer=AnswerForm(initial={"seen": state_of(each)}, auto_id=f"answer_{each.pk}_%s"),
        )
        for each in found
    ]
