"""The panel with the newest notes of a desk, and the notes about one text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import QuerySet

from dateline.accounts.policy import Person
from dateline.desk import texts
from dateline.desk.draft_rows import DraftRow
from dateline.desk.forms.newsroom import NoteForm
from dateline.journal.models import Coverage
from dateline.newsroom.models import Note

# The notes that the panel shows; the page of all notes has the others.
SHOWN: Final = 30


@dataclass(frozen=True)
class NoteLine:
    """A note, and the text that it is about; None for the coverage."""

    number: int
    person: str
    at: datetime
    text: str
    about: texts.Text | None


def context(coverage: Coverage, person: Person) -> dict[str, Any]:
    """Returns what the template of the panel shows, newest first."""
    found = lines(coverage, person, Note.objects.filter(coverage=coverage), SHOWN + 1)
    return {
        "slug": coverage.slug,
        "zone": texts.zone_of(coverage),
        "now": datetime.now(UTC),
        "notes": found[:SHOWN],
        "has_more": len(found) > SHOWN,
        "note_form": NoteForm(initial={"about": ""}),
    }


def lines(coverage: Coverage, person: Person, found: QuerySet[Note], limit: int) -> list[NoteLine]:
    """Returns the newest of some notes that a person may see."""
    seen: list[NoteLine] = []
    ordered, read = found.order_by("-pk"), 0
    # Those that this person may not see take no place of the others.
    while len(seen) < limit and (batch := list(ordered[read : read + limit])):
        read += len(batch)
        seen += _seen(coverage, person, batch)
    return seen[:limit]


def _seen(coverage: Coverage, person: Person, notes: list[Note]) -> list[NoteLine]:
    named = texts.named(coverage, person, {each.about for each in notes})
    return [
        NoteLine(each.pk, each.person, each.at, each.text, named.get(each.about))
        for each in notes
        # A note about a draft is for those who may see the draft.
        if not each.about.startswith("draft:") or named[each.about].address
    ]


def on_drafts(coverage: Coverage, person: Person, rows: list[DraftRow]) -> list[DraftRow]:
    """Returns the rows of drafts with the notes about them."""
    found = of_texts(coverage, person, [f"draft:{row.uid}" for row in rows]) if rows else {}
    return [replace(row, notes=found[f"draft:{row.uid}"]) for row in rows]


def of_texts(
    coverage: Coverage, person: Person, found: Collection[str]
) -> dict[str, list[NoteLine]]:
    """Returns the notes about some texts, oldest first, by what they are about."""
    notes = Note.objects.filter(coverage=coverage, about__in=list(found))
    by_text: dict[str, list[NoteLine]] = {each: [] for each in found}
    for line in reversed(lines(coverage, person, notes, 500)):
        if line.about is not None:
            by_text[line.about.about].append(line)
    return by_text
