"""Imports a finished coverage in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.accounts.policy import Person
from dateline.content.tree import Byline, Copy, KeyPoint, Part
from dateline.coverage import objects, search_text
from dateline.coverage.kinds import KeyPointsSet, SummarySet
from dateline.journal.append import append
from dateline.journal.write_lock import WriteTransaction

from .command import Completed, run_command
from .coverages import Opening, add_coverage
from .posts import publish_payload


@dataclass(frozen=True)
class ImportedCoverage:
    """A coverage to import. Each post has the time that it shows; the oldest post is first."""

    opening: Opening
    key_points: tuple[KeyPoint, ...]
    summary_headline: str
    summary_bylines: tuple[Byline, ...]
    summary_parts: tuple[Part, ...]
    posts: tuple[tuple[datetime, Copy], ...]


def import_coverage(*, by: Person, idempotency_key: str, imported: ImportedCoverage) -> Completed:
    """Appends a whole coverage in one transaction, with its posts numbered in their order."""

    def body(transaction: WriteTransaction) -> None:
        coverage = add_coverage(transaction, imported.opening)
        for number, (dated, copy) in enumerate(imported.posts, 1):
            append(transaction, coverage, objects.post(number), publish_payload(copy, dated))
        if imported.key_points:
            append(
                transaction, coverage, objects.KEY_POINTS, KeyPointsSet(points=imported.key_points)
            )
        if imported.summary_parts:
            payload = SummarySet(
                headline=imported.summary_headline,
                bylines=imported.summary_bylines,
                dated=imported.opening.dated or transaction.at,
                parts=imported.summary_parts,
            )
            append(transaction, coverage, objects.SUMMARY, payload)

    # Before the write lock, as `posts.prepare_stems`.
    for _, copy in imported.posts:
        search_text.words(copy, imported.opening.language)
    return run_command(
        "import", by=by, idempotency_key=idempotency_key, content=(imported,), body=body
    )
