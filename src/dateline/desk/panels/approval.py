"""The drafts of a desk that wait for approval, and the last ones that were decided on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dateline.accounts.policy import Person
from dateline.desk import draft_rows
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage
from dateline.page.render import zone

from . import notes


def context(coverage: Coverage, person: Person) -> dict[str, Any]:
    """Returns what the template of the panel shows, the longest wait first."""
    state = coverage_state(coverage)
    waiting = draft_rows.in_states(coverage, person, {"submitted"}, "submitted_at")
    return {
        "coverage": state,
        "zone": zone(state.zone),
        "now": datetime.now(UTC),
        "waiting": notes.on_drafts(coverage, person, waiting),
    }
