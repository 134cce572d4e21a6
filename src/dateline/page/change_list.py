"""The list of what was changed in a coverage: what was wrong in it, and below that what is new.

A reader who looks for an error must not have to search for it among pins and key events.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from dateline.claims import read as claims_read
from dateline.claims.read import ClaimChangeList
from dateline.claims.view import ClaimChange
from dateline.coverage import objects
from dateline.coverage import read as coverage_read
from dateline.coverage.read import ChangeList
from dateline.coverage.state import Change, ChangeKind, CoverageState, PostState
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage

from . import claim_changes, sentences, structured
from .claim_changes import ClaimChangeLine
from .render import day_label

SHOWN: Final = 50
# The changes by which a text was wrong before, or is no longer there.
CORRECTIONS: Final[tuple[ChangeKind, ...]] = (
    "corrected",
    "clarified",
    "retracted",
    "withdrawn",
    "removed",
    "erased",
)


@dataclass(frozen=True)
class Line:
    """A change as the page lists it.

    `words` stand below its name. `post` is the post that it is about, if it is about one, and
    `title` names that post: it is '' for a withdrawn one, of which no word may be shown.
    """

    about: ObjectRef
    change: Change
    words: str
    post: PostState | None
    title: str

    @property
    def seq(self) -> int:
        return self.change.seq

    @property
    def at(self) -> datetime:
        return self.change.at


@dataclass(frozen=True)
class _Merged:
    """Changes of posts and texts, and of claims, down to the seq `next`; 0 is the end."""

    changes: list[tuple[ObjectRef, Change]]
    claims: list[ClaimChange]
    next: int


def context(found: Coverage, before: int, others: int) -> dict[str, Any]:
    """Returns the context of the template: both groups by day, and the URL query of the next page.

    `before` is a seq among the corrections, `others` one among the other changes, and 0 is their
    beginning. The other changes begin on the page on which the corrections end.
    """
    corrections, rest = _Merged([], [], 0), _Merged([], [], 0)
    if not others:
        corrections = _merged(
            coverage_read.changes(found, SHOWN, before, only=CORRECTIONS),
            claims_read.corrections(found, SHOWN, before),
        )
    if not corrections.next:
        rest = _merged(
            coverage_read.changes(found, SHOWN, others, without=CORRECTIONS),
            claims_read.other_changes(found, SHOWN, others),
        )
    state = coverage_read.coverage_state(found)
    posts = _posts(found, corrections.changes + rest.changes)
    following = f"before={corrections.next}" if corrections.next else f"others={rest.next}"
    return {
        "corrections": _by_day(found, corrections, posts, state),
        "others": _by_day(found, rest, posts, state),
        "next": following if corrections.next or rest.next else "",
    }


def _merged(changes: ChangeList, claims: ClaimChangeList) -> _Merged:
    """Both lists as far as both are known: below the end of one there may be more of it."""
    end = max(changes.next, claims.next)
    return _Merged(
        [(about, each) for about, each in changes.changes if each.seq >= end],
        [each for each in claims.changes if each.seq >= end],
        end,
    )


def _by_day(
    found: Coverage, listed: _Merged, posts: dict[str, PostState], state: CoverageState
) -> list[tuple[str, list[Line | ClaimChangeLine]]]:
    lines: list[Line | ClaimChangeLine] = [
        *(_line(about, change, posts) for about, change in listed.changes),
        *claim_changes.lines(found, listed.claims),
    ]
    lines.sort(key=lambda line: -line.seq)
    days = groupby(lines, key=lambda line: day_label(line.at, state))
    return [(day, list(of_day)) for day, of_day in days]


def _line(about: ObjectRef, change: Change, posts: dict[str, PostState]) -> Line:
    post = posts.get(about.id) if about.type == objects.POST_TYPE else None
    named = [posts[number] for number in change.note.split() if number in posts]
    shown = " · ".join(filter(None, map(structured.title_of, named)))
    title = structured.title_of(post) if post else ""
    return Line(about, change, sentences.of_change(about, change, shown), post, title)


def _posts(found: Coverage, changes: list[tuple[ObjectRef, Change]]) -> dict[str, PostState]:
    """The posts that were changed, pinned or gave a lead picture, by their numbers."""
    numbers = {about.number for about, _ in changes if about.type == objects.POST_TYPE}
    numbers |= {
        int(number)
        for _, each in changes
        if each.kind in ("pinned", "lead_picture_set")
        for number in each.note.split()
    }
    return {str(each.number): each for each in coverage_read.posts(found, numbers)}
