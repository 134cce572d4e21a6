"""What the desk knows beside a text: who else has it open, and the notes about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dateline.accounts.policy import Person
from dateline.journal.models import Coverage
from dateline.newsroom import presence

from .panels import notes


def beside(coverage: Coverage, person: Person, about: str) -> dict[str, Any]:
    """Returns the context of the template `desk/beside.html`, apart from coverage and zone."""
    return {
        "about": about,
        "about_notes": notes.of_texts(coverage, person, [about])[about],
        "others": presence.others_in(coverage, person.name, about),
        "now": datetime.now(UTC),
    }
