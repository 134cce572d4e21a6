"""A page with a form that sets one thing of a post, such as its tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dateline.accounts.policy import Action, may
from dateline.coverage import objects
from dateline.coverage.state import PostState
from dateline.desk.access import person
from dateline.desk.forms import CommandForm
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq

from .shared import after_conflict, find_coverage, find_post, not_allowed, run, show, unvalidated


@dataclass(frozen=True)
class PostSetting:
    """What is set: its form, the command that sets it, and the template of its page.

    `start` returns what the form has at first, and `arguments` those of the command that a valid
    form gives. `settable` is whether it can be set for a post at all, and `more` is what else the
    template shows. `done` is said afterwards, with the post's number as {number}.
    """

    form: type[CommandForm]
    template: str
    action: Action
    command: Callable[..., object]
    start: Callable[[PostState], Mapping[str, object]]
    arguments: Callable[[Any], Mapping[str, object]]
    settable: Callable[[PostState], bool]
    more: Callable[[Coverage, PostState], Mapping[str, object]]
    done: str


def edit(request: HttpRequest, slug: str, number: int, setting: PostSetting) -> HttpResponse:
    """Shows the form, or runs the command that was sent with it."""
    coverage = find_coverage(slug)
    post = find_post(coverage, number)
    seen = last_seq(coverage, objects.post(number))
    if request.method != "POST":
        start = CommandForm.fresh(seen) | dict(setting.start(post))
        return _page(request, coverage, number, setting, setting.form(initial=start))
    form = setting.form(request.POST)
    if request.POST.get("do", "set") != "set":
        return _page(request, coverage, number, setting, unvalidated(form))
    if not form.is_valid():
        return _page(request, coverage, number, setting, form, 422)

    def command() -> object:
        return setting.command(
            by=person(request),
            idempotency_key=form.cleaned_data["idempotency_key"],
            coverage=coverage,
            number=number,
            expected_seq=form.cleaned_data["expected_seq"],
            **setting.arguments(form),
        )

    if refusal := run(form, command):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        shown = form
        if refusal.status == 409:
            shown = after_conflict(form, last_seq(coverage, objects.post(number)))
        return _page(request, coverage, number, setting, shown, refusal.status)
    messages.success(request, setting.done.format(number=number))
    return redirect("desk:post", slug=slug, number=number)


def _page(
    request: HttpRequest,
    coverage: Coverage,
    number: int,
    setting: PostSetting,
    form: CommandForm,
    status: int = 200,
) -> HttpResponse:
    post = find_post(coverage, number)
    context = {
        "coverage": coverage_state(coverage),
        "post": post,
        "form": form,
        "may": may(person(request), setting.action) and setting.settable(post),
        "overtaken": status == 409,
    }
    context |= setting.more(coverage, post)
    return show(request, setting.template, context, [form], status=status)
