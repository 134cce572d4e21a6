"""Many writers at once, and writers that die, leave no gap, no duplicate and no half entry."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.newsroom import PATIENCE, Newsroom

ROOT = Path(__file__).parent.parent.parent


def start(newsroom: Newsroom, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=newsroom.environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def state(newsroom: Newsroom) -> dict:
    found = json.loads(newsroom.program("journal_state"))
    assert found["seqs"] == list(range(1, len(found["seqs"]) + 1))
    assert found["times"] == sorted(found["times"])
    assert found["head"] == found["coverage"] == len(found["seqs"])
    assert found["damage"] == []
    assert found["posts"] == list(range(1, len(found["posts"]) + 1))
    assert found["commands"] == len(found["seqs"])
    return found


def test_processes_and_threads_write_without_gap_or_double_in_commit_order(closed_newsroom):
    expected = 1 + 2 * 12 + 4 * 6
    # A reader that tails the journal meanwhile never skips a number that is committed later.
    tail = start(closed_newsroom, "-m", "tests.programs.journal_tail", str(expected))
    assert tail.stdout is not None
    assert tail.stdout.readline() == "ready\n"
    writers = [
        start(closed_newsroom, "-m", "tests.journal.writer", "many", "a", "12"),
        start(closed_newsroom, "-m", "tests.journal.writer", "many", "b", "12"),
        start(closed_newsroom, "-m", "tests.journal.writer", "threads", "c", "6"),
    ]
    for process in [*writers, tail]:
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, output
    found = state(closed_newsroom)
    assert len(found["seqs"]) == expected
    for name in ("a-11", "b-11", "c0-5", "c3-5"):
        assert found["html"].count(f">{name}<") == 1


def test_a_writer_that_dies_at_any_step_leaves_no_half_entry(closed_newsroom):
    dying = start(closed_newsroom, "-m", "tests.journal.writer", "dying")
    output, _ = dying.communicate(timeout=2 * PATIENCE)
    assert dying.returncode == 0, output
    steps = int(output.strip().splitlines()[-1])
    assert steps > 10
    found = state(closed_newsroom)
    # Only the child that survived has published; the others died before their commit.
    assert found["posts"] == [1]
    assert f">step {steps}<" in found["html"]


def test_a_listener_keeps_no_other_writer_waiting(closed_newsroom):
    assert closed_newsroom.program("notified_writer") == "went on"
