"""A coverage with all its posts, computed in memory from its entries. Pure.

The states, pages and order must be the same as those that `projection` stores.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections import Counter, defaultdict
from datetime import datetime

from dateline.journal.entry import Entry, ObjectRef

from .fold import fold_coverage, fold_post, is_about_post, modified_by
from .front_changes import change_of
from .kinds import Relation
from .ordering import page_of, sort_key_of
from .state import Change, CoverageState, PostOnPage, PostState


class FoldedCoverage:
    """The state of a coverage after the entries so far. It implements `posts.Posts`."""

    def __init__(self) -> None:
        self.state: CoverageState | None = None
        self.modified_at: datetime | None = None
        self.posts: dict[int, PostOnPage] = {}
        # The changes to the front matter, each with its object.
        self.front_changes: list[tuple[ObjectRef, Change]] = []
        # Sort keys, oldest first: of all posts, and of the key events.
        self._sort_keys: list[str] = []
        self._key_events: list[str] = []
        self._number_at: dict[str, int] = {}
        # The numbers of the posts that have a relation to a post, by its number.
        self._referring: defaultdict[int, set[int]] = defaultdict(set)
        self._posts_on_page: Counter[int] = Counter()

    def add(self, entry: Entry) -> None:
        """Applies the next entry. Raises ValueError for an impossible one, as `fold` does."""
        if change := change_of(entry, self.state):
            self.front_changes.append((entry.object, change))
        self.state = fold_coverage(self.state, entry)
        if (modified := modified_by(entry)) is not None:
            self.modified_at = max(self.modified_at or self.state.dated, modified)
        if is_about_post(entry):
            self._add_to_post(entry)

    def post(self, number: int) -> PostOnPage:
        """Returns the post with this number, which must exist."""
        return self.posts[number]

    def key_events(self, limit: int) -> list[PostOnPage]:
        """Returns the newest key events, newest first."""
        newest = self._key_events[-limit:]
        return [self.posts[self._number_at[sort_key]] for sort_key in reversed(newest)]

    def referring_to(self, number: int) -> list[PostOnPage]:
        """Returns the posts that have a relation to a post, by number."""
        return [self.posts[each] for each in sorted(self._referring[number])]

    def _add_to_post(self, entry: Entry) -> None:
        number = entry.object.number
        before = self.posts.get(number)
        state = fold_post(before.state if before else None, entry)
        if before is None:
            self.posts[number] = self._place(state, entry.seq)
        else:
            self.posts[number] = before._replace(state=state, seq=entry.seq)
        self._refer(number, before.state.relations if before else (), state.relations)
        self._list_key_event(self.posts[number], was_listed=bool(before and before.state.key_event))

    def _place(self, state: PostState, seq: int) -> PostOnPage:
        """Adds a new post to its page, which never changes afterwards."""
        sort_key = sort_key_of(state.dated, state.number)
        index = bisect(self._sort_keys, sort_key)
        older_page = 0
        if index:
            older_page = self.posts[self._number_at[self._sort_keys[index - 1]]].page
        page = page_of(
            older_page,
            is_newest=index == len(self._sort_keys),
            on_that_page=self._posts_on_page[older_page],
        )
        self._sort_keys.insert(index, sort_key)
        self._number_at[sort_key] = state.number
        self._posts_on_page[page] += 1
        return PostOnPage(state, sort_key, page, seq)

    def _refer(self, number: int, before: tuple[Relation, ...], now: tuple[Relation, ...]) -> None:
        for each in before:
            self._referring[each.post].discard(number)
        for each in now:
            self._referring[each.post].add(number)

    def _list_key_event(self, post: PostOnPage, was_listed: bool) -> None:
        if post.state.key_event and not was_listed:
            insort(self._key_events, post.sort_key)
        elif was_listed and not post.state.key_event:
            self._key_events.remove(post.sort_key)
