"""Imports an old page with a command of the desk, and reports what was uncertain."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from dateline.accounts.policy import Person
from dateline.content import sanitise
from dateline.content.tree import Copy
from dateline.desk.commands.coverages import Opening
from dateline.desk.commands.imports import ImportedCoverage, import_coverage

from . import oldpage

SIZE_LIMIT: Final = 5 * 1024 * 1024


def import_page(path: Path, slug: str, zone: str, by: Person) -> tuple[oldpage.OldPage, list[str]]:
    """Imports the text file at `path` as a new, closed coverage with this slug.

    Returns the page, and messages about removed characters and uncertain guesses. Importing the
    same file into the same coverage again does nothing. Raises oldpage.NoLivePage, stamps.Undated
    or desk.errors.CommandRefused; nothing was written then.
    """
    text, removed = _text(path)
    page = oldpage.read(text, zone)
    imported = ImportedCoverage(
        opening=Opening(
            slug=slug,
            headline=page.headline,
            standfirst=page.standfirst,
            bylines=page.bylines,
            zone=page.zone,
            state="closed",
            dated=page.stamp,
        ),
        key_points=page.key_points,
        summary_headline=page.summary.headline if page.summary else "",
        summary_bylines=page.summary.bylines if page.summary else (),
        summary_parts=page.summary.parts if page.summary else (),
        posts=tuple(
            (entry.dated, Copy(entry.headline, entry.bylines, entry.parts))
            for entry in page.entries
        ),
    )
    # From the content, so that a second import of the same file is recognised.
    idempotency_key = hashlib.sha256(f"{slug}\n{text}".encode()).hexdigest()
    import_coverage(by=by, idempotency_key=idempotency_key, imported=imported)
    doubts = [f"line {doubt.line}: {doubt.what}" for doubt in page.doubts]
    return page, [*(f"removed: {what}" for what in removed), *doubts]


def _text(path: Path) -> tuple[str, list[str]]:
    raw = path.read_bytes()
    if len(raw) > SIZE_LIMIT:
        raise oldpage.NoLivePage("The file is larger than 5 MB, which is too much for a live page.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise oldpage.NoLivePage("The file is not UTF-8 text.") from None
    cleaned = sanitise.plain(text)
    return cleaned.text, cleaned.removed
