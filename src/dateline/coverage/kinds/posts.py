"""Entries about posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.content.tree import Byline, Copy, Part
from dateline.journal.entry import Erased, Payload, entry_kind, intact, value_or


@entry_kind("post.published", about="post", structural=("dated",))
@dataclass(frozen=True, kw_only=True)
class PostPublished(Payload):
    """A post appears. `dated` is the time that it shows, which may lie in the past."""

    headline: str | Erased
    bylines: tuple[Byline, ...] | Erased
    dated: datetime | Erased
    parts: tuple[Part | Erased, ...]


@dataclass(frozen=True, kw_only=True)
class PostChanged(Payload):
    """What all kinds of change to a post have in common: the whole new copy, and a note."""

    headline: str | Erased
    bylines: tuple[Byline, ...] | Erased
    note: str | Erased
    parts: tuple[Part | Erased, ...]


@entry_kind("post.revised", about="post")
@dataclass(frozen=True, kw_only=True)
class PostRevised(PostChanged):
    """Spelling or layout of a post changed, its meaning did not. The note is ''."""


@entry_kind("post.updated", about="post")
@dataclass(frozen=True, kw_only=True)
class PostUpdated(PostChanged):
    """A post has new facts; the old text was right when written. The note says what is new."""


@entry_kind("post.clarified", about="post")
@dataclass(frozen=True, kw_only=True)
class PostClarified(PostChanged):
    """A post was right but could mislead. The note says what is made clear."""


@entry_kind("post.corrected", about="post")
@dataclass(frozen=True, kw_only=True)
class PostCorrected(PostChanged):
    """A post was wrong. The note says what was wrong and what is right."""


@entry_kind("post.retracted", about="post")
@dataclass(frozen=True, kw_only=True)
class PostRetracted(Payload):
    """A post's premise fails: it stays, struck through, behind the reason."""

    reason: str | Erased


@entry_kind("post.withdrawn", about="post")
@dataclass(frozen=True, kw_only=True)
class PostWithdrawn(Payload):
    """A post is gone; a tombstone with the reason stands in its place."""

    reason: str | Erased


@entry_kind("post.key_event_set", about="post", structural=("key_event",))
@dataclass(frozen=True, kw_only=True)
class PostKeyEventSet(Payload):
    """A post is a key event of its coverage, or is none any more."""

    key_event: bool | Erased


def copy_of(payload: PostPublished | PostChanged) -> Copy:
    """The copy that an entry carries, without what was erased from it."""
    return Copy(
        value_or(payload.headline, ""), value_or(payload.bylines, ()), intact(payload.parts)
    )
