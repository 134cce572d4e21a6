"""The post that a command is about, as its writer saw it. Called under the write lock."""

from __future__ import annotations

from dateline.coverage import objects
from dateline.coverage.models import PostRow
from dateline.coverage.read import post_state
from dateline.coverage.state import PostState
from dateline.desk.errors import CommandRefused
from dateline.journal.models import Coverage

from .command import require_newest


def changeable_post(coverage: Coverage, number: int, expected_seq: int) -> PostState:
    """Returns a published post. Raises CommandRefused if it was retracted or withdrawn.

    Also raises what `seen_post` raises.
    """
    post = seen_post(coverage, number, expected_seq)
    if post.status != "published":
        raise CommandRefused(f"This post is {post.status}; it cannot be changed any more.")
    return post


def seen_post(coverage: Coverage, number: int, expected_seq: int) -> PostState:
    """Returns a post whose last entry is `expected_seq`. Raises Overtaken if it has a newer one.

    Raises CommandRefused if there is no such post.
    """
    try:
        post = post_state(coverage, number)
    except PostRow.DoesNotExist:
        raise CommandRefused(f"There is no post {number}.") from None
    require_newest(coverage, objects.post(number), expected_seq)
    return post
