"""The order of posts: a post's sort key and its page, which never change. Pure.

Pages count from the oldest, so page 3 shows the same posts tomorrow. A post that is dated into the
past joins the page of its older neighbour.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

PAGE_SIZE: Final = 20


def sort_key_of(dated: datetime, number: int) -> str:
    """A string that sorts posts by the time they show, then by their number."""
    return f"{dated.astimezone(UTC):%Y%m%dT%H%M%S}-{number:06d}"


def page_of(older_page: int, is_newest: bool, on_that_page: int) -> int:
    """The page of a new post, from its older neighbour's page (0: none) and how full that is."""
    if older_page == 0:
        return 1
    if is_newest and on_that_page >= PAGE_SIZE:
        return older_page + 1
    return older_page
