"""Runs what script/test runs, side by side where it may be, and sums it up in one line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

BIN = Path(sys.executable).parent
POSTGRES = os.environ.get("DATELINE_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


@dataclass
class Check:
    """A command, the environment it adds, and what came of it."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    output: str = ""
    status: int = 0

    def run(self) -> None:
        begun = time.monotonic()
        ended = subprocess.run(
            self.command,
            env=os.environ | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.output, self.status = ended.stdout, ended.returncode
        seconds = time.monotonic() - begun
        print(f"{'FAILED' if self.status else 'ok':7}{self.name} ({seconds:.0f} s)", flush=True)
        if self.status:
            print(self.output, flush=True)


def main() -> int:
    python = str(BIN / "python")
    static = [
        Check("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Check("lint", [str(BIN / "ruff"), "check", "."]),
        Check("types", [str(BIN / "mypy")]),
        Check("import contracts", [str(BIN / "lint-imports")]),
    ]
    in_memory()
    browser, postgres = chromium(), postgres_answers()
    nats = shutil.which("nats-server", path=f"{os.environ['PATH']}:/usr/sbin")
    left_out = [name for name, there in (("browser", browser), ("nats", nats)) if not there]
    without = " and ".join(f"not {name}" for name in left_out)
    # Two workers each: half of a test's time is waiting for a server or a page.
    suite = [python, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-m", without]
    tests = [Check("tests on SQLite", suite)]
    if postgres:
        tests.append(Check("tests on PostgreSQL", suite, {"DATELINE_TEST_DATABASE": POSTGRES}))
    run_beside(static, tests)
    passed, failed = counted(tests)
    if not browser:
        print(
            "Left out: the browser's tests. Debian: apt install chromium; or CHROMIUM=/path/to/it."
        )
    if not nats:
        print("Left out: the tests with NATS. Debian: apt install nats-server.")
    if not postgres:
        print(
            "Left out: the tests on PostgreSQL. Debian: apt install postgresql; or"
            " DATELINE_TEST_POSTGRES=postgres://user@host/database."
        )
    faults = sum(check.status != 0 for check in static)
    broken = any(check.status for check in [*static, *tests])
    print(f"{passed} passed, {failed + faults} failed")
    return 1 if broken else 0


def run_beside(static: list[Check], tests: list[Check]) -> None:
    """Two rows of commands beside each other: most machines have two cores or more."""
    rows = [[tests[0]], [*static, *tests[1:]]]
    with ThreadPoolExecutor(len(rows)) as pool:
        list(pool.map(lambda row: [check.run() for check in row], rows))


def in_memory() -> None:
    """Puts what tests write in memory where there is room: no test cuts the power, and every
    commit of a test would wait for a disk."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3:
        os.environ["TMPDIR"] = str(memory)


def chromium() -> str | None:
    """The browser that the tests drive."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("google-chrome")


def postgres_answers() -> bool:
    """Whether the PostgreSQL server for tests is there."""
    probe = "import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=3).close()"
    command = [str(BIN / "python"), "-c", probe, POSTGRES]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def counted(tests: list[Check]) -> tuple[int, int]:
    """How many tests passed and failed, by pytest's own closing lines."""

    def total(word: str) -> int:
        closing = (check.output.strip().splitlines()[-1:] for check in tests)
        return sum(
            int(n) for lines in closing for n in re.findall(rf"(\d+) {word}", "".join(lines))
        )

    return total("passed"), total("failed") + total("error")


if __name__ == "__main__":
    sys.exit(main())
