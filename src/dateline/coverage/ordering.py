"""The order of posts: the sort key and the page of a post, which never change. Pure.

Pages are numbered from the oldest, so that a link to page 3 always shows the same posts. A post
with a time in the past is added to the page of the next older post.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

PAGE_SIZE: Final = 20


def sort_key_of(dated: datetime, number: int) -> str:
    """Returns a string that sorts posts by the time that they show, then by number."""
    return f"{dated.astimezone(UTC):%Y%m%dT%H%M%S}-{number:06d}"


def page_of(older_page: int, is_newest: bool, on_that_page: int) -> int:
    """Returns the page of a new post.

    `older_page` is the page of the next older post, 0 if there is none, and `on_that_page` the
    number of posts on it. Only the newest post of a coverage may begin a new page.
    """
    if older_page == 0:
        return 1
    if is_newest and on_that_page >= PAGE_SIZE:
        return older_page + 1
    return older_page
