"""The page that sets the relations of a post, and the list from which earlier posts are chosen."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dateline.accounts.policy import may
from dateline.coverage import objects, read
from dateline.coverage.kinds import RELATION_NAMES
from dateline.desk import choosing, rows
from dateline.desk.access import person, signed_in
from dateline.desk.commands.relations import in_order, set_relations
from dateline.desk.forms import CommandForm, RelationsForm, fields_of_relations
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from dateline.journal.serialize import format_time
from dateline.page import query_string
from dateline.page.relations import to_earlier
from dateline.page.render import zone

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

CHOICES: Final = 12


@get_or_post
@signed_in
def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """/desk/<slug>/post/<number>/relations/: a form with the relations of a post."""
    coverage = find_coverage(slug)
    post = find_post(coverage, number)
    seen = last_seq(coverage, objects.post(number))
    if request.method != "POST":
        start = CommandForm.fresh(seen) | fields_of_relations(post.relations)
        return _page(request, coverage, number, RelationsForm(initial=start))
    form = RelationsForm(request.POST)
    if request.POST.get("do", "set") != "set":
        return _page(request, coverage, number, unvalidated(form))
    if not form.is_valid():
        return _page(request, coverage, number, form, 422)

    def command() -> object:
        cleaned = form.cleaned_data
        return set_relations(
            by=person(request),
            idempotency_key=cleaned["idempotency_key"],
            coverage=coverage,
            number=number,
            expected_seq=cleaned["expected_seq"],
            relations=in_order(form.relations()),
        )

    if refusal := run(form, command):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        if refusal.status == 409:
            form = after_conflict(form, last_seq(coverage, objects.post(number)))
        return _page(request, coverage, number, form, refusal.status)
    messages.success(request, f"The relations of post {number} are set. Readers see them.")
    return redirect("desk:coverage", slug=slug)


@require_safe
@signed_in
def choices(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /desk/<slug>/posts/?q=&before=<number>: posts that match words or a number, as JSON.

    With `before` they are earlier than that post. Without words they are the newest.
    """
    coverage = find_coverage(slug)
    before = query_string.number(request, "before")
    found = choosing.find(coverage, query_string.text(request, "q"), CHOICES, before)
    local = zone(coverage_state(coverage).zone)
    return JsonResponse(
        {
            "posts": [
                {
                    "number": post.number,
                    "words": rows.words_of(post),
                    "at": format_time(post.dated),
                    "time": f"{post.dated.astimezone(local):%H:%M}",
                    "status": post.status,
                }
                for post in found
            ]
        }
    )


def relations_asked_for(request: HttpRequest) -> dict[str, object]:
    """Returns what links such as `?follows=12` enter in the form of a new post."""
    numbers = {name: query_string.number(request, name) for name in RELATION_NAMES}
    return {name: f"#{number}" for name, number in numbers.items() if number}


def _page(
    request: HttpRequest, coverage: Coverage, number: int, form: RelationsForm, status: int = 200
) -> HttpResponse:
    post = find_post(coverage, number)
    context = {
        "coverage": coverage_state(coverage),
        "post": post,
        "form": form,
        "may": may(person(request), "set relations") and post.status == "published",
        "earlier": to_earlier(post, read.posts(coverage, [each.post for each in post.relations])),
        "overtaken": status == 409,
    }
    return show(request, "desk/relations.html", context, [form], status=status)
