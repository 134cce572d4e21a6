"""Computes the state of a coverage and of its posts from entries. Pure.

Any field of an entry may have been erased. The fold then uses an empty value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from dateline.content.tree import Part
from dateline.journal.entry import Entry, EntryErased, Payload, intact, value_or

from .kinds import (
    CoverageLinked,
    CoverageOpened,
    CoverageRetitled,
    CoverageStateSet,
    KeyPointsSet,
    PinSet,
    PostChanged,
    PostClarified,
    PostCorrected,
    PostKeyEventSet,
    PostPublished,
    PostRetracted,
    PostRevised,
    PostUpdated,
    PostWithdrawn,
    SummarySet,
    copy_of,
)
from .objects import POST
from .state import (
    NO_COPY,
    Change,
    ChangeKind,
    CoverageState,
    Neighbour,
    PostState,
    Summary,
)


def fold_coverage(state: CoverageState | None, entry: Entry) -> CoverageState:
    """Returns the state of the coverage after `entry`. `state` is None before it was opened.

    Raises ValueError for an entry about a coverage that was never opened, and for a kind without a
    case here.
    """
    payload = entry.payload
    if isinstance(payload, CoverageOpened):
        return _opened(payload, entry)
    if state is None:
        raise ValueError(f"entry {entry.seq} is about a coverage that was never opened")
    match payload:
        case CoverageRetitled():
            return replace(
                state,
                headline=value_or(payload.headline, ""),
                standfirst=value_or(payload.standfirst, ""),
                bylines=value_or(payload.bylines, ()),
                retitled_at=entry.at,
            )
        case CoverageStateSet():
            running = value_or(payload.state, state.state)
            return replace(
                state, state=running, closed_at=entry.at if running == "closed" else None
            )
        case CoverageLinked():
            return _linked(state, payload)
        case KeyPointsSet():
            return replace(state, key_points=value_or(payload.points, ()))
        case SummarySet():
            return replace(state, summary=_summary(payload, entry))
        case PinSet():
            return replace(state, pinned=value_or(payload.post, 0))
        case PostWithdrawn() if entry.object.number == state.pinned:
            # The pin would show a post whose text must not be shown any more.
            return replace(state, pinned=0)
        case _:
            _require_no_case(entry)
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
            changes=(),
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
                state, status="withdrawn", copy=NO_COPY, key_event=False, changes=changes
            )
        case PostKeyEventSet():
            return replace(state, key_event=value_or(payload.key_event, False))
        case EntryErased():
            return replace(state, changes=_with_erasure(state, entry, payload))
        case _:
            raise ValueError(f"entry {entry.seq}, {payload.kind}, has no case in fold_post")


def coverage_state_from(entries: Iterable[Entry]) -> CoverageState:
    """Computes the state of a coverage from all of its entries, in order."""
    state = None
    for entry in entries:
        state = fold_coverage(state, entry)
    assert state is not None
    return state


def post_state_from(entries: Iterable[Entry]) -> PostState:
    """Computes the state of a post from all of its entries, in order."""
    state = None
    for entry in entries:
        state = fold_post(state, entry)
    assert state is not None
    return state


def modified_by(entry: Entry) -> datetime | None:
    """Returns the time at which an entry modified its coverage; None if it did not.

    If the entry has a `dated` time, that time counts. An imported page was therefore modified when
    the page was written, and not when it was imported. The first key points are part of opening the
    coverage and not a modification.
    """
    match entry.payload:
        case CoverageOpened(dated=dated) | PostPublished(dated=dated) | SummarySet(dated=dated):
            return value_or(dated, entry.at)
        case KeyPointsSet() if entry.revision == 1:
            return None
        case _:
            return entry.at


def is_about_post(entry: Entry) -> bool:
    return entry.object.type == POST


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
        retitled_at=None,
        closed_at=None,
        previous=None,
        next=None,
        key_points=(),
        summary=None,
        pinned=0,
    )


def _linked(state: CoverageState, payload: CoverageLinked) -> CoverageState:
    neighbour = Neighbour(
        value_or(payload.slug, ""),
        value_or(payload.headline, ""),
        value_or(payload.state, "closed"),
    )
    if value_or(payload.side, "previous") == "next":
        return replace(state, next=neighbour)
    return replace(state, previous=neighbour)


def _summary(payload: SummarySet, entry: Entry) -> Summary | None:
    parts: tuple[Part, ...] = intact(payload.parts)
    if not parts:
        return None
    return Summary(
        value_or(payload.headline, ""),
        value_or(payload.bylines, ()),
        value_or(payload.dated, entry.at),
        parts,
    )


def _change(entry: Entry, note: str) -> Change:
    kind = _CHANGE_KINDS.get(type(entry.payload))
    if kind is None:
        raise ValueError(f"entry {entry.seq}, {entry.payload.kind}, is not in _CHANGE_KINDS")
    return Change(kind, entry.seq, entry.at, note)


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
