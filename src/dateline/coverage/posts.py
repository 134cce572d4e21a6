"""The posts of a coverage as pages are made from them."""

from __future__ import annotations

from typing import Protocol

from dateline.journal.models import Coverage

from .models import PostRow
from .read import state_of
from .state import PostOnPage


class Posts(Protocol):
    """Where posts are found: in their table, or folded in memory."""

    def post(self, number: int) -> PostOnPage:
        """The post of that number, which must exist."""

    def key_events(self, limit: int) -> list[PostOnPage]:
        """The newest key events, newest first."""


class StoredPosts:
    """The posts of a coverage as `PostRow` holds them."""

    def __init__(self, coverage: Coverage) -> None:
        self._rows = PostRow.objects.filter(coverage=coverage)

    def post(self, number: int) -> PostOnPage:
        return _on_page(self._rows.get(number=number))

    def key_events(self, limit: int) -> list[PostOnPage]:
        newest = self._rows.filter(key_event=True).order_by("-sort_key")[:limit]
        return [_on_page(row) for row in newest]


def _on_page(row: PostRow) -> PostOnPage:
    return PostOnPage(state_of(row), row.sort_key, row.page, row.seq)
