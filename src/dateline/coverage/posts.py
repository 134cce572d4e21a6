"""The posts of a coverage, in the form from which pages are rendered."""

from __future__ import annotations

from typing import Protocol

from dateline.journal.models import Coverage

from .models import PostRow
from .read import state_of
from .state import PostOnPage


class Posts(Protocol):
    """A source of posts: their table, or a fold in memory."""

    def post(self, number: int) -> PostOnPage:
        """Returns the post with this number, which must exist."""

    def key_events(self, limit: int) -> list[PostOnPage]:
        """Returns the newest key events, newest first."""


class StoredPosts:
    """The posts of a coverage in the table of `PostRow`."""

    def __init__(self, coverage: Coverage) -> None:
        self._rows = PostRow.objects.filter(coverage=coverage)

    def post(self, number: int) -> PostOnPage:
        return _on_page(self._rows.get(number=number))

    def key_events(self, limit: int) -> list[PostOnPage]:
        newest = self._rows.filter(key_event=True).order_by("-sort_key")[:limit]
        return [_on_page(row) for row in newest]


def _on_page(row: PostRow) -> PostOnPage:
    return PostOnPage(state_of(row), row.sort_key, row.page, row.seq)
