"""The page that gives a key event a title of its own."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse

from dateline.desk.access import signed_in
from dateline.desk.commands.posts import title_key_event
from dateline.desk.forms import KeyTitleForm

from . import post_setting
from .shared import get_or_post

_TITLE: Final = post_setting.PostSetting(
    form=KeyTitleForm,
    template="desk/key_title.html",
    action="set key event",
    command=title_key_event,
    start=lambda post: {"title": post.key_title},
    arguments=lambda form: {"title": form.cleaned_data["title"]},
    settable=lambda post: post.key_event,
    more=lambda _, __: {},
    done="The title of key event {number} is set. Readers see it.",
)


@get_or_post
@signed_in
def edit_title(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """/desk/<slug>/post/<number>/key-title/: a form with the title of a key event."""
    return post_setting.edit(request, slug, number, _TITLE)
