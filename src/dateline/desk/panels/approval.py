"""The drafts of a desk that wait for approval, and the last ones that were decided on."""

from __future__ import annotations

from typing import Any

from dateline.accounts.policy import Person
from dateline.desk import draft_rows
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage
from dateline.page.render import zone


def context(coverage: Coverage, person: Person) -> dict[str, Any]:
    """Returns what the template of the panel shows, the longest wait first."""
    state = coverage_state(coverage)
    return {
        "coverage": state,
        "zone": zone(state.zone),
        "waiting": draft_rows.in_states(coverage, person, {"submitted"}, "submitted_at"),
    }
