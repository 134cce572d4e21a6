"""The page that sets the relations of a post, and the list from which earlier posts are chosen."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from dateline.coverage import read
from dateline.coverage.kinds import RELATION_NAMES
from dateline.desk import choosing, rows
from dateline.desk.access import signed_in
from dateline.desk.commands.relations import in_order, set_relations
from dateline.desk.forms import RelationsForm, fields_of_relations
from dateline.desk.prepared import coverage_state
from dateline.journal.serialize import format_time
from dateline.page import query_string
from dateline.page.relations import to_earlier
from dateline.page.render import zone

from . import post_setting
from .shared import find_coverage, get_or_post

CHOICES: Final = 12


_RELATIONS: Final = post_setting.PostSetting(
    form=RelationsForm,
    template="desk/relations.html",
    action="set relations",
    command=set_relations,
    start=lambda post: fields_of_relations(post.relations),
    arguments=lambda form: {"relations": in_order(form.relations())},
    settable=lambda post: post.status == "published",
    more=lambda coverage, post: {
        "earlier": to_earlier(post, read.posts(coverage, [each.post for each in post.relations]))
    },
    done="The relations of post {number} are set. Readers see them.",
)


@get_or_post
@signed_in
def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """/desk/<slug>/post/<number>/relations/: a form with the relations of a post."""
    return post_setting.edit(request, slug, number, _RELATIONS)


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
