"""Who is at the desk of a coverage, and in which draft or post they write.

Each open tab says every ten seconds that it is there. Its row counts for EXPIRES_AFTER. The desks
are told only when what they show has changed, which most of these signs of life do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from dateline.journal.models import Coverage
from dateline.journal.write_lock import row_transaction

from .changes import mark
from .models import Presence

EXPIRES_AFTER: Final = timedelta(seconds=30)
# A tab that shows the same as before is stored again only after this. Each commit costs a disk
# flush, and an editor who publishes at the same time would wait for it.
RENEWED_AFTER: Final = timedelta(seconds=15)
# A tab that is closed counts for a moment more, so that loading its page again shows nobody as new.
LINGERS_FOR: Final = timedelta(seconds=3)
# A page without a script says nothing after it was opened.
WITHOUT_SCRIPT: Final = timedelta(minutes=5)
# The tabs of one person at one desk. The oldest ones make room for another.
TABS_LIMIT: Final = 20
# What the pages without a script of one person at one desk are stored as: the newest of them.
PAGE_TAB: Final = "page"


@dataclass(frozen=True)
class Here:
    """A person at a desk, what they write in (or ''), and since when.

    `holds` says that the text is theirs to change: they took it over, or were the first to open it.
    """

    person: str
    about: str
    since: datetime
    holds: bool


def seen(
    coverage: Coverage, person: str, tab: str, about: str, lasts: timedelta = EXPIRES_AFTER
) -> None:
    """Stores that a tab of a person is open, and what they write in. It counts for `lasts`."""
    now = datetime.now(UTC)
    # That of a page without a script lies ahead, and so does the one it was stored with before.
    seen_at = now + lasts - EXPIRES_AFTER
    found = _rows(coverage, person).filter(tab=tab, about=about).first()
    if found is not None and abs(seen_at - found.seen_at) < RENEWED_AFTER:
        return
    with row_transaction():
        before = _shown(_alive(coverage, now).filter(person=person))
        same = list(_alive(coverage, now).filter(person=person, about=about))
        since = min((each.since for each in same), default=now)
        taken = max((each.took_over_at for each in same if each.took_over_at), default=None)
        Presence.objects.update_or_create(
            coverage=coverage,
            person=person,
            tab=tab,
            defaults={
                "about": about,
                "since": since,
                "seen_at": seen_at,
                "took_over_at": taken,
            },
        )
        _make_room(coverage, person)
        if _shown(_alive(coverage, now).filter(person=person)) != before:
            mark(coverage, "people")


def left(coverage: Coverage, person: str, tab: str) -> None:
    """Stores that a tab was closed. Its row expires a moment later."""
    with row_transaction():
        _rows(coverage, person).filter(tab=tab).update(
            seen_at=datetime.now(UTC) - EXPIRES_AFTER + LINGERS_FOR
        )


def signed_out(person: str) -> None:
    """Removes what the pages without a script of a person left, and tells their desks.

    Open tabs say themselves that they are closed.
    """
    _remove(Presence.objects.filter(person=person, tab=PAGE_TAB))


def take_over(coverage: Coverage, person: str, about: str) -> None:
    """Makes a text that others have open a person's to change. They see it at once."""
    now = datetime.now(UTC)
    with row_transaction():
        own = _alive(coverage, now).filter(person=person, about=about)
        if not own.update(took_over_at=now):
            # The page that opens next adopts it: see `seen`.
            Presence.objects.update_or_create(
                coverage=coverage,
                person=person,
                tab="taking-over",
                defaults={"about": about, "since": now, "seen_at": now, "took_over_at": now},
            )
        mark(coverage, "people")


def here(coverage: Coverage) -> list[Here]:
    """Returns who is at a desk, in the order of their names, once for each text they have open."""
    found: dict[tuple[str, str], Here] = {}
    rows = list(_alive(coverage, datetime.now(UTC)).order_by("person", "about", "since"))
    for row in rows:
        holds = bool(row.about) and _holder(rows, row.about) == row.person
        found.setdefault((row.person, row.about), Here(row.person, row.about, row.since, holds))
    # Somebody who writes in one tab is not shown for their other tabs.
    writing = {person for person, about in found if about}
    return [each for each in found.values() if each.about or each.person not in writing]


def others_in(coverage: Coverage, person: str, about: str) -> list[Here]:
    """Returns the other people who have a text open, the one who holds it first."""
    found = [each for each in here(coverage) if each.about == about and each.person != person]
    return sorted(found, key=lambda each: (not each.holds, each.since))


def sweep() -> None:
    """Removes the rows of tabs that are gone, and tells their desks."""
    _remove(Presence.objects.filter(seen_at__lt=datetime.now(UTC) - EXPIRES_AFTER))


def _remove(rows: QuerySet[Presence]) -> None:
    if not rows.exists():
        return
    with row_transaction():
        # In the order of their keys, as every process locks them.
        coverages = Coverage.objects.filter(pk__in=rows.values("coverage")).order_by("pk")
        for coverage in list(coverages):
            if rows.filter(coverage=coverage).delete()[0]:
                mark(coverage, "people")


def _rows(coverage: Coverage, person: str) -> QuerySet[Presence]:
    return Presence.objects.filter(coverage=coverage, person=person)


def _alive(coverage: Coverage, now: datetime) -> QuerySet[Presence]:
    return Presence.objects.filter(coverage=coverage, seen_at__gte=now - EXPIRES_AFTER)


def _shown(rows: Iterable[Presence]) -> set[tuple[str, datetime, datetime | None]]:
    return {(each.about, each.since, each.took_over_at) for each in rows}


def _holder(rows: Sequence[Presence], about: str) -> str:
    """Returns who took a text over last, or else who opened it first."""
    having = [each for each in rows if each.about == about]
    taken = [each for each in having if each.took_over_at is not None]
    if taken:
        return max(taken, key=lambda each: str(each.took_over_at)).person
    return min(having, key=lambda each: each.since).person


def _make_room(coverage: Coverage, person: str) -> None:
    newest = _rows(coverage, person).order_by("-seen_at").values_list("pk", flat=True)
    surplus = list(newest[TABS_LIMIT:])
    if surplus:
        Presence.objects.filter(pk__in=surplus).delete()
