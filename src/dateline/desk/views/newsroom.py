"""Notes and questions of the people of a desk. Readers see nothing of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from dateline.accounts.policy import Person
from dateline.desk import texts
from dateline.desk.access import person, signed_in
from dateline.desk.commands import notes as note_commands
from dateline.desk.commands import questions as commands
from dateline.desk.errors import CommandRefused, NotStored
from dateline.desk.forms.fields import DeskForm
from dateline.desk.forms.newsroom import AnswerForm, NoteForm, QuestionForm, TakeForm
from dateline.desk.panels import notes as notes_panel
from dateline.desk.panels import questions as questions_panel
from dateline.journal.models import Coverage
from dateline.newsroom.models import Note, Question
from dateline.page import query_string

from .shared import MAX_ROWS, find_coverage, get_or_post, not_allowed, post_only, show


@get_or_post
@signed_in
def notes(request: HttpRequest, slug: str) -> HttpResponse:
    """/desk/<slug>/notes/?about=: the notes of a desk or about one text; POST leaves one."""
    coverage = find_coverage(slug)
    if request.method != "POST":
        form = NoteForm(initial={"about": request.GET.get("about", "")})
        return _notes_page(request, coverage, form)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _notes_page(request, coverage, form, 422)
    by, cleaned = person(request), form.cleaned_data

    def command() -> None:
        note_commands.write_note(
            by=by, coverage=coverage, about=cleaned["about"], text=cleaned["text"]
        )

    if refusal := _run(form, command):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        return _notes_page(request, coverage, form, refusal.status)
    messages.success(request, "The note is left. Only people of this desk see it.")
    return _back(coverage, "notes")


@get_or_post
@signed_in
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """/desk/<slug>/questions/: the questions of a desk; POST asks one."""
    coverage = find_coverage(slug)
    if request.method != "POST":
        return _questions_page(request, coverage)
    form = QuestionForm(request.POST, auto_id="question_%s")
    if not form.is_valid():
        return _questions_page(request, coverage, form, status=422)
    by, text = person(request), form.cleaned_data["text"]
    if refusal := _run(form, lambda: commands.ask(by=by, coverage=coverage, text=text)):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        return _questions_page(request, coverage, form, status=refusal.status)
    messages.success(request, "Everybody at this desk sees your question.")
    return _back(coverage, "questions")


@post_only
@signed_in
def question(request: HttpRequest, slug: str, number: int, act: str) -> HttpResponse:
    """POST /desk/<slug>/questions/<number>/<act>/: take, answer or reopen a question."""
    coverage = find_coverage(slug)
    if not Question.objects.filter(coverage=coverage, pk=number).exists():
        raise Http404
    if act == "answer":
        form: TakeForm = AnswerForm(request.POST, auto_id=f"answer_{number}_%s")
    elif act in ("take", "reopen"):
        form = TakeForm(request.POST, auto_id=False)
    else:
        raise Http404
    if not form.is_valid():
        return _questions_page(request, coverage, refused=(number, form), status=422)
    if refusal := _run(form, _act(act, person(request), coverage, number, form.cleaned_data)):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        return _questions_page(request, coverage, refused=(number, form), status=refusal.status)
    return _back(coverage, "questions")


def _act(
    act: str, by: Person, coverage: Coverage, number: int, cleaned: dict[str, Any]
) -> Callable[[], None]:
    arguments: dict[str, Any] = {
        "by": by,
        "coverage": coverage,
        "number": number,
        "seen": cleaned["seen"],
    }
    if act == "answer":
        return lambda: commands.answer(**arguments, text=cleaned["text"])
    return lambda: (commands.take if act == "take" else commands.reopen)(**arguments)


def _run(form: DeskForm, command: Callable[[], object]) -> CommandRefused | None:
    """Runs a command. If it is refused, adds the reason to the form and returns the refusal."""
    try:
        command()
    except CommandRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return refusal
    except (DatabaseError, OSError):
        form.add_error(None, str(NotStored()))
        return NotStored()
    return None


def _back(coverage: Coverage, panel: str) -> HttpResponse:
    response = redirect("desk:coverage", slug=coverage.slug)
    response["Location"] += f"#panel-{panel}"
    return response


def _notes_page(
    request: HttpRequest, coverage: Coverage, form: NoteForm, status: int = 200
) -> HttpResponse:
    by = person(request)
    about = str(form["about"].value() or "")
    found = Note.objects.filter(coverage=coverage)
    try:
        text = texts.named(coverage, by, {about}).get(about)
        found = found.filter(about=about) if about else found
    except ValueError:
        raise Http404 from None
    before = query_string.number(request, "before")
    if before:
        found = found.filter(pk__lt=before)
    listed = notes_panel.lines(coverage, by, found, MAX_ROWS + 1)
    context = notes_panel.context(coverage, by) | {
        "notes": listed[:MAX_ROWS],
        "next": listed[MAX_ROWS - 1].number if len(listed) > MAX_ROWS else 0,
        "note_form": form,
        "about": text,
        "hide_about": bool(about),
    }
    return show(request, "desk/notes.html", context, [form], status=status)


def _questions_page(
    request: HttpRequest,
    coverage: Coverage,
    asking: QuestionForm | None = None,
    *,
    refused: tuple[int, TakeForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of all questions. The text of a refused form stands at its question."""
    context = questions_panel.context(coverage, person(request))
    sent: list[DeskForm] = []
    if asking is not None:
        context["question_form"] = asking
        sent.append(asking)
    if refused is not None:
        number, form = refused
        question = Question.objects.get(coverage=coverage, pk=number)
        (line,) = questions_panel.lines(coverage, person(request), [question])
        shown = "open" if question.answered_at is None else "answered"
        others = [each for each in context[shown] if each.question.pk != number]
        context[shown] = [_with_text(line, form), *others]
        sent.append(form)
    return show(request, "desk/questions.html", context, sent, status=status)


def _with_text(line: questions_panel.QuestionLine, form: TakeForm) -> questions_panel.QuestionLine:
    """A question with what was sent about it: in its form, or beside it if it has none now."""
    if not isinstance(form, AnswerForm):
        return line
    if line.question.answered_at is not None:
        return replace(line, kept=str(form["text"].value()))
    again = AnswerForm({**form.data, **line.take.initial}, auto_id=form.auto_id)
    again.is_valid()
    return replace(line, answer=again)
