"""The one screen of a coverage's desk, and its panels, each of which is also read by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dateline.accounts.people import own_keys
from dateline.accounts.policy import Person, actions_of
from dateline.desk import keys
from dateline.desk.access import person, signed_in
from dateline.desk.forms import PART_FORMS, NewPostForm
from dateline.desk.forms.composer import Composer
from dateline.desk.panels import PANELS, posts
from dateline.journal.models import Coverage
from dateline.newsroom.changes import cursor_of
from dateline.page import query_string

from .shared import find_coverage, show


@require_safe
@signed_in
def panel(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """GET /desk/<slug>/panel/<name>/: the HTML of one panel, which replaces it on the screen."""
    coverage = find_coverage(slug)
    if name not in PANELS:
        raise Http404
    by = person(request)
    context = _shared(by) | PANELS[name](coverage, by)
    return render(request, f"desk/panels/{name}.html", context)


def render_screen(
    request: HttpRequest,
    coverage: Coverage,
    form: NewPostForm,
    composer: Composer,
    status: int = 200,
) -> HttpResponse:
    """The screen, with what a writer has sent in the form for a new post."""
    by = person(request)
    # The position before the content, so that a change between the two is told to the page.
    context = {"desk_cursor": str(cursor_of(coverage))} | _shared(by)
    for name, context_of in PANELS.items():
        # The rows of the posts have what the panel of deliveries brings later.
        if name not in ("posts", "delivered"):
            context |= context_of(coverage, by)
    context |= posts.context(coverage, by, query_string.sort_key(request, "before"))
    context |= {
        "form": form,
        # A form that was sent keeps its text, although the coverage was closed in the meantime.
        "show_form": request.method == "POST" or not context["coverage"].closed,
        "part_forms": PART_FORMS.values(),
        "acts": keys.chosen(own_keys(by)),
    }
    return show(request, "desk/screen.html", context, [form], composer, status)


def _shared(by: Person) -> dict[str, Any]:
    """What the templates of all panels use, beside their own contexts."""
    return {"person": by, "actions": actions_of(by), "now": datetime.now(UTC)}
