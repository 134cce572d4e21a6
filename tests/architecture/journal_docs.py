"""Makes docs/journal.md from the docstrings of the kinds of entry; as a program, it writes it."""

from __future__ import annotations

from dataclasses import fields
from inspect import cleandoc
from pathlib import Path

from dateline.claims.kinds import KINDS as KINDS_ABOUT_CLAIMS
from dateline.coverage.kinds import KINDS
from dateline.journal.entry import EntryErased

PATH = Path(__file__).parents[2] / "docs" / "journal.md"

HEAD = """\
# Kinds of entry

Written by `script/journal-docs` from `src/dateline/coverage/kinds` and
`src/dateline/claims/kinds.py`; do not edit.

Each field is a disclosure of its own, and each part of `parts` as well, named `parts.0`,
`parts.1` …; any of them may have been erased. A leaf says openly the format (`dateline/1`), the
kind, the time, the coverage, the object (`post-31`, `summary` …), the object's revision, the seq
of its previous entry, and the digests.
"""


def written() -> str:
    """The whole page."""
    sections = []
    for kind in (*KINDS, *KINDS_ABOUT_CLAIMS, EntryErased):
        names = ", ".join(f"`{field.name}`" for field in fields(kind))
        sections.append(f"## {kind.kind}\n\n{cleandoc(kind.__doc__ or '')}\n\nFields: {names}.\n")
    return "\n".join([HEAD, *sections])


if __name__ == "__main__":
    PATH.write_text(written())
