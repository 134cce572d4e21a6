"""The versions of a post as an editor compares them: plain text, newest first. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.content.tree import Copy, text_of
from dateline.coverage.kinds import PostChanged, PostPublished, copy_of
from dateline.journal.entry import Entry


@dataclass(frozen=True)
class Version:
    """One version of a post: when it was taken, by what kind of entry, and its text."""

    seq: int
    at: datetime
    kind: str
    text: str


def of(entries: list[Entry]) -> list[Version]:
    """The versions among a post's entries, newest first."""
    return [
        Version(entry.seq, entry.at, payload.kind.removeprefix("post."), _text(copy_of(payload)))
        for entry in reversed(entries)
        if isinstance(payload := entry.payload, PostPublished | PostChanged)
    ]


def _text(copy: Copy) -> str:
    return "\n\n".join(filter(None, [copy.headline, *(text_of(part) for part in copy.parts)]))
