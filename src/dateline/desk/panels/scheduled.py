"""What a desk is about to publish: what can still be undone, what is scheduled, what is on hold."""

from __future__ import annotations

from typing import Any

from dateline.accounts.policy import Person
from dateline.desk import draft_rows
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage
from dateline.page.render import zone


def context(coverage: Coverage, person: Person) -> dict[str, Any]:
    """Returns what the template of the panel shows, by the time at which it is due."""
    state = coverage_state(coverage)
    return {
        "coverage": state,
        "zone": zone(state.zone),
        "publishing": draft_rows.in_states(coverage, person, {"publishing"}, "due"),
        "scheduled": draft_rows.in_states(coverage, person, {"scheduled"}, "due"),
        "on_hold": draft_rows.in_states(coverage, person, {"on_hold"}, "-since"),
    }
