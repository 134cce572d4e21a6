"""The panel that says who is at the desk, and in which draft or post they write."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dateline.accounts.policy import Person
from dateline.desk import texts
from dateline.journal.models import Coverage
from dateline.newsroom import presence


def context(coverage: Coverage, person: Person) -> dict[str, Any]:
    """Returns what the template of the panel shows, in the order of names."""
    here = presence.here(coverage)
    named = texts.named(coverage, person, {each.about for each in here})
    return {
        "slug": coverage.slug,
        "zone": texts.zone_of(coverage),
        "now": datetime.now(UTC),
        "people": [
            {"here": each, "text": named.get(each.about), "own": each.person == person.name}
            for each in here
        ],
    }
