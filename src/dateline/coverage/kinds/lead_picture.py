"""Entries about the lead picture of a coverage."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.journal.entry import Erased, Payload, entry_kind


@entry_kind("lead_picture.set", about_type="lead_picture", structural=("post",))
@dataclass(frozen=True, kw_only=True)
class LeadPictureSet(Payload):
    """The first photograph of the post with this number leads the page; 0 removes it."""

    post: int | Erased
