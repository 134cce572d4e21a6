"""The page that sets the tags of a post."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dateline.accounts.policy import may
from dateline.coverage import finding, objects
from dateline.desk.access import person, signed_in
from dateline.desk.commands.tags import set_tags
from dateline.desk.forms import CommandForm, TagsForm
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
def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """/desk/<slug>/post/<number>/tags/: a form with the tags of a post."""
    coverage = find_coverage(slug)
    post = find_post(coverage, number)
    seen = last_seq(coverage, objects.post(number))
    if request.method != "POST":
        start = CommandForm.fresh(seen) | {"tags": ", ".join(post.tags)}
        return _page(request, coverage, number, TagsForm(initial=start))
    form = TagsForm(request.POST)
    if request.POST.get("do", "set") != "set":
        return _page(request, coverage, number, unvalidated(form))
    if not form.is_valid():
        return _page(request, coverage, number, form, 422)

    def command() -> object:
        cleaned = form.cleaned_data
        return set_tags(
            by=person(request),
            idempotency_key=cleaned["idempotency_key"],
            coverage=coverage,
            number=number,
            expected_seq=cleaned["expected_seq"],
            tags=form.read_tags(),
        )

    if refusal := run(form, command):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        if refusal.status == 409:
            form = after_conflict(form, last_seq(coverage, objects.post(number)))
        return _page(request, coverage, number, form, refusal.status)
    messages.success(request, f"The tags of post {number} are set. Readers see them.")
    return redirect("desk:post", slug=slug, number=number)


def _page(
    request: HttpRequest, coverage: Coverage, number: int, form: TagsForm, status: int = 200
) -> HttpResponse:
    post = find_post(coverage, number)
    context = {
        "coverage": coverage_state(coverage),
        "post": post,
        "form": form,
        "used": finding.tags(coverage),
        "may": may(person(request), "set tags") and post.status == "published",
        "overtaken": status == 409,
    }
    return show(request, "desk/tags.html", context, [form], status=status)
