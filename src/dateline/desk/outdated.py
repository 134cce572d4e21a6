"""Which texts of the front matter rest on a post that was taken back since they were written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from dateline.content.tree import KeyPoint
from dateline.coverage import read
from dateline.coverage.state import CoverageState, PostState
from dateline.journal.models import Coverage
from dateline.journal.read import coverage_at

# How a section rests on a post, for a sentence that goes on with the post.
_RESTS: Final = {
    "summary": "The summary rests on",
    "key-points": "A key point links to",
    "pin": "The pin shows",
}


class OutdatedSection(NamedTuple):
    """A section of the front matter, and a change to a post on which it rests.

    `coverage` is the slug of the post's coverage, which may be another one. `kind` is "corrected",
    "retracted" or "withdrawn".
    """

    section: str
    coverage: str
    number: int
    kind: str
    note: str

    @property
    def rests(self) -> str:
        return _RESTS[self.section]


def outdated(coverage: Coverage) -> list[OutdatedSection]:
    """Returns the changes that are newer than the sections which rest on the changed posts."""
    state = read.coverage_state_or_none(coverage)
    if state is None:
        # It is prepared, and has no posts.
        return []
    written = {
        "summary": state.summary.seq if state.summary else 0,
        "key-points": state.key_points_seq,
        "pin": state.pin_change.seq if state.pin_change else 0,
    }
    return [
        OutdatedSection(section, slug, post.number, change.kind, change.note)
        for section, slug, post in _posts_of(state)
        for change in post.taken_back_since(written[section])
    ]


def advice(before: CoverageState, number: int, *, withdrawn: bool = False) -> str:
    """Returns what remains to be done after a post was corrected, retracted or withdrawn; or ''.

    `before` is the state of the coverage before that.
    """
    sentences = []
    if resting := before.front_matter_citing(number):
        names = " and the ".join(resting)
        sentences.append(f"The {names} still rest on it: read them again, and correct them.")
    if number in before.pinned and withdrawn:
        sentences.append("It was pinned; the pin is removed.")
    elif number in before.pinned:
        sentences.append("It is pinned: decide whether it stays at the top.")
    return " ".join(sentences)


def _posts_of(state: CoverageState) -> Iterator[tuple[str, str, PostState]]:
    """Each section, with the posts on which it rests and the slugs of their coverages."""
    cited = [
        ("summary", state.slug, state.summary.cited() if state.summary else []),
        ("key-points", state.slug, state.posts_of_key_points()),
        *(("key-points", each.coverage, [each.post]) for each in _foreign(state)),
        ("pin", state.slug, list(state.pinned)),
    ]
    for section, slug, numbers in cited:
        found = coverage_at(slug) if numbers else None
        for post in read.posts(found, numbers) if found else []:
            yield section, slug, post


def _foreign(state: CoverageState) -> list[KeyPoint]:
    """The key points that link to a post of another coverage."""
    return [each for each in state.key_points if each.coverage and each.post]
