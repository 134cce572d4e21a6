"""Makes the table of roles in docs/editors.md from the policy; as a program, it writes it."""

from __future__ import annotations

import re
from pathlib import Path

from dateline.accounts.policy import ACTIONS, ROLES, allowed

PATH = Path(__file__).parents[2] / "docs" / "editors.md"
_CELLS = {None: "no", "own": "their own", "any": "yes"}
_TABLE = re.compile(r"^\| act \|.*\n(?:\|.*\n)+", re.MULTILINE)


def table() -> str:
    """The table: a line for each act, a column for each role."""
    rows = [["act", *ROLES], ["---"] * (len(ROLES) + 1)]
    rows += [[act, *(_CELLS[allowed(role, act)] for role in ROLES)] for act in ACTIONS]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def documented() -> str:
    """The table that the document has."""
    (found,) = _TABLE.findall(PATH.read_text())
    return str(found)


if __name__ == "__main__":
    PATH.write_text(_TABLE.sub(lambda _: table(), PATH.read_text()))
