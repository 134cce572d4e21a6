"""This code beside an earlier revision, in one run: `python -m bench.compare REVISION`.

Checks the revision out into a temporary folder, makes its environment, and runs each bench there
and here in turn, A B A B. Prints the median of every figure, and the ratio of this code to the
other. Figures are matched by their order, since revisions may name them differently.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
# The arguments for a run that shows a difference of a tenth and ends within a minute or two.
BENCHES: Final = {
    "publish": ["--rounds", "1", "--posts", "200", "--readers", "2000"],
    "pages": ["--rounds", "2"],
    "fanout": ["--rounds", "1", "--readers", "10000"],
    "storm": ["--rounds", "1", "--readers", "10000"],
    "flood": ["--posts", "10"],
}
_NUMBER: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?")

Figures = list[tuple[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.compare")
    parser.add_argument("revision")
    parser.add_argument("--bench", action="append", choices=BENCHES, help="all, unless named")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / "other"
        _check_out(chosen.revision, other)
        try:
            for name in chosen.bench or BENCHES:
                _compare(name, other, chosen.rounds)
        finally:
            _git("worktree", "remove", "--force", str(other))


def _check_out(revision: str, folder: Path) -> None:
    _git("worktree", "add", "--detach", str(folder), revision)
    subprocess.run(["script/setup", "test"], cwd=folder, check=True, capture_output=True)


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True)


def _compare(name: str, other: Path, rounds: int) -> None:
    before, after = [], []
    for _ in range(rounds):
        before.append(_run(name, other, str(other / ".venv/bin/python")))
        after.append(_run(name, ROOT, sys.executable))
    if len(before[0]) != len(after[0]):
        raise SystemExit(f"bench.{name} prints other figures than it did; compare them by hand.")
    print(f"\n| {name} | before | after | ratio |\n| --- | --- | --- | --- |")
    for place, (figure, _) in enumerate(after[0]):
        old, new = (statistics.median(each[place][1] for each in runs) for runs in (before, after))
        ratio = f"{new / old:.2f}" if old else ""
        print(f"| {figure} | {old:g} | {new:g} | {ratio} |", flush=True)


def _run(name: str, folder: Path, python: str) -> Figures:
    command = [python, "-m", f"bench.{name}", *BENCHES[name]]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"bench.{name} failed in {folder}:\n{ended.stdout}{ended.stderr}")
    return read_tables(ended.stdout)


def read_tables(text: str) -> Figures:
    """The figures of Markdown tables, each named by its row and the head of its column.

    A cell counts by its first number. The first cell of a row is its name, even if that begins with
    a number.
    """
    found: Figures = []
    head: list[str] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            head = []
        elif not head:
            head = cells
        elif not set(line) <= set("| -:"):
            figures = [
                place > 0 and "/s" not in cell and _NUMBER.match(cell) is not None
                for place, cell in enumerate(cells)
            ]
            named = [cell for cell, is_figure in zip(cells, figures, strict=True) if not is_figure]
            for column, cell, is_figure in zip(head, cells, figures, strict=False):
                if is_figure and (number := _NUMBER.match(cell)):
                    name = ", ".join([*named[:2], column])
                    found.append((name, float(number[0].replace(",", ""))))
    return found


if __name__ == "__main__":
    main()
