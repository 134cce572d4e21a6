"""Brings a finished coverage in at once: all of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateline.desk.policy import Person
from dateline.journal.append import append
from dateline.journal.content import Byline, Copy, KeyPoint, Part
from dateline.journal.kinds import KeyPointsSet, SummarySet
from dateline.journal.turn import Turn

from .act import Done, perform
from .coverages import Opening, add_coverage
from .posts import published


@dataclass(frozen=True)
class Brought:
    """What comes in: the posts with the times that they show, the oldest first."""

    opening: Opening
    key_points: tuple[KeyPoint, ...]
    summary_headline: str
    summary_bylines: tuple[Byline, ...]
    summary_parts: tuple[Part, ...]
    posts: tuple[tuple[datetime, Copy], ...]


def bring_in(*, by: Person, key: str, brought: Brought) -> Done:
    """Appends a whole coverage in one turn, the posts in the order of their times."""

    def body(turn: Turn) -> None:
        coverage = add_coverage(turn, brought.opening)
        for number, (dated, copy) in enumerate(brought.posts, 1):
            append(turn, coverage, f"post-{number}", published(copy, dated))
        if brought.key_points:
            append(turn, coverage, "key-points", KeyPointsSet(points=brought.key_points))
        if brought.summary_parts:
            said = SummarySet(
                headline=brought.summary_headline,
                bylines=brought.summary_bylines,
                dated=brought.opening.dated or turn.at,
                parts=brought.summary_parts,
            )
            append(turn, coverage, "summary", said)

    return perform("import", by=by, key=key, content=(brought,), body=body)
