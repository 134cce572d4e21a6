"""The page with which a shift ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from dateline.accounts.policy import Person
from dateline.coverage import objects, read
from dateline.coverage.state import Change, ChangeKind
from dateline.desk import texts
from dateline.desk.access import person, signed_in
from dateline.desk.forms.newsroom import NoteForm, SinceForm
from dateline.desk.panels import notes, people, questions
from dateline.desk.prepared import coverage_state
from dateline.drafts.models import Draft
from dateline.drafts.workflow import may_read
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage
from dateline.newsroom.models import Note, Question

from .shared import find_coverage, show

HOURS: Final = 8
_CHANGES: Final = 200
_NOTES: Final = 100
_KINDS: Final[dict[ChangeKind, str]] = {
    "corrected": "Corrected",
    "clarified": "Clarified",
    "retracted": "Retracted",
    "withdrawn": "Withdrawn",
    "erased": "Content removed",
}
# What a shift hands over, by the states of drafts.
_STATES: Final = (
    ("Waiting for approval", ("submitted",), "submitted_at"),
    ("Scheduled", ("scheduled", "publishing"), "due"),
    ("On hold", ("on_hold",), "-saved_at"),
    ("Returned to their writers", ("returned",), "-saved_at"),
    ("Drafts", ("draft",), "-saved_at"),
)


@signed_in
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /desk/<slug>/hand-over/?hours=: what the next shift has to know."""
    coverage = find_coverage(slug)
    form = SinceForm({"hours": request.GET.get("hours", str(HOURS))})
    hours = form.cleaned_data["hours"] if form.is_valid() else HOURS
    since = datetime.now(UTC) - timedelta(hours=hours)
    by = person(request)
    found = Note.objects.filter(coverage=coverage, at__gte=since)
    context = people.context(coverage, by) | {
        "coverage": coverage_state(coverage),
        "form": form,
        "hours": hours,
        "since": since,
        "lists": [
            {"title": title, "drafts": _drafts(coverage, by, states, order)}
            for title, states, order in _STATES
        ],
        "open": questions.lines(coverage, by, list(_open_questions(coverage))),
        "answered": questions.lines(coverage, by, list(_answered(coverage, since))),
        "changes": _changes(coverage, by, since),
        "notes": notes.lines(coverage, by, found, _NOTES),
        "note_form": NoteForm(initial={"about": ""}),
    }
    return show(
        request, "desk/hand_over.html", context, [form], status=200 if form.is_valid() else 422
    )


def _open_questions(coverage: Coverage) -> Any:
    return Question.objects.filter(coverage=coverage, answered_at=None).order_by("pk")


def _answered(coverage: Coverage, since: datetime) -> Any:
    return Question.objects.filter(coverage=coverage, answered_at__gte=since).order_by(
        "answered_at"
    )


def _drafts(
    coverage: Coverage, by: Person, states: tuple[str, ...], order: str
) -> list[tuple[Draft, texts.Text]]:
    """The drafts in some states that a person may see, with the words by which they are known."""
    found = Draft.objects.filter(coverage=coverage, state__in=states).order_by(order)
    visible = [each for each in found if may_read(by, each)]
    named = texts.named(coverage, by, {f"draft:{each.uid}" for each in visible})
    return [(each, named[f"draft:{each.uid}"]) for each in visible]


def _changes(
    coverage: Coverage, by: Person, since: datetime
) -> list[tuple[str, Change, texts.Text | None]]:
    """What was corrected, clarified or taken back since a time, newest first."""
    if read.coverage_state_or_none(coverage) is None:
        return []
    found = [
        (about, change)
        for about, change in read.changes(coverage, _CHANGES).changes
        if change.at >= since and change.kind in _KINDS
    ]
    posts = {f"post:{about.id}" for about, _ in found if about.type == objects.POST_TYPE}
    named = texts.named(coverage, by, posts)
    return [
        (_KINDS[change.kind], change, named.get(f"post:{about.id}") or _front(about))
        for about, change in found
    ]


def _front(about: ObjectRef) -> texts.Text:
    return texts.Text("", f"the {about.type.replace('_', ' ')}")
