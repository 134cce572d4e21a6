"""Runs the steps of docs/operate.md as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.newsroom import PATIENCE, Newsroom

DOCUMENT = Path(__file__).parents[2] / "docs" / "operate.md"


@dataclass(frozen=True)
class Step:
    """The commands of one block of a section, and what the document shows of their output."""

    commands: str
    shown: tuple[str, ...]

    def run(self, newsroom: Newsroom, folder: Path, status: int = 0) -> str:
        """Runs the commands in a folder, beside a newsroom. Returns their output."""
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        added = {"PATH": path, "PORT": str(newsroom.port)}
        ended = subprocess.run(
            ["sh", "-ec", self.commands],
            cwd=folder,
            env=newsroom.environment | added,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert ended.returncode == status, ended.stdout
        for line in self.shown:
            pattern = ".*".join(map(re.escape, line.split("…")))
            assert re.search(f"^{pattern}$", ended.stdout, re.MULTILINE), (line, ended.stdout)
        return ended.stdout


def steps_of(heading: str) -> list[Step]:
    """The steps of the section with this heading, in order."""
    blocks = blocks_of(heading, "console")
    assert blocks
    found = []
    for lines in blocks:
        commands = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        shown = tuple(line for line in lines if not line.startswith("$ "))
        found.append(Step("\n".join(commands), shown))
    return found


def blocks_of(heading: str, language: str) -> list[list[str]]:
    """The lines of each block of code of a section."""
    section = DOCUMENT.read_text().split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    blocks = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", section, re.MULTILINE | re.DOTALL)
    return [[line.removeprefix(indent) for line in text.splitlines()] for indent, text in blocks]
