"""Where a post with a time of its own stands among the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dateline.coverage.models import PostRow
from dateline.coverage.ordering import sort_key_of
from dateline.coverage.read import next_number, state_of
from dateline.coverage.state import PostState
from dateline.journal.models import Coverage

# Publishing takes a moment, and the forms have whole minutes.
_AT_ONCE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Place:
    """The time that a new post will show, and its neighbours: None if it has none."""

    dated: datetime
    newer: PostState | None
    older: PostState | None


def place_of(coverage: Coverage, dated: datetime) -> Place:
    """Returns where a new post that shows this time will stand."""
    key = sort_key_of(dated, next_number(coverage))
    rows = PostRow.objects.filter(coverage=coverage)
    newer = rows.filter(sort_key__gt=key).order_by("sort_key").first()
    older = rows.filter(sort_key__lt=key).order_by("-sort_key").first()
    return Place(dated, state_of(newer) if newer else None, state_of(older) if older else None)


def is_backdated(post: PostState) -> bool:
    """Whether a post shows an earlier time than that of its publication."""
    return post.published_at - post.dated > _AT_ONCE
