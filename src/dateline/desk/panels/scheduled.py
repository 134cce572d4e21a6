"""What a desk is about to publish: what can still be undone, what is scheduled, what is on hold."""

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
    """Returns what the template of the panel shows, by the time at which it is due."""
    state = coverage_state(coverage)

    def rows(name: str, order: str) -> list[draft_rows.DraftRow]:
        found = draft_rows.in_states(coverage, person, {name}, order)
        return notes.on_drafts(coverage, person, found)

    return {
        "coverage": state,
        "zone": zone(state.zone),
        "now": datetime.now(UTC),
        "publishing": rows("publishing", "due"),
        "scheduled": rows("scheduled", "due"),
        "on_hold": rows("on_hold", "-since"),
    }
