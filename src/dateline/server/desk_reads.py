"""What the hub of the open desks reads. The stream itself names no table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.accounts.standing import role_of
from dateline.journal.cursor import DeskCursor
from dateline.newsroom import changes, deliveries, presence
from dateline.stream.desk_channel import DeskUpdate
from dateline.stream.desk_hub import DeskReads


def first(slug: str) -> DeskUpdate | None:
    """Returns the position of a desk, and all changes that are stored."""
    desk = changes.desk_at(slug)
    return None if desk is None else _update(desk, 0)


def since(known: Mapping[int, DeskCursor]) -> list[DeskUpdate]:
    """Returns what changed at desks since known positions."""
    return [_update(desk, known[desk.coverage_id].change) for desk in changes.desks(known)]


def roles(pairs: Sequence[tuple[str, str]]) -> list[str | None]:
    """Returns the role of each session's person on a coverage."""
    return [role_of(session, slug) for session, slug in pairs]


def sweep() -> None:
    """Removes people who have left, and times that are too old."""
    presence.sweep()
    deliveries.sweep()


def _update(desk: changes.Desk, after: int) -> DeskUpdate:
    change = desk.cursor.change
    # The position was read before, so a change may be sent twice and is never lost.
    changed = changes.changed_panels(desk.coverage_id, after) if change != after else {}
    low = max(min(after, change), change - changes.KEPT)
    return DeskUpdate(desk.coverage_id, desk.cursor, changed, low)


DESK_READS = DeskReads(first=first, changes=since, roles=roles, sweep=sweep)
