"""What commands read of a coverage that readers see."""

from __future__ import annotations

from dateline.coverage.read import coverage_state_or_none
from dateline.coverage.state import CoverageState
from dateline.desk.errors import NotPublic
from dateline.journal.models import Coverage


def coverage_state(coverage: Coverage) -> CoverageState:
    """Returns the state of a coverage. Raises NotPublic before it is open to readers."""
    state = coverage_state_or_none(coverage)
    if state is None:
        raise NotPublic
    return state
