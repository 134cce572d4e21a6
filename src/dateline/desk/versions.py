"""The versions of a post as plain text, for the desk. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.content.tree import Copy, text_of
from dateline.coverage.kinds import PostChanged, PostPublished, copy_of
from dateline.journal.entry import Entry


@dataclass(frozen=True)
class Version:
    """A version of a post: the seq, time and kind of its entry, and its text."""

    seq: int
    at: datetime
    kind: str
    text: str


def of(entries: list[Entry]) -> list[Version]:
    """Returns the versions in a post's entries, newest first."""
    return [
        Version(entry.seq, entry.at, payload.kind.removeprefix("post."), _text(copy_of(payload)))
        for entry in reversed(entries)
        if isinstance(payload := entry.payload, PostPublished | PostChanged)
    ]


def _text(copy: Copy) -> str:
    return "\n\n".join(filter(None, [copy.headline, *(text_of(part) for part in copy.parts)]))
