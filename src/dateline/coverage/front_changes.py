"""The changes to the front matter: headline, key points, summary, pin, series and state. Pure.

Pages list them like the changes to posts, so that nothing public changes silently.
"""

from __future__ import annotations

from typing import Final

from dateline.journal.entry import Entry, EntryErased, value_or

from . import objects
from .kinds import (
    CoverageLinked,
    CoverageRetitled,
    CoverageStateSet,
    KeyPointsSet,
    LeadPictureSet,
    PinSet,
    PinsSet,
    PostKeyEventSet,
    PostKeyEventTitled,
    SummarySet,
    TextChange,
    pins_of,
)
from .state import Change, ChangeKind, CoverageState, Neighbour

# The most corrections and clarifications that a page shows below a text. The list of all changes
# has the others.
NOTES_SHOWN: Final = 20


def change_of(entry: Entry, before: CoverageState | None) -> Change | None:
    """Returns the change that an entry made to the front matter; None if it made none.

    `before` is the state of the coverage before the entry. The first key points, the first summary
    and the link to an earlier coverage are published, and change nothing. The note of `state_set`
    is "announced", "begun", "paused", "resumed", "closed" or "reopened"; that of `pinned` has
    the numbers of the posts that are newly pinned, "0" for a pin that was removed; that of
    `lead_picture_set` is the number of the post, "0" for none; that of `linked_before` and
    `linked_after` is the headline of the other coverage. That of `title_changed`, a change of
    several texts at once, has the kinds of their changes, with spaces between them.
    """
    if before is None:
        return None
    match entry.payload:
        case KeyPointsSet() | SummarySet() if entry.revision == 1:
            return None
        case CoverageRetitled() | KeyPointsSet() | SummarySet() as text:
            kind: TextChange = value_or(text.change, "updated")
            note = value_or(text.note, "")
            if kind == "updated" and not note:
                return _change(entry, *_update(text, before))
            return _change(entry, kind, note)
        case CoverageStateSet():
            return _change(entry, "state_set", _turn(entry.payload, before))
        case PinSet() | PinsSet():
            return _pinned(entry, entry.payload, before)
        case LeadPictureSet(post=post):
            return _change(entry, "lead_picture_set", str(value_or(post, 0)))
        case CoverageLinked():
            return _linked(entry, entry.payload, before)
        case EntryErased(reason=reason) if entry.object in objects.FRONT_MATTER:
            return _change(entry, "erased", value_or(reason, "other_legal"))
        case _:
            return None


def mark_of(entry: Entry) -> Change | None:
    """Returns the change of a post's mark as a key event that an entry made; None for others.

    The note of `key_titled` is the title.
    """
    if isinstance(entry.payload, PostKeyEventTitled):
        return _change(entry, "key_titled", value_or(entry.payload.title, ""))
    if not isinstance(entry.payload, PostKeyEventSet):
        return None
    marked = value_or(entry.payload.key_event, False)
    return _change(entry, "marked" if marked else "unmarked", "")


def shown(changes: tuple[Change, ...], change: Change) -> tuple[Change, ...]:
    """Returns the changes that a page shows below a text after one more, oldest first.

    They are the corrections and clarifications, and the newest change of another kind.
    """
    lasting = [each for each in changes if each.kind in ("clarified", "corrected")]
    return (*lasting[1 - NOTES_SHOWN :], change)


def _change(entry: Entry, kind: ChangeKind, note: str) -> Change:
    return Change(kind, entry.seq, entry.at, note)


def _update(
    text: CoverageRetitled | KeyPointsSet | SummarySet, before: CoverageState
) -> tuple[ChangeKind, str]:
    """The kind and the note of an update without a note, which say what was done to which text."""
    match text:
        case KeyPointsSet(points=()) | SummarySet(parts=()):
            return "removed", ""
        case CoverageRetitled():
            changed = _changed_texts(text, before)
            return (changed[0], "") if len(changed) == 1 else ("title_changed", " ".join(changed))
        case _:
            return "updated", ""


def _changed_texts(title: CoverageRetitled, before: CoverageState) -> list[ChangeKind]:
    texts: list[tuple[ChangeKind, bool]] = [
        ("retitled", value_or(title.headline, "") != before.headline),
        ("standfirst_changed", value_or(title.standfirst, "") != before.standfirst),
        ("bylines_changed", value_or(title.bylines, ()) != before.bylines),
    ]
    # An erased text may hide what was changed.
    return [kind for kind, differs in texts if differs] or ["bylines_changed"]


def _pinned(entry: Entry, payload: PinSet | PinsSet, before: CoverageState) -> Change:
    pinned = [each.post for each in pins_of(payload)]
    if new := [str(post) for post in pinned if post not in before.pinned]:
        return _change(entry, "pinned", " ".join(new))
    if len(pinned) < len(before.pinned):
        return _change(entry, "pinned", "0")
    return _change(entry, "pins_changed", "")


def _turn(payload: CoverageStateSet, before: CoverageState) -> str:
    running = value_or(payload.state, before.state)
    if running != "live":
        return running
    return {"paused": "resumed", "closed": "reopened"}.get(before.state, "begun")


def _linked(entry: Entry, payload: CoverageLinked, before: CoverageState) -> Change | None:
    side = value_or(payload.side, "previous")
    other = before.next if side == "next" else before.previous
    # The coverage was opened with this link, or readers see no difference.
    if (side == "previous" and other is None) or _shown(other) == _shown(neighbour_of(payload)):
        return None
    headline = value_or(payload.headline, "")
    return _change(entry, "linked_after" if side == "next" else "linked_before", headline)


def neighbour_of(payload: CoverageLinked) -> Neighbour:
    return Neighbour(
        value_or(payload.slug, ""),
        value_or(payload.headline, ""),
        value_or(payload.state, "closed"),
    )


def _shown(other: Neighbour | None) -> tuple[str, str, bool] | None:
    """What a page shows of another coverage."""
    return (other.slug, other.headline, other.state == "closed") if other else None
