"""What the desk's list says of each post. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final
from zoneinfo import ZoneInfo

from dateline.content.tree import Embed, Part, Photograph, Rendition, text_of
from dateline.coverage.state import ChangeKind, CoverageState, PostOnPage, PostState

# The words for the changes that a row names; for the last change of each kind, once.
_CHANGED: Final[dict[ChangeKind, str]] = {
    "updated": "updated",
    "clarified": "clarified",
    "corrected": "corrected",
    "erased": "content erased",
}
_WORDS: Final = 14


@dataclass(frozen=True)
class Row:
    """A post in the list. `seq` is its last entry, and `html` is what readers see.

    `marks` are words such as "pinned" and "corrected", and `notes` what the desk says of it. `day`
    is that of a post of another day than today; what readers see has the time alone.
    `delivered` says how soon readers had its last entry; "" if nobody was connected, or if it is
    not known.
    """

    number: int
    dated: datetime
    authors: str
    words: str
    picture: Rendition | None
    marks: tuple[str, ...]
    status: str
    key_event: bool
    pinned: bool
    seq: int
    html: str = ""
    day: str = ""
    notes: Sequence[object] = ()
    delivered: str = ""


def of(post: PostOnPage, coverage: CoverageState, html: str = "") -> Row:
    state = post.state
    return Row(
        number=state.number,
        dated=state.dated,
        authors=", ".join(each.name for each in state.copy.bylines),
        words=words_of(state),
        picture=_picture(state.copy.parts),
        marks=_marks(state, coverage),
        status=state.status,
        key_event=state.key_event,
        pinned=state.number in coverage.pinned,
        seq=post.seq,
        html=html,
    )


def day_of(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """For example "28 November 2026", in a time zone; "" for the day of `now`."""
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return ""
    return f"{local.day} {local:%B %Y}"


def words_of_delivery(readers: int, seconds: float) -> str:
    """For example "with 8,214 readers after 0.1 s". The time is rounded up, never down."""
    # Rounded first, because 0.2 - 0.1 and the like are a little more than they should be.
    tenths = max(1, ceil(round(seconds * 10, 3)))
    shown = f"{tenths / 10:.1f}" if tenths < 100 else f"{ceil(tenths / 10):,}"
    return f"with {readers:,} reader{'' if readers == 1 else 's'} after {shown} s"


def words_of(post: PostState) -> str:
    """The headline, or the first words; for a post without any, why it has none."""
    said = [post.copy.headline, *map(_text, post.copy.parts)]
    words = next((text.split() for text in said if text.strip()), [])
    if words:
        return " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")
    if post.ended_by is not None:
        return f"{post.status.capitalize()}: {post.ended_by.note}"
    return "The text was erased" if post.erasures else "Post without text"


def _marks(post: PostState, coverage: CoverageState) -> tuple[str, ...]:
    marks = [
        post.status if post.status != "published" else "",
        "pinned" if post.number in coverage.pinned else "",
        "leads the page" if coverage.lead_picture == post.number else "",
        "key event" if post.key_event else "",
    ]
    marks += [word for kind, word in _CHANGED.items() if any(c.kind == kind for c in post.changes)]
    return tuple(filter(None, marks))


def _text(part: Part) -> str:
    match part:
        case Photograph(_, alt_text, caption):
            return caption or alt_text
        case Embed(_, author, _, paragraphs):
            return text_of(Embed("", author, "", paragraphs))
        case _:
            return text_of(part)


def _picture(parts: tuple[Part, ...]) -> Rendition | None:
    """The smallest JPEG of the first photograph."""
    for part in parts:
        if isinstance(part, Photograph):
            jpegs = [each for each in part.renditions if each.media_type == "image/jpeg"]
            return jpegs[0] if jpegs else None
    return None
