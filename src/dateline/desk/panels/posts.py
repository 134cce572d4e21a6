"""The panel with the posts of a coverage, as readers have them, newest first."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import get_language_bidi, override

from dateline.accounts.policy import Person
from dateline.coverage import objects, read
from dateline.desk import rows
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from dateline.newsroom import deliveries
from dateline.page import sentences
from dateline.page.read import posts_html
from dateline.page.render import zone

from . import notes

# The number of posts that a page of the list has.
MAX_ROWS: Final = 50


def context(coverage: Coverage, person: Person, before: str = "") -> dict[str, Any]:
    """The newest posts; with `before`, a sort key, those before it."""
    state = coverage_state(coverage)
    listed = read.newest_posts(coverage, MAX_ROWS, before)
    numbers = [each.state.number for each in listed.posts]
    html = posts_html(coverage, numbers)
    about = notes.of_texts(coverage, person, [f"post:{number}" for number in numbers])
    delivered = {
        seq: rows.words_of_delivery(*found)
        for seq, found in deliveries.delivered(
            coverage, [each.seq for each in listed.posts]
        ).items()
    }
    shown = [rows.of(each, state, html[each.state.number]) for each in listed.posts]
    now, here = datetime.now(UTC), zone(state.zone)
    return {
        "coverage": state,
        "zone": here,
        "rows": [
            replace(
                row,
                day=rows.day_of(row.dated, now, here),
                notes=about[f"post:{row.number}"],
                delivered=delivered.get(row.seq, ""),
            )
            for row in shown
        ],
        "now": now,
        "next": listed.next,
        "before": before,
        "pin_seq": last_seq(coverage, objects.PIN),
        # With a post's number and the act it is the idempotency key of each form of the list.
        "key": uuid.uuid4().hex,
        **_in_language(state.language),
    }


def _in_language(language: str) -> dict[str, Any]:
    """The note under a corrected post, to be filled in, and the direction of the readers' page."""
    with override(language):
        note = sentences.note_of_correction()
        return {"note_of_correction": note, "right_to_left": get_language_bidi()}
