"""Reads claims and sources from their tables, in the form from which pages are rendered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Protocol, cast

from django.db.models import F, Q, QuerySet

from dateline.coverage import read as coverage_read
from dateline.journal.models import Coverage

from .ledger import Ledger
from .models import ClaimChangeRow, ClaimRow, PositionRow, SourceRow
from .state import HEADINGS, KNOWN
from .stored import decoded_source, ledger_of, pins_of
from .view import ChangeKind, ClaimChange, ClaimView, SourceRecord

_LISTED: Final = tuple(HEADINGS)
# The changes by which something that readers were told was wrong, or is no longer there.
_CORRECTIONS: Final = Q(kind__in=("voided", "erased")) | (
    Q(after__in=("false", "misleading", "withdrawn")) & ~Q(before=F("after"))
)


class Claims(Protocol):
    """The claims of a coverage: their tables, or a ledger in memory."""

    def top(self, limit: int) -> list[ClaimView]:
        """Returns the first claims: the pinned ones, what we know, the newest to move."""

    def count(self) -> int:
        """Returns the number of claims that are listed."""

    def of_post(self, number: int) -> list[ClaimView]:
        """Returns the claims of a post, in the order in which they were recorded."""


class StoredClaims:
    """The claims of a coverage in the tables."""

    def __init__(self, coverage: Coverage, posts: Collection[int] = ()) -> None:
        """The claims of the `posts` are read at once, for a caller that asks for each of them."""
        self._coverage = coverage
        self._claims_of: dict[int, set[str]] = {number: set() for number in posts}
        rows = PositionRow.objects.filter(coverage=coverage, post__in=posts) if posts else None
        for post, claim in rows.values_list("post", "claim") if rows is not None else ():
            self._claims_of[post].add(claim)
        self._ledger = ledger_of(coverage, set().union(*self._claims_of.values()))

    def top(self, limit: int) -> list[ClaimView]:
        pinned = pins_of(self._coverage)
        listed = _listed(self._coverage)
        first = set(listed.filter(claim__in=pinned).values_list("claim", flat=True))
        ordered = listed.order_by("-moved_seq", "claim").values_list("claim", flat=True)
        newest = [*ordered.filter(state__in=KNOWN)[:limit], *ordered[:limit]]
        names = dict.fromkeys([*(each for each in pinned if each in first), *newest])
        return views(self._coverage, list(names)[:limit])

    def count(self) -> int:
        return _listed(self._coverage).count()

    def of_post(self, number: int) -> list[ClaimView]:
        if number not in self._claims_of:
            return StoredClaims(self._coverage, {number}).of_post(number)
        return _in_order(self._ledger, self._claims_of[number])


@dataclass(frozen=True)
class ClaimChangeList:
    """A page of changes, newest first. `next` is the argument `before` for the next page, or 0."""

    changes: list[ClaimChange]
    next: int


def view(coverage: Coverage, claim: str) -> ClaimView | None:
    """Returns the claim with this id, also one that was merged into another; None without one."""
    ledger = ledger_of(coverage, {claim})
    return ledger.view(claim) if claim in ledger.claims else None


def views(coverage: Coverage, claims: Collection[str]) -> list[ClaimView]:
    """Returns the claims with these ids, in that order, without those that are not there."""
    ledger = ledger_of(coverage, claims)
    return [ledger.view(each) for each in claims if each in ledger.claims]


def listed(coverage: Coverage) -> list[ClaimView]:
    """Returns all claims that readers are shown, the newest to move first."""
    rows = _listed(coverage).order_by("-moved_seq", "claim")
    return views(coverage, list(rows.values_list("claim", flat=True)))


def all_claims(coverage: Coverage) -> list[ClaimView]:
    """Returns all claims, also those without a position and those that were merged."""
    rows = ClaimRow.objects.filter(coverage=coverage).order_by("-moved_seq", "claim")
    return views(coverage, list(rows.values_list("claim", flat=True)))


def source(coverage: Coverage, source: str) -> SourceRecord | None:
    """Returns the source with this id, or None."""
    row = SourceRow.objects.filter(coverage=coverage, source=source).first()
    return decoded_source(row.record) if row else None


def sources(coverage: Coverage) -> list[SourceRecord]:
    """Returns all sources, by their labels."""
    rows = SourceRow.objects.filter(coverage=coverage)
    found = [decoded_source(row.record) for row in rows]
    return sorted(found, key=lambda each: (each.label.casefold(), each.id))


def without_withdrawn(coverage: Coverage, views: Iterable[ClaimView]) -> list[ClaimView]:
    """Returns claims without the words that they had in posts which were withdrawn since."""
    found = list(views)
    statuses = coverage_read.statuses(coverage, {each for view in found for each in view.posts})
    gone = {number for number, status in statuses.items() if status == "withdrawn"}
    return [each.without_posts(gone) for each in found]


def proposable(coverage: Coverage) -> list[ClaimView]:
    """Returns the claims on which somebody may take another position, the newest to move first.

    One that we withdrew is none of them: we should not have carried it.
    """
    return [each for each in listed(coverage) if each.state.name != "withdrawn"]


def as_shown(coverage: Coverage) -> list[ClaimView]:
    """Returns all claims as readers may see them."""
    return without_withdrawn(coverage, all_claims(coverage))


def with_text(coverage: Coverage, text: str) -> list[str]:
    """Returns the ids of the claims with this sentence."""
    rows = ClaimRow.objects.filter(coverage=coverage, text=text)
    return list(rows.values_list("claim", flat=True))


def pinned(coverage: Coverage) -> tuple[str, ...]:
    """Returns the ids of the claims that are listed first."""
    return pins_of(coverage)


def claims_of_source(coverage: Coverage, source: str) -> list[ClaimView]:
    """Returns the claims on which a source has a position, the newest to move first."""
    rows = PositionRow.objects.filter(coverage=coverage, source=source)
    ledger = ledger_of(coverage, set(rows.values_list("claim", flat=True)))
    of_source = {ledger.root_of(each) for each in ledger.claims_of_source(source)}
    found = [ledger.view(each) for each in of_source]
    return sorted(found, key=lambda each: (-each.moved_seq, each.id))


def changes_of(coverage: Coverage, claim: str) -> list[ClaimChange]:
    """Returns what happened to a claim, oldest first."""
    rows = ClaimChangeRow.objects.filter(coverage=coverage, claim=claim).order_by("seq")
    return [_change(row) for row in rows]


def newest_changes(coverage: Coverage, limit: int) -> list[ClaimChange]:
    """Returns the newest changes of all claims, newest first."""
    return [_change(row) for row in _changes(coverage)[:limit]]


def of_posts(coverage: Coverage, numbers: Collection[int]) -> list[ClaimView]:
    """Returns the claims of these posts, in the order in which they were recorded."""
    rows = PositionRow.objects.filter(coverage=coverage, post__in=numbers)
    names = set(rows.values_list("claim", flat=True))
    if not names:
        return []
    ledger = ledger_of(coverage, names)
    return _in_order(ledger, names)


def root_of(coverage: Coverage, claim: str) -> str:
    """Returns the id of the claim into which a known claim was merged in the end, or its own."""
    return ledger_of(coverage, {claim}).root_of(claim)


def related_to(coverage: Coverage, claim: str) -> list[ClaimView]:
    """Returns the claims that say what they are to this one."""
    # Ids are random, so one is found in the text of a record only where the claim is named.
    rows = ClaimRow.objects.filter(coverage=coverage, merged_into="", record__contains=claim)
    found = views(coverage, list(rows.order_by("claim").values_list("claim", flat=True)))
    return [each for each in found if claim in {one.claim for one in each.record.relations}]


def corrections(coverage: Coverage, limit: int, before: int = 0) -> ClaimChangeList:
    """Returns the newest changes by which something was wrong before.

    They are positions that we took back, erasures, and claims that became false, misleading or
    withdrawn. With `before`, they are those with a lower seq. All changes by one entry are on one
    page.
    """
    return _whole_entries(_changes(coverage, before).filter(_CORRECTIONS), limit)


def other_changes(coverage: Coverage, limit: int, before: int = 0) -> ClaimChangeList:
    """Returns the newest of all other changes, without those by which a claim began."""
    rows = _changes(coverage, before).exclude(_CORRECTIONS).exclude(kind="recorded")
    return _whole_entries(rows, limit)


def changes_since(coverage: Coverage, seq: int, limit: int) -> ClaimChangeList:
    """Returns the newest changes after a seq, without those by which a claim began."""
    rows = _changes(coverage).filter(seq__gt=seq).exclude(kind="recorded")
    return _whole_entries(rows, limit)


def _changes(coverage: Coverage, before: int = 0) -> QuerySet[ClaimChangeRow]:
    rows = ClaimChangeRow.objects.filter(coverage=coverage).order_by("-seq", "claim")
    return rows.filter(seq__lt=before) if before else rows


def _whole_entries(rows: QuerySet[ClaimChangeRow], limit: int) -> ClaimChangeList:
    """Some of the changes, and never only a part of those by one entry.

    One new description of a source changes all claims on which it has a position.
    """
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return ClaimChangeList(list(map(_change, found)), 0)
    last = found[-1].seq
    shown = [row for row in found if row.seq > last] or list(rows.filter(seq=last))
    return ClaimChangeList(list(map(_change, shown)), shown[-1].seq)


def _in_order(ledger: Ledger, claims: Collection[str]) -> list[ClaimView]:
    """These claims, or those into which they were merged, as they were recorded."""
    roots = {ledger.root_of(each) for each in claims}
    return sorted(map(ledger.view, roots), key=lambda each: each.record.first_seq)


def _listed(coverage: Coverage) -> QuerySet[ClaimRow]:
    return ClaimRow.objects.filter(coverage=coverage, merged_into="", state__in=_LISTED)


def _change(row: ClaimChangeRow) -> ClaimChange:
    kind = cast(ChangeKind, row.kind)
    return ClaimChange(row.claim, row.seq, row.at, kind, row.before, row.after, row.detail)
