"""The board of a coverage, with a form for new posts, and the page that changes a post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dateline.accounts.policy import may
from dateline.coverage import objects, read
from dateline.coverage.state import PostState
from dateline.desk import versions
from dateline.desk.access import person, signed_in
from dateline.desk.commands import posts as commands
from dateline.desk.forms import (
    PART_FORMS,
    ChangeForm,
    CommandForm,
    KeyEventForm,
    NewPostForm,
    ReasonForm,
)
from dateline.desk.forms.composer import Composer
from dateline.journal.models import Coverage
from dateline.journal.read import history, last_seq
from dateline.page import query_string

from .shared import (
    EMPTY,
    MAX_ROWS,
    after_conflict,
    find_coverage,
    find_post,
    get_or_post,
    one_line,
    post_only,
    read_time,
    run,
    unvalidated,
)


@get_or_post
@signed_in
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """/desk/<slug>/?before=<sort key>: a form for a new post, and a list of all posts."""
    coverage = find_coverage(slug)
    if request.method != "POST":
        form = NewPostForm(initial=CommandForm.fresh())
        return _render_board(request, coverage, form, Composer.showing(EMPTY))
    form = NewPostForm(request.POST)
    composer = Composer.posted(request.POST, request.FILES)
    action = request.POST.get("do", "publish")
    # The buttons that add, move or remove a part submit the form too, but must not publish it.
    if action != "publish":
        return _render_board(request, coverage, unvalidated(form), composer.rearranged(action))
    # A list, so that both are validated and all errors are shown at once.
    valid = all([form.is_valid(), composer.is_valid()])
    dated = read_time(form, coverage) if valid else None
    if not valid or form.errors:
        return _render_board(request, coverage, form, composer, 422)
    cleaned = form.cleaned_data

    def command() -> object:
        return commands.publish(
            by=person(request),
            idempotency_key=cleaned["idempotency_key"],
            coverage=coverage,
            copy=composer.read(cleaned["headline"]),
            dated=dated,
        )

    if refusal := run(form, command):
        return _render_board(request, coverage, form, composer, refusal.status)
    messages.success(request, "Published.")
    return redirect("desk:coverage", slug=slug)


@get_or_post
@signed_in
def change(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """/desk/<slug>/post/<number>/: forms to change and withdraw a post, and its versions."""
    coverage = find_coverage(slug)
    post = find_post(coverage, number)
    seen = last_seq(coverage, objects.post(number))
    if request.method != "POST":
        return _render_post(request, coverage, post, _new_change_form(post, seen), None)
    form = ChangeForm(request.POST)
    composer = Composer.posted(request.POST, request.FILES)
    action = request.POST.get("do", "change")
    if action != "change":
        form, composer = unvalidated(form), composer.rearranged(action)
        return _render_post(request, coverage, post, form, composer)
    if not all([form.is_valid(), composer.is_valid()]):
        return _render_post(request, coverage, post, form, composer, 422)
    if refusal := run(form, _change_command(request, coverage, number, form, composer)):
        if refusal.status == 409:
            form = after_conflict(form, seen)
        return _render_post(request, coverage, post, form, composer, refusal.status)
    messages.success(request, f"Post {number} is changed. Readers see the kind of change.")
    return redirect("desk:coverage", slug=slug)


@post_only
@signed_in
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """POST /desk/<slug>/post/<number>/withdraw/: replaces a post by the reason."""
    done = f"Post {number} is withdrawn."
    return _retract_or_withdraw(request, slug, number, "withdraw", commands.withdraw, done)


@post_only
@signed_in
def retract(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """POST /desk/<slug>/post/<number>/retract/: strikes a post through."""
    done = f"Post {number} is retracted."
    return _retract_or_withdraw(request, slug, number, "retract", commands.retract, done)


@post_only
@signed_in
def set_key_event(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """POST /desk/<slug>/post/<number>/mark/: marks a key event, or removes the mark."""
    coverage = find_coverage(slug)
    form = KeyEventForm(request.POST, prefix="mark")

    def command() -> object:
        cleaned = form.cleaned_data
        return commands.set_key_event(
            by=person(request),
            idempotency_key=cleaned["idempotency_key"],
            coverage=coverage,
            number=number,
            expected_seq=cleaned["expected_seq"],
            key_event=cleaned["key_event"],
        )

    refusal = run(form, command) if form.is_valid() else None
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    if not form.errors and refusal is None:
        now = "now" if form.cleaned_data["key_event"] else "no longer"
        messages.success(request, f"Post {number} is {now} a key event.")
    return redirect("desk:post", slug=slug, number=number)


def _change_command(
    request: HttpRequest,
    coverage: Coverage,
    number: int,
    form: ChangeForm,
    composer: Composer,
) -> Callable[[], object]:
    """The command for the kind of change that was chosen in a valid form."""
    cleaned = form.cleaned_data
    arguments: dict[str, Any] = {
        "by": person(request),
        "idempotency_key": cleaned["idempotency_key"],
        "coverage": coverage,
        "number": number,
        "expected_seq": cleaned["expected_seq"],
        "copy": composer.read(cleaned["headline"]),
    }
    noted = {
        "update": commands.update,
        "clarify": commands.clarify,
        "correct": commands.correct,
    }
    if cleaned["kind"] == "revise":
        return lambda: commands.revise(**arguments)
    return lambda: noted[cleaned["kind"]](**arguments, note=one_line(cleaned["note"]))


def _retract_or_withdraw(
    request: HttpRequest,
    slug: str,
    number: int,
    prefix: str,
    command: Callable[..., object],
    done: str,
) -> HttpResponse:
    coverage = find_coverage(slug)
    post = find_post(coverage, number)
    form = ReasonForm(request.POST, prefix=prefix)

    def run_command() -> object:
        cleaned = form.cleaned_data
        return command(
            by=person(request),
            idempotency_key=cleaned["idempotency_key"],
            coverage=coverage,
            number=number,
            expected_seq=cleaned["expected_seq"],
            reason=cleaned["reason"],
        )

    refusal = run(form, run_command) if form.is_valid() else None
    if not form.errors:
        messages.success(request, done)
        return redirect("desk:coverage", slug=slug)
    seen = last_seq(coverage, objects.post(number))
    status = refusal.status if refusal else 422
    if status == 409:
        form = after_conflict(form, seen)
    return _render_post(
        request, coverage, post, _new_change_form(post, seen), None, status, **{prefix: form}
    )


def _new_change_form(post: PostState, seen: int) -> ChangeForm:
    return ChangeForm(initial=CommandForm.fresh(seen) | {"headline": post.copy.headline})


def _render_board(
    request: HttpRequest,
    coverage: Coverage,
    form: NewPostForm,
    composer: Composer,
    status: int = 200,
) -> HttpResponse:
    context = {
        "coverage": read.coverage_state(coverage),
        "form": form,
        "composer": composer,
        "listed": read.newest_posts(coverage, MAX_ROWS, query_string.sort_key(request, "before")),
        "part_forms": PART_FORMS.values(),
    }
    return render(request, "desk/board.html", context, status=status)


def _render_post(
    request: HttpRequest,
    coverage: Coverage,
    post: PostState,
    form: ChangeForm,
    composer: Composer | None,
    status: int = 200,
    **refused: ReasonForm,
) -> HttpResponse:
    """The page of a post. Without a composer the form has the current text of the post.

    `refused` holds the form to retract or withdraw it, with its errors.
    """
    seen = last_seq(coverage, objects.post(post.number))
    shown = versions.of(history(coverage, objects.post(post.number)))
    key_event = CommandForm.fresh(seen) | {"key_event": not post.key_event}
    context = {
        "coverage": read.coverage_state(coverage),
        "post": post,
        "form": form,
        "composer": composer or Composer.showing(post.copy),
        "mark": KeyEventForm(prefix="mark", initial=key_event),
        "may_mark": may(person(request), "set key event"),
        "versions": shown,
        "theirs": shown[0] if status == 409 and shown else None,
        "may_withdraw": may(person(request), "withdraw"),
        "part_forms": PART_FORMS.values(),
        "withdraw": ReasonForm(prefix="withdraw", initial=CommandForm.fresh(seen)),
        "retract": ReasonForm(prefix="retract", initial=CommandForm.fresh(seen)),
    }
    return render(request, "desk/post.html", context | refused, status=status)
