"""The form for a new post, the forms that change a post, and the acts in its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dateline.accounts.policy import Action, may
from dateline.content.tree import Copy
from dateline.coverage import objects, read
from dateline.coverage.state import PostState
from dateline.desk import outdated, versions
from dateline.desk.access import keep_text, person, signed_in
from dateline.desk.beside import beside
from dateline.desk.commands import pins
from dateline.desk.commands import posts as commands
from dateline.desk.commands.two_people import NeedsTwoPeople
from dateline.desk.errors import CommandRefused, MeaningChanged, NotAllowed, Overtaken
from dateline.desk.forms import (
    PART_FORMS,
    ChangeForm,
    CommandForm,
    KeyEventForm,
    NewPostForm,
    PinRowForm,
    ReasonForm,
)
from dateline.desk.forms.composer import Composer
from dateline.desk.forms.problems import problems_of
from dateline.desk.last_bylines import last_bylines
from dateline.journal.models import Coverage
from dateline.journal.read import history, last_seq
from dateline.page.render import zone

from . import composing
from .library import picture_asked_for
from .relations import relations_asked_for
from .screen import render_screen
from .shared import (
    after_conflict,
    find_coverage,
    find_post,
    get_or_post,
    not_allowed,
    one_line,
    post_only,
    read_time,
    run,
    show,
    unvalidated,
)

# The kinds of change that have a note.
_NOTED: Final[dict[Action, Callable[..., object]]] = {
    "update": commands.update,
    "clarify": commands.clarify,
    "correct": commands.correct,
}


@get_or_post
@signed_in
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """/desk/<slug>/?before=<sort key>: the one screen, with a form for a new post and the posts."""
    coverage = find_coverage(slug)
    if request.method != "POST":
        return _open_screen(request, coverage)
    form = NewPostForm(request.POST)
    composer = Composer.posted(request.POST, request.FILES)
    action = request.POST.get("do", "publish")
    # Enter and the buttons that add, move or remove a part submit the form too, but must not
    # publish it.
    if action not in composing.ACTIONS:
        return render_screen(request, coverage, unvalidated(form), composer.rearranged(action))
    if action != "save":
        composer = composer.without_blank_texts()
        # A list, so that both are validated and all errors are shown at once.
        valid = all([form.is_valid(), composer.is_valid()])
        dated = read_time(form, coverage) if valid else None
        if not valid or form.errors:
            return render_screen(request, coverage, form, composer, 422)
    composition = composing.Composition(request, coverage, form, composer)
    if composing.is_kept(composition, action):
        refusal = composing.carry_out(composition, action)
    else:
        refusal = _publish_at_once(composition, composer, dated, action)
    if refusal:
        if isinstance(refusal, NotAllowed) and not isinstance(refusal, NeedsTwoPeople):
            return not_allowed(request, refusal)
        form = composing.again(form, refusal, person(request))
        return render_screen(request, coverage, form, composer, refusal.status)
    return composing.after(composition, action)


def _open_screen(request: HttpRequest, coverage: Coverage) -> HttpResponse:
    """The screen with an empty form, or with the draft that the address names."""
    by = person(request)
    uid = request.GET.get("draft", "")
    if post := composing.post_of(coverage, by, uid):
        address = reverse("desk:post", args=[coverage.slug, post])
        return redirect(f"{address}?draft={uid}")
    found = composing.opened(coverage, by, uid)
    if found is None:
        start = Copy("", last_bylines(by, coverage), picture_asked_for(request, coverage))
        form = NewPostForm(initial=CommandForm.fresh() | relations_asked_for(request))
        return render_screen(request, coverage, form, Composer.showing(start))
    _, form, composer = found
    return render_screen(request, coverage, form, composer)


def _publish_at_once(
    composition: composing.Composition, composer: Composer, dated: datetime | None, action: str
) -> CommandRefused | None:
    """Publishes a valid form that is not kept as a draft. Returns a refusal."""
    form = composition.form
    assert isinstance(form, NewPostForm)
    cleaned = form.cleaned_data

    def command() -> object:
        return commands.publish(
            by=composition.by,
            idempotency_key=cleaned["idempotency_key"],
            coverage=composition.coverage,
            copy=composer.read(cleaned["headline"]),
            dated=dated,
            relations=form.relations(),
            tags=form.read_tags(),
            proposed=cleaned["proposed"],
            unless_doubtful=action == "publish",
        )

    refusal = run(form, command, composer)
    if refusal is None:
        messages.success(composition.request, "Published.")
    return refusal


@get_or_post
@signed_in
def change(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """/desk/<slug>/post/<number>/: forms to change and withdraw a post, and its versions."""
    coverage = find_coverage(slug)
    post = find_post(coverage, number)
    seen = last_seq(coverage, objects.post(number))
    if request.method != "POST":
        return _open_post(request, coverage, post, seen)
    form = ChangeForm(request.POST)
    composer = Composer.posted(request.POST, request.FILES)
    action = request.POST.get("do", "change")
    if action != "change" and action not in composing.ACTIONS:
        form, composer = unvalidated(form), composer.rearranged(action)
        form.initial.update(_chosen_kind(action))
        return _render_post(request, coverage, post, form, composer)
    if action != "save":
        composer = composer.without_blank_texts()
        if not all([form.is_valid(), composer.is_valid()]):
            return _render_post(request, coverage, post, form, composer, 422)
    composition = composing.Composition(request, coverage, form, composer, number)
    if composing.is_kept(composition, action):
        return _keep_change(composition, post, action, seen)
    before = read.coverage_state(coverage)
    if refusal := run(form, _change_command(request, coverage, number, form, composer), composer):
        if isinstance(refusal, NotAllowed) and not isinstance(refusal, NeedsTwoPeople):
            return not_allowed(request, refusal)
        if refusal.status == 409:
            form = after_conflict(form, seen)
        form.meaning_changed = isinstance(refusal, MeaningChanged)
        return _render_post(request, coverage, post, form, composer, refusal.status)
    advice = outdated.advice(before, number) if form.cleaned_data["kind"] == "correct" else ""
    done = f"Post {number} is changed. Readers see the kind of change. {advice}"
    messages.success(request, done.rstrip())
    return to_row(slug, number)


def _keep_change(
    composition: composing.Composition, post: PostState, action: str, seen: int
) -> HttpResponse:
    """Does what a button says with a change of a post that is kept as a draft."""
    refusal = composing.carry_out(composition, action)
    if refusal is None:
        return composing.after(composition, action)
    request, coverage = composition.request, composition.coverage
    form = composing.again(composition.form, refusal, composition.by)
    if isinstance(refusal, Overtaken) and form.newer is None:
        form = after_conflict(form, seen)
    return _render_post(request, coverage, post, form, composition.composer, refusal.status)


def _open_post(
    request: HttpRequest, coverage: Coverage, post: PostState, seen: int
) -> HttpResponse:
    """The page of a post, with its text or with the draft that the address names."""
    found = composing.opened(coverage, person(request), request.GET.get("draft", ""), post.number)
    if found is None:
        form = _new_change_form(post, seen)
        form.initial.update(_chosen_kind(f"kind:{request.GET.get('kind', '')}"))
        return _render_post(request, coverage, post, form, None)
    draft, form, composer = found
    # The draft may be about an older version. Then the page also shows the newest one.
    form.initial["expected_seq"] = seen
    overtaken = draft.expected_seq != seen
    return _render_post(request, coverage, post, form, composer, overtaken=overtaken)


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

    now = "now" if request.POST.get("mark-key_event") == "True" else "no longer"
    return act_in_row(request, slug, number, form, command, f"Post {number} is {now} a key event.")


@post_only
@signed_in
def set_pin(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """POST /desk/<slug>/post/<number>/pin/: pins a post above the others, or removes its pin."""
    coverage = find_coverage(slug)
    form = PinRowForm(request.POST, prefix="pin")

    def command() -> object:
        cleaned = form.cleaned_data
        return (pins.pin_on_top if cleaned["pinned"] else pins.unpin)(
            by=person(request),
            idempotency_key=cleaned["idempotency_key"],
            coverage=coverage,
            expected_seq=cleaned["expected_seq"],
            post=number,
        )

    now = "pinned" if request.POST.get("pin-pinned") == "True" else "no longer pinned"
    return act_in_row(request, slug, number, form, command, f"Post {number} is {now}.")


def act_in_row(
    request: HttpRequest,
    slug: str,
    number: int,
    form: CommandForm,
    command: Callable[[], object],
    done: str,
) -> HttpResponse:
    """Runs an act of one button, and leads back to the post's row, where its outcome is said."""
    if form.is_valid() and run(form, command) is None:
        messages.success(request, done)
    for problem in problems_of([form]):
        messages.error(request, problem.message)
    return to_row(slug, number)


def to_row(slug: str, number: int) -> HttpResponse:
    """A redirect to the row of a post."""
    return redirect(f"{reverse('desk:coverage', args=[slug])}#row-{number}")


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
    if cleaned["kind"] == "revise":
        return lambda: commands.revise(**arguments)
    return lambda: _NOTED[cleaned["kind"]](**arguments, note=one_line(cleaned["note"]))


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
    action = request.POST.get("do", prefix)
    if action not in (prefix, "submit"):
        change = _new_change_form(post, last_seq(coverage, objects.post(number)))
        return _render_post(
            request, coverage, post, change, None, refused={prefix: unvalidated(form)}
        )

    def end_post() -> object:
        cleaned = form.cleaned_data
        if action == "submit":
            return composing.submit_ending(person(request), coverage, number, prefix, form)
        return command(
            by=person(request),
            idempotency_key=cleaned["idempotency_key"],
            coverage=coverage,
            number=number,
            expected_seq=cleaned["expected_seq"],
            reason=cleaned["reason"],
        )

    before = read.coverage_state(coverage)
    refusal = run(form, end_post) if form.is_valid() else None
    if not form.errors and action == "submit":
        messages.success(request, "Submitted. Somebody else decides on it.")
        return redirect("desk:coverage", slug=slug)
    if not form.errors:
        advice = outdated.advice(before, number, withdrawn=command is commands.withdraw)
        messages.success(request, f"{done} {advice}".rstrip())
        return to_row(slug, number)
    if isinstance(refusal, NotAllowed) and not isinstance(refusal, NeedsTwoPeople):
        return not_allowed(request, refusal)
    seen = last_seq(coverage, objects.post(number))
    status = refusal.status if refusal else 422
    if status == 409:
        form = after_conflict(form, seen)
    return _render_post(
        request, coverage, post, _new_change_form(post, seen), None, status, refused={prefix: form}
    )


def _chosen_kind(action: str) -> dict[str, str]:
    """The kind of change in an action such as `kind:correct`, which only shows the form again."""
    verb, _, kind = action.partition(":")
    return {"kind": kind} if verb == "kind" and kind in ("revise", *_NOTED) else {}


def _new_change_form(post: PostState, seen: int) -> ChangeForm:
    start: dict[str, object] = {"headline": post.copy.headline, "post": post.number}
    return ChangeForm(initial=CommandForm.fresh(seen) | start)


def _render_post(  # noqa: PLR0913  each of the last four is given by one caller
    request: HttpRequest,
    coverage: Coverage,
    post: PostState,
    form: ChangeForm,
    composer: Composer | None,
    status: int = 200,
    *,
    overtaken: bool = False,
    refused: Mapping[str, ReasonForm] | None = None,
) -> HttpResponse:
    """The page of a post. Without a composer the form has the current text of the post.

    `refused` holds the form to retract or withdraw it, with its errors.
    """
    # Read again, because it may have ended since the form was sent.
    post = find_post(coverage, post.number)
    refused = refused or {}
    if request.method == "POST" and not _has_form(post, refused):
        return _keep_text_of_ended(request, post)
    seen = last_seq(coverage, objects.post(post.number))
    state = read.coverage_state(coverage)
    shown = versions.of(history(coverage, objects.post(post.number)))
    key_event = CommandForm.fresh(seen) | {"key_event": not post.key_event}
    ending = {
        name: ReasonForm(prefix=name, initial=CommandForm.fresh(seen))
        for name in ("withdraw", "retract")
    } | dict(refused)
    context = ending | {
        "coverage": state,
        "zone": zone(state.zone),
        "post": post,
        "form": form,
        "other_kinds": _NOTED,
        "may_write": may(person(request), "write draft", person(request).name),
        "may_change": any(may(person(request), kind) for kind in ("revise", *_NOTED)),
        "mark": KeyEventForm(prefix="mark", initial=key_event),
        "versions": shown,
        "theirs": shown[0] if (overtaken or status == 409) and shown else None,
        "part_forms": PART_FORMS.values(),
    }
    context |= beside(coverage, person(request), f"post:{post.number}")
    composer = composer or Composer.showing(post.copy)
    return show(request, "desk/post.html", context, [form, *ending.values()], composer, status)


def _has_form(post: PostState, refused: Mapping[str, ReasonForm]) -> bool:
    """Whether the page of a post has the form that was refused."""
    return post.status == "published" or (post.status == "retracted" and "withdraw" in refused)


def _keep_text_of_ended(request: HttpRequest, post: PostState) -> HttpResponse:
    """What a writer sent about a post that has ended meanwhile, and nothing of its own text."""
    assert post.ended_by is not None
    return keep_text(
        request,
        409,
        f"Post {post.number} was {post.status} while you were writing",
        f"Readers see the reason: “{post.ended_by.note}” Nothing of yours was published. Below is"
        " the text that you sent.",
    )
