"""Entries about posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.content.tree import Byline, Copy, Part
from dateline.journal.entry import Erased, Payload, entry_kind, intact, value_or


@entry_kind("post.published", about_type="post", structural=("dated",))
@dataclass(frozen=True, kw_only=True)
class PostPublished(Payload):
    """A post was published. `dated` is the time that it shows, which may be in the past."""

    headline: str | Erased
    bylines: tuple[Byline, ...] | Erased
    dated: datetime | Erased
    parts: tuple[Part | Erased, ...]


@dataclass(frozen=True, kw_only=True)
class PostChanged(Payload):
    """Base class of changes to a post: the whole new copy, and a note for readers."""

    headline: str | Erased
    bylines: tuple[Byline, ...] | Erased
    note: str | Erased
    parts: tuple[Part | Erased, ...]


@entry_kind("post.revised", about_type="post")
@dataclass(frozen=True, kw_only=True)
class PostRevised(PostChanged):
    """The spelling or layout of a post changed, but not its meaning. The note is ''."""


@entry_kind("post.updated", about_type="post")
@dataclass(frozen=True, kw_only=True)
class PostUpdated(PostChanged):
    """A post has new facts. Its old text was right when written. The note says what is new."""


@entry_kind("post.clarified", about_type="post")
@dataclass(frozen=True, kw_only=True)
class PostClarified(PostChanged):
    """A post was right but could be misunderstood. The note says what is made clear."""


@entry_kind("post.corrected", about_type="post")
@dataclass(frozen=True, kw_only=True)
class PostCorrected(PostChanged):
    """A post was wrong. The note says what was wrong and what is right."""


@entry_kind("post.retracted", about_type="post")
@dataclass(frozen=True, kw_only=True)
class PostRetracted(Payload):
    """A post was retracted. Pages still show it, struck through, below the reason."""

    reason: str | Erased


@entry_kind("post.withdrawn", about_type="post")
@dataclass(frozen=True, kw_only=True)
class PostWithdrawn(Payload):
    """A post was withdrawn. Pages show the reason instead of its text."""

    reason: str | Erased


@entry_kind("post.key_event_set", about_type="post", structural=("key_event",))
@dataclass(frozen=True, kw_only=True)
class PostKeyEventSet(Payload):
    """A post was marked as a key event of its coverage, or the mark was removed."""

    key_event: bool | Erased


@entry_kind("post.key_event_titled", about_type="post")
@dataclass(frozen=True, kw_only=True)
class PostKeyEventTitled(Payload):
    """A key event got a title of its own in the list of key events; '' removes it."""

    title: str | Erased


def copy_of(payload: PostPublished | PostChanged) -> Copy:
    """Returns the copy in a payload, without its erased fields."""
    return Copy(
        value_or(payload.headline, ""), value_or(payload.bylines, ()), intact(payload.parts)
    )
