"""Entries about the tags of a post, the topics by which readers find it."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.journal.entry import Erased, Payload, entry_kind


@entry_kind("post.tags_set", about_type="post")
@dataclass(frozen=True, kw_only=True)
class PostTagsSet(Payload):
    """The tags of a post were replaced; without any, removed."""

    tags: tuple[str, ...] | Erased
