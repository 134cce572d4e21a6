"""What a writer is asked before a post is published. Called under the write lock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from dateline.content.tree import Copy
from dateline.coverage.read import coverage_state, last_published
from dateline.desk.errors import Doubtful
from dateline.journal.models import Coverage

# Within this time the same text is more likely a form that was sent again than news.
_SAME_TEXT: Final = timedelta(minutes=1)
# The number of posts that are compared. A live coverage seldom has more in a minute.
_COMPARED: Final = 10


def require_undoubted(coverage: Coverage, copy: Copy, at: datetime) -> None:
    """Raises Doubtful for a text that was just published, or that nobody signs."""
    doubts = []
    if same := _same_text(coverage, copy, at):
        doubts.append(f"The same text was published a moment ago, as post {same}.")
    if not copy.bylines and not coverage_state(coverage).bylines:
        doubts.append("This post has no byline, and the coverage has none either.")
    if doubts:
        raise Doubtful(" ".join([*doubts, "Change it, or publish it as it is."]))


def _same_text(coverage: Coverage, copy: Copy, at: datetime) -> int:
    """The number of a post with the same words that was published a moment ago, or 0."""
    for post in last_published(coverage, _COMPARED):
        words = (post.copy.headline, post.copy.parts)
        if words == (copy.headline, copy.parts) and at - post.published_at <= _SAME_TEXT:
            return post.number
    return 0
