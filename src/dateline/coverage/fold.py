"""Computes the state of a coverage and of its posts from entries. Pure.

Any field of an entry may have been erased. The fold then uses an empty value.

Other packages may define kinds of their own, about objects of their own types. Entries of those
kinds leave the state of a coverage and of its posts as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from dateline.content.tree import Part
from dateline.journal.entry import Entry, EntryErased, ObjectRef, Payload, intact, value_or

from .front_changes import change_of, mark_of, neighbour_of, shown
from .kinds import (
    KINDS,
    CoverageLinked,
    CoverageOpened,
    CoverageRetitled,
    CoverageStateSet,
    KeyPointsSet,
    LeadPictureSet,
    PinSet,
    PinsSet,
    PostChanged,
    PostClarified,
    PostCorrected,
    PostKeyEventSet,
    PostKeyEventTitled,
    PostPublished,
    PostRelationsSet,
    PostRetracted,
    PostRevised,
    PostTagsSet,
    PostUpdated,
    PostWithdrawn,
    SummarySet,
    copy_of,
    pins_of,
)
from .objects import COVERAGE, KEY_POINTS, LEAD_PICTURE, PIN, POST_TYPE, SERIES, SUMMARY
from .state import (
    NO_COPY,
    Change,
    ChangeKind,
    CoverageState,
    PostState,
    Summary,
    note_of,
)

# The names of the kinds of entry that are folded here, with the erasures of their content.
FOLDED: Final = frozenset({*(each.kind for each in KINDS), EntryErased.kind})
# The types of the objects that these kinds are about. An erasure is about an object of any type.
_OBJECT_TYPES: Final = frozenset(each.about_type for each in KINDS)


def fold_coverage(state: CoverageState | None, entry: Entry) -> CoverageState:
    """Returns the state of the coverage after `entry`. `state` is None before it was opened.

    Raises ValueError for an entry about a coverage that was never opened, and for a kind without a
    case here. The kinds of other packages have none: see `FOLDED`.
    """
    if isinstance(entry.payload, CoverageOpened):
        return _opened(entry.payload, entry)
    if state is None:
        raise ValueError(f"entry {entry.seq} is about a coverage that was never opened")
    return _with_change(_changed(state, entry), entry, change_of(entry, state))


def _changed(state: CoverageState, entry: Entry) -> CoverageState:
    payload = entry.payload
    match payload:
        case CoverageRetitled():
            return replace(
                state,
                headline=value_or(payload.headline, ""),
                standfirst=value_or(payload.standfirst, ""),
                bylines=value_or(payload.bylines, ()),
            )
        case CoverageStateSet():
            running = value_or(payload.state, state.state)
            return replace(
                state, state=running, closed_at=entry.at if running == "closed" else None
            )
        case CoverageLinked():
            return _linked(state, payload)
        case KeyPointsSet():
            points = value_or(payload.points, ())
            # Without a new line it has no new facts: another was taken out, or a post corrected.
            is_new = payload.change != "revised" and not set(points) <= set(state.key_points)
            seq = entry.seq if is_new else state.key_points_seq
            return replace(state, key_points=points, key_points_seq=seq)
        case SummarySet():
            return replace(state, summary=_summary(payload, entry, state.summary))
        case PinSet() | PinsSet():
            return replace(state, pins=pins_of(payload))
        case LeadPictureSet():
            return replace(state, lead_picture=value_or(payload.post, 0))
        case PostWithdrawn():
            return _without(state, entry)
        case PostKeyEventSet() | PostKeyEventTitled():
            mark = mark_of(entry)
            return replace(state, marked=mark and replace(mark, note=entry.object.id))
        case _:
            _require_no_case(entry)
            return state


def _without(state: CoverageState, entry: Entry) -> CoverageState:
    """Nothing of a withdrawn post may be shown any more, wherever it was copied."""
    if entry.object.number in state.pinned:
        unpinned = Change("pinned", entry.seq, entry.at, "0")
        pins = tuple(each for each in state.pins if each.post != entry.object.number)
        state = replace(state, pins=pins, pin_change=unpinned)
    if state.lead_picture == entry.object.number:
        removed = Change("lead_picture_set", entry.seq, entry.at, "0")
        state = replace(state, lead_picture=0, lead_picture_change=removed)
    return state


def _with_change(state: CoverageState, entry: Entry, change: Change | None) -> CoverageState:
    """Adds the change that an entry made to the front matter, for pages to show."""
    if change is None:
        return state
    if change.kind == "state_set":
        return replace(state, state_change=change)
    if entry.object == PIN:
        return replace(state, pin_change=change)
    if entry.object == LEAD_PICTURE:
        return replace(state, lead_picture_change=change)
    if entry.object == SERIES:
        return replace(state, series_change=change)
    if entry.object == COVERAGE:
        return replace(state, title_changes=shown(state.title_changes, change))
    if entry.object == KEY_POINTS:
        return replace(state, key_points_changes=shown(state.key_points_changes, change))
    if entry.object == SUMMARY:
        return replace(state, summary_changes=shown(state.summary_changes, change))
    return state


def fold_post(state: PostState | None, entry: Entry) -> PostState:
    """Returns the state of the post after `entry`. `state` is None before it was published.

    Raises ValueError for an entry about a post that was never published, and for a kind that has no
    case here.
    """
    payload = entry.payload
    if isinstance(payload, PostPublished):
        return PostState(
            number=entry.object.number,
            first_seq=entry.seq,
            published_at=entry.at,
            dated=value_or(payload.dated, entry.at),
            copy=copy_of(payload),
            status="published",
            key_event=False,
            key_title="",
            relations=(),
            tags=(),
            changes=(),
            marks=(),
        )
    if state is None:
        raise ValueError(f"entry {entry.seq} is about a post that was never published")
    match payload:
        case PostChanged():
            changes = (*state.changes, _change(entry, value_or(payload.note, "")))
            return replace(state, copy=copy_of(payload), changes=changes)
        case PostRetracted():
            changes = (*state.changes, _change(entry, value_or(payload.reason, "")))
            return replace(state, status="retracted", changes=changes)
        case PostWithdrawn():
            changes = (*state.changes, _change(entry, value_or(payload.reason, "")))
            return replace(
                state,
                status="withdrawn",
                copy=NO_COPY,
                key_event=False,
                key_title="",
                tags=(),
                changes=changes,
            )
        case PostKeyEventSet() | PostKeyEventTitled():
            return _marked(state, entry, payload)
        case PostRelationsSet() | PostTagsSet():
            return _with_place(state, entry, payload)
        case EntryErased():
            return replace(state, changes=_with_erasure(state, entry, payload))
        case _:
            raise ValueError(f"entry {entry.seq}, {payload.kind}, has no case in fold_post")


def coverage_state_from(
    entries: Iterable[Entry],
) -> tuple[CoverageState, list[tuple[ObjectRef, Change]]]:
    """Computes the state of a coverage from all of its entries, in order.

    Returns it with all changes to the front matter, each with its object.
    """
    state, changes = None, []
    for entry in filter(_is_folded, entries):
        if change := change_of(entry, state):
            changes.append((entry.object, change))
        state = fold_coverage(state, entry)
    assert state is not None
    return state, changes


def post_state_from(entries: Iterable[Entry]) -> PostState:
    """Computes the state of a post from all of its entries, in order."""
    state = None
    for entry in filter(_is_folded, entries):
        state = fold_post(state, entry)
    assert state is not None
    return state


def modified_by(entry: Entry) -> datetime | None:
    """Returns the time at which an entry modified its coverage; None if it did not.

    If the entry has a `dated` time, that time counts. An imported page was therefore modified when
    the page was written, and not when it was imported. The first key points are part of opening the
    coverage and not a modification. An erasure about an object of another package changes nothing
    that this package shows.
    """
    match entry.payload:
        case CoverageOpened(dated=dated) | PostPublished(dated=dated) | SummarySet(dated=dated):
            return value_or(dated, entry.at)
        case KeyPointsSet() if entry.revision == 1:
            return None
        case EntryErased() if entry.object.type not in _OBJECT_TYPES:
            return None
        case _:
            return entry.at


def is_about_post(entry: Entry) -> bool:
    return entry.object.type == POST_TYPE


def _is_folded(entry: Entry) -> bool:
    return entry.payload.kind in FOLDED


def _require_no_case(entry: Entry) -> None:
    """Raises ValueError unless the entry leaves the state of its coverage as it is."""
    if not is_about_post(entry) and not isinstance(entry.payload, EntryErased):
        # Otherwise a new kind without a case would be published and never shown.
        raise ValueError(f"entry {entry.seq}, {entry.payload.kind}, has no case in fold_coverage")


def _opened(payload: CoverageOpened, entry: Entry) -> CoverageState:
    return CoverageState(
        slug=value_or(payload.slug, ""),
        headline=value_or(payload.headline, ""),
        standfirst=value_or(payload.standfirst, ""),
        bylines=value_or(payload.bylines, ()),
        zone=value_or(payload.zone, "UTC"),
        language=value_or(payload.language, "en"),
        state=value_or(payload.state, "live"),
        dated=value_or(payload.dated, entry.at),
        closed_at=None,
        previous=None,
        next=None,
        key_points=(),
        key_points_seq=0,
        summary=None,
        pins=(),
        lead_picture=0,
        title_changes=(),
        key_points_changes=(),
        summary_changes=(),
        state_change=None,
        pin_change=None,
        lead_picture_change=None,
        series_change=None,
        marked=None,
    )


def _linked(state: CoverageState, payload: CoverageLinked) -> CoverageState:
    neighbour = neighbour_of(payload)
    if value_or(payload.side, "previous") == "next":
        return replace(state, next=neighbour)
    return replace(state, previous=neighbour)


def _summary(payload: SummarySet, entry: Entry, before: Summary | None) -> Summary | None:
    parts: tuple[Part, ...] = intact(payload.parts)
    if not parts:
        return None
    return Summary(
        value_or(payload.headline, ""),
        value_or(payload.bylines, ()),
        value_or(payload.dated, entry.at),
        parts,
        before.seq if before and payload.change == "revised" else entry.seq,
    )


def _change(entry: Entry, note: str) -> Change:
    kind = _CHANGE_KINDS.get(type(entry.payload))
    if kind is None:
        raise ValueError(f"entry {entry.seq}, {entry.payload.kind}, is not in _CHANGE_KINDS")
    return Change(kind, entry.seq, entry.at, note)


def _marked(
    state: PostState, entry: Entry, payload: PostKeyEventSet | PostKeyEventTitled
) -> PostState:
    mark = mark_of(entry)
    state = replace(state, marks=(*state.marks, mark) if mark else state.marks)
    if isinstance(payload, PostKeyEventTitled):
        return replace(state, key_title=value_or(payload.title, ""))
    # If it is marked again, its title may be out of date.
    return replace(state, key_event=value_or(payload.key_event, False), key_title="")


def _with_place(
    state: PostState, entry: Entry, payload: PostRelationsSet | PostTagsSet
) -> PostState:
    """What was published together with the post is no change to it."""
    kind: ChangeKind
    of_publication = _is_of_publication(state, entry)
    if isinstance(payload, PostTagsSet):
        state = replace(state, tags=value_or(payload.tags, ()))
        kind, note = ("tagged" if state.tags else "untagged"), " · ".join(state.tags)
    else:
        state = replace(state, relations=value_or(payload.relations, ()))
        kind, note = ("related" if state.relations else "unrelated"), note_of(state.relations)
    if of_publication:
        return state
    return replace(state, changes=(*state.changes, Change(kind, entry.seq, entry.at, note)))


def _is_of_publication(state: PostState, entry: Entry) -> bool:
    """Whether the command that published a post appended this entry, too.

    It appends the relations and then the tags, if there are any, without a gap and at one time.
    """
    place = 2 if isinstance(entry.payload, PostTagsSet) and state.relations else 1
    at_once = entry.at == state.published_at and not state.changes
    return at_once and entry.revision - 1 == entry.seq - state.first_seq == place


def _with_erasure(state: PostState, entry: Entry, payload: EntryErased) -> tuple[Change, ...]:
    """Returns the changes of a post and an erasure.

    Erasures in a row for the same reason are one change: a post is erased entry by entry.
    """
    erasure = _change(entry, value_or(payload.reason, "other_legal"))
    last = state.last_change
    if last is not None and (last.kind, last.note) == (erasure.kind, erasure.note):
        return (*state.changes[:-1], erasure)
    return (*state.changes, erasure)


_CHANGE_KINDS: Final[Mapping[type[Payload], ChangeKind]] = {
    PostRevised: "revised",
    PostUpdated: "updated",
    PostClarified: "clarified",
    PostCorrected: "corrected",
    PostRetracted: "retracted",
    PostWithdrawn: "withdrawn",
    EntryErased: "erased",
}
