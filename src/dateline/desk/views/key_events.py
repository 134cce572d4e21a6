"""The page that gives a key event a title of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dateline.accounts.policy import may
from dateline.coverage import objects
from dateline.desk.access import person, signed_in
from dateline.desk.commands.posts import title_key_event
from dateline.desk.forms import CommandForm, KeyTitleForm
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq

from .shared import (
    after_conflict,
    find_coverage,
    find_post,
    get_or_post,
    not_allowed,
    run,
    show,
    unvalidated,
)


@get_or_post
@signed_in
def edit_title(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """/desk/<slug>/post/<number>/key-title/: a form with the title of a key event."""
    coverage = find_coverage(slug)
    post = find_post(coverage, number)
    seen = last_seq(coverage, objects.post(number))
    if request.method != "POST":
        start = CommandForm.fresh(seen) | {"title": post.key_title}
        return _page(request, coverage, number, KeyTitleForm(initial=start))
    form = KeyTitleForm(request.POST)
    if request.POST.get("do", "set") != "set":
        return _page(request, coverage, number, unvalidated(form))
    if not form.is_valid():
        return _page(request, coverage, number, form, 422)

    def command() -> object:
        cleaned = form.cleaned_data
        return title_key_event(
            by=person(request),
            idempotency_key=cleaned["idempotency_key"],
            coverage=coverage,
            number=number,
            expected_seq=cleaned["expected_seq"],
            title=cleaned["title"],
        )

    if refusal := run(form, command):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        if refusal.status == 409:
            form = after_conflict(form, last_seq(coverage, objects.post(number)))
        return _page(request, coverage, number, form, refusal.status)
    messages.success(request, f"The title of key event {number} is set. Readers see it.")
    return redirect("desk:post", slug=slug, number=number)


def _page(
    request: HttpRequest, coverage: Coverage, number: int, form: KeyTitleForm, status: int = 200
) -> HttpResponse:
    post = find_post(coverage, number)
    context = {
        "coverage": coverage_state(coverage),
        "post": post,
        "form": form,
        "may": may(person(request), "set key event") and post.key_event,
        "overtaken": status == 409,
    }
    return show(request, "desk/key_title.html", context, [form], status=status)
