"""The search of the desk, over posts and over the drafts that a person may see."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dateline.coverage import finding, read
from dateline.desk import draft_rows, rows
from dateline.desk.access import person, signed_in
from dateline.desk.forms.find import FindForm
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage
from dateline.page.render import zone

from .shared import find_coverage, show

# The number of posts that one search shows.
LIMIT: Final = 30


@require_safe
@signed_in
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /desk/<slug>/find/?q=&person=&state=&kind=: a form, and the posts and drafts found."""
    coverage = find_coverage(slug)
    state = coverage_state(coverage)
    form = FindForm(request.GET)
    found = _posts(coverage, form) if form.is_valid() and form.asks_for_posts() else None
    cleaned = form.cleaned_data
    drafts = draft_rows.with_words(
        coverage,
        person(request),
        form.states_of_drafts() if form.is_valid() else (),
        cleaned.get("q", ""),
        cleaned.get("person", ""),
    )
    posts = read.posts_on_page(coverage, found.numbers) if found else []
    context = {
        "coverage": state,
        "zone": zone(state.zone),
        "form": form,
        "names": finding.names_and_places(coverage)[0],
        "rows": [rows.of(each, state) for each in posts],
        "drafts": drafts,
        "found": found,
        "asked": form.asks(),
    }
    return show(request, "desk/find.html", context, status=200 if form.is_valid() else 422)


def _posts(coverage: Coverage, form: FindForm) -> finding.Found:
    return finding.find(coverage, form.query(), LIMIT)
