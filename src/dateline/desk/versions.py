"""The versions of a post as an editor compares them: plain words, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.journal.content import Copy, spoken
from dateline.journal.kinds import Entry, PostChanged, PostPublished, copy_of
from dateline.journal.models import Coverage
from dateline.page.models import Block


@dataclass(frozen=True)
class Version:
    """One version of a post: when it was taken, what kind of entry, its words."""

    seq: int
    at: datetime
    kind: str
    words: str


def of(entries: list[Entry]) -> list[Version]:
    """The versions among a post's entries, newest first."""
    return [
        Version(entry.seq, entry.at, entry.said.kind.removeprefix("post."), words(copy))
        for entry in reversed(entries)
        if (copy := _copy(entry)) is not None
    ]


def of_block(coverage: Coverage, section: str) -> str:
    """What now stands in a section above the posts, as the reader sees it."""
    block_name = {"title": "headline", "state": "headline"}.get(section, section)
    block = Block.objects.filter(coverage=coverage, name=block_name).first()
    return block.html if block else ""


def words(copy: Copy) -> str:
    return "\n\n".join(filter(None, [copy.headline, *(spoken(part) for part in copy.parts)]))


def _copy(entry: Entry) -> Copy | None:
    if isinstance(entry.said, PostPublished | PostChanged):
        return copy_of(entry.said)
    return None
