"""Finds the posts of a coverage among which somebody at the desk chooses while typing."""

from __future__ import annotations

import re
from typing import Final

from dateline.coverage import finding, read
from dateline.coverage.models import PostRow
from dateline.coverage.search_text import folded
from dateline.coverage.state import PostState
from dateline.journal.models import Coverage
from dateline.page.structured import title_of

_NUMBER: Final = re.compile(r"#?([0-9]{1,9})")
# The posts that are looked through for the beginnings of words. Search finds whole words in all.
_LOOKED_THROUGH: Final = 300


def find(coverage: Coverage, typed: str, limit: int, before: int = 0) -> list[PostState]:
    """Returns at most `limit` posts for what was typed, the best first, without withdrawn ones.

    First the post with this number, then the newest posts with all the words or their beginnings
    in their titles, then what search finds. With `before` all are earlier than that post. If
    nothing was typed they are the newest.
    """
    found: dict[int, PostState] = {}
    if number := _NUMBER.fullmatch(typed.strip()):
        found = {each.number: each for each in read.posts(coverage, [int(number[1])])}
    beginnings = folded(typed).split()
    for post in _newest(coverage, before):
        title = f" {folded(title_of(post))}"
        if all(f" {beginning}" in title for beginning in beginnings):
            found.setdefault(post.number, post)
    if len(found) < limit and beginnings:
        numbers = finding.find(coverage, finding.Query(words=typed), limit).numbers
        for post in read.posts(coverage, [each for each in numbers if each not in found]):
            found[post.number] = post
    return [
        each
        for each in found.values()
        if each.status != "withdrawn" and (not before or each.number < before)
    ][:limit]


def _newest(coverage: Coverage, before: int) -> list[PostState]:
    rows = PostRow.objects.filter(coverage=coverage).order_by("-number")
    if before:
        rows = rows.filter(number__lt=before)
    return [read.state_of(row) for row in rows[:_LOOKED_THROUGH]]
