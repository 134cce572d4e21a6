"""The posts of a coverage, in the form from which pages are rendered."""

from __future__ import annotations

from typing import Protocol

from dateline.journal.models import Coverage

from .models import PostRow, RelationRow
from .read import state_of
from .state import PostOnPage


class Posts(Protocol):
    """A source of posts: their table, or a fold in memory."""

    def post(self, number: int) -> PostOnPage:
        """Returns the post with this number, which must exist."""

    def key_events(self, limit: int) -> list[PostOnPage]:
        """Returns the newest key events, newest first."""

    def referring_to(self, number: int) -> list[PostOnPage]:
        """Returns the posts that have a relation to a post, by number."""


class StoredPosts:
    """The posts of a coverage in the table of `PostRow`.

    `known` is a post that was just stored. It is not read again, which took a fifth of a publish.
    """

    def __init__(self, coverage: Coverage, known: PostOnPage | None = None) -> None:
        self._coverage = coverage
        self._known = known

    def post(self, number: int) -> PostOnPage:
        if self._known is not None and self._known.state.number == number:
            return self._known
        return _on_page(PostRow.objects.get(coverage=self._coverage, number=number))

    def key_events(self, limit: int) -> list[PostOnPage]:
        rows = PostRow.objects.filter(coverage=self._coverage, key_event=True)
        return [_on_page(row) for row in rows.order_by("-sort_key")[:limit]]

    def referring_to(self, number: int) -> list[PostOnPage]:
        known = self._known
        # Nothing can refer to a post that was just published. So a publish has no query for it.
        if known and known.state.number == number and known.seq == known.state.first_seq:
            return []
        related = RelationRow.objects.filter(coverage=self._coverage, other=number)
        rows = PostRow.objects.filter(coverage=self._coverage, number__in=related.values("post"))
        return [_on_page(row) for row in rows.order_by("number")]


def _on_page(row: PostRow) -> PostOnPage:
    return PostOnPage(state_of(row), row.sort_key, row.page, row.seq)
