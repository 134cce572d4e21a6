"""The list of what was changed in a coverage: what was wrong in it, and below that what is new.

A reader who looks for an error must not have to search for it among pins and key events.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from dateline.coverage import objects
from dateline.coverage import read as coverage_read
from dateline.coverage.read import ChangeList
from dateline.coverage.state import Change, ChangeKind, CoverageState, PostState
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage

from . import sentences, structured
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
_NOTHING: Final = ChangeList([], 0)


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


def context(found: Coverage, before: int, others: int) -> dict[str, Any]:
    """Returns the context of the template: both groups by day, and the URL query of the next page.

    `before` is a seq among the corrections, `others` one among the other changes, and 0 is their
    beginning. The other changes begin on the page on which the corrections end.
    """
    corrections, rest = _NOTHING, _NOTHING
    if not others:
        corrections = coverage_read.changes(found, SHOWN, before, only=CORRECTIONS)
    if not corrections.next:
        rest = coverage_read.changes(found, SHOWN, others, without=CORRECTIONS)
    state = coverage_read.coverage_state(found)
    posts = _posts(found, corrections.changes + rest.changes)
    following = f"before={corrections.next}" if corrections.next else f"others={rest.next}"
    return {
        "corrections": _by_day(corrections, posts, state),
        "others": _by_day(rest, posts, state),
        "next": following if corrections.next or rest.next else "",
    }


def _by_day(
    listed: ChangeList, posts: dict[str, PostState], state: CoverageState
) -> list[tuple[str, list[Line]]]:
    lines = [_line(about, change, posts) for about, change in listed.changes]
    days = groupby(lines, key=lambda line: day_label(line.change.at, state))
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
