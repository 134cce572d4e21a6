"""The page that sets the tags of a post."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse

from dateline.coverage import finding
from dateline.desk.access import signed_in
from dateline.desk.commands.tags import set_tags
from dateline.desk.forms import TagsForm

from . import post_setting
from .shared import get_or_post

_TAGS: Final = post_setting.PostSetting(
    form=TagsForm,
    template="desk/tags.html",
    action="set tags",
    command=set_tags,
    start=lambda post: {"tags": ", ".join(post.tags)},
    arguments=lambda form: {"tags": form.read_tags()},
    settable=lambda post: post.status == "published",
    more=lambda coverage, _: {"used": finding.tags(coverage)},
    done="The tags of post {number} are set. Readers see them.",
)


@get_or_post
@signed_in
def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """/desk/<slug>/post/<number>/tags/: a form with the tags of a post."""
    return post_setting.edit(request, slug, number, _TAGS)
