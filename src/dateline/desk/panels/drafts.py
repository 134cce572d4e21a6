"""The drafts of a desk that a person may read, and those that they discarded lately."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from dateline.accounts.policy import Person
from dateline.desk import draft_rows
from dateline.desk.prepared import coverage_state
from dateline.drafts.workflow import OPEN
from dateline.journal.models import Coverage
from dateline.page.render import zone

from . import notes

# For so long the panel offers to bring back what was discarded.
_LATELY: Final = timedelta(hours=1)


def context(coverage: Coverage, person: Person) -> dict[str, Any]:
    """Returns what the template of the panel shows, newest first."""
    state = coverage_state(coverage)
    since = datetime.now(UTC) - _LATELY
    found = draft_rows.in_states(coverage, person, OPEN, "-saved_at")
    discarded = draft_rows.in_states(coverage, person, {"discarded"}, "-since")
    return {
        "coverage": state,
        "zone": zone(state.zone),
        "now": datetime.now(UTC),
        "drafts": notes.on_drafts(coverage, person, found),
        "discarded": [row for row in discarded if row.since > since and row.owner == person.name],
    }
