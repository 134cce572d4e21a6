"""The text of a draft as readers would see it, by the block of the public page."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.safestring import SafeString, mark_safe

from dateline.content.tree import Copy
from dateline.coverage.kinds import Relation
from dateline.coverage.read import next_number, posts
from dateline.coverage.state import CoverageState, PostState
from dateline.journal.models import Coverage
from dateline.page import render


def of(
    coverage: Coverage,
    state: CoverageState,
    copy: Copy,
    relations: tuple[Relation, ...] = (),
    tags: tuple[str, ...] = (),
) -> SafeString:
    """Returns the HTML of a post with this copy. Nothing of it is stored."""
    now = datetime.now(UTC)
    post = PostState(
        number=next_number(coverage),
        first_seq=0,
        published_at=now,
        dated=now,
        copy=copy,
        status="published",
        key_event=False,
        key_title="",
        relations=relations,
        tags=tags,
        changes=(),
        marks=(),
    )
    others = posts(coverage, {each.post for each in relations})
    return mark_safe(render.post(state, post, "", 0, others, ()))
