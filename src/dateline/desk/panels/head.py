"""The panel with the head of a coverage: what its page shows above the posts."""

from __future__ import annotations

from typing import Any

from dateline.accounts.policy import Person
from dateline.coverage import read
from dateline.desk import outdated, rows
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage
from dateline.page.render import zone


def context(coverage: Coverage, person: Person) -> dict[str, Any]:
    state = coverage_state(coverage)
    return {
        "coverage": state,
        "prepared": not coverage.head,
        "zone": zone(state.zone),
        "outdated": outdated.outdated(coverage),
        "pins": _posts(coverage, state.pinned),
        "lead_pictures": _posts(coverage, (state.lead_picture,)),
    }


def _posts(coverage: Coverage, numbers: tuple[int, ...]) -> list[dict[str, Any]]:
    """The posts with these numbers, in that order, with the words by which they are recognised."""
    stored = {each.number: each for each in read.posts(coverage, numbers)}
    found = [stored[number] for number in numbers if number in stored]
    return [{"number": each.number, "words": rows.words_of(each)} for each in found]
