"""Runs the checks of script/test, some of them in parallel, and sums them up in one line."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

BIN = Path(sys.executable).parent
PYTHON = str(BIN / "python")
MYPY = [str(BIN / "mypy"), "--follow-imports", "silent"]
POSTGRES = os.environ.get("DATELINE_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
ON_POSTGRES = {"DATELINE_TEST_DATABASE": POSTGRES}
# Minutes. The nightly form takes about 45 on two quiet cores. Each check is ended at its own limit,
# of more than twice its time there, and the sum of these fits in here.
NIGHT = 130.0
# The last line of pytest's output: `12 passed, 1 failed in 3.20s`.
CLOSING = re.compile(r"(\d+) (passed|failed|errors?)\b")


RUNNING: list[subprocess.Popen[str]] = []


@dataclass
class Check:
    """A command, the environment that it adds, and its result.

    `needs` names what must be installed for it. After `minutes` it is killed, and has failed.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    minutes: float = 20
    output: str = ""
    status: int = 0

    def run(self) -> None:
        begun = time.monotonic()
        # In a session of its own, so that the servers that it started can be killed with it.
        running = subprocess.Popen(
            self.command,
            env=os.environ | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        RUNNING.append(running)
        try:
            self.output, _ = running.communicate(timeout=self.minutes * 60)
            self.status = running.returncode
        except subprocess.TimeoutExpired:
            _kill(running)
            self.output = f"{running.communicate()[0]}\nKilled after {self.minutes:g} minutes."
            self.status = 1
        seconds = time.monotonic() - begun
        shown = "FAILED" if self.status else "ok"
        print(f"{shown:7}{self.name} ({seconds:.0f} s)", flush=True)
        if self.status:
            print(self.output, flush=True)
        else:
            print(slowest(self.output), end="", flush=True)


def pytest(name: str, *arguments: str, needs: tuple[str, ...] = (), minutes: float = 20) -> Check:
    """A check that runs tests on SQLite, or on PostgreSQL if `needs` names that."""
    # More workers than cores: half of the time of a test is spent waiting for a server or a page.
    # The tests on PostgreSQL are fewer.
    workers = "2" if "postgres" in needs and "--thorough" not in arguments else "4"
    command = [PYTHON, "-m", "pytest", "-n", workers, "--dist", "worksteal"]
    command += ["--durations=15", "--durations-min=1", *arguments]
    return Check(name, command, ON_POSTGRES if "postgres" in needs else {}, needs, minutes)


# All faults take half an hour, so a commit has a quarter of them: always the same, and over some
# commits all. `script/faults` builds in all of them.
QUARTERS = 4


def quarter_of_faults() -> str:
    """Which quarter this commit has, such as `2/4`. Without a repository, the first."""
    asked = subprocess.run(
        ["git", "rev-parse", "--short=8", "HEAD"], capture_output=True, text=True, check=False
    )
    return f"{int(asked.stdout.strip() or '0', 16) % QUARTERS + 1}/{QUARTERS}"


STATIC = [
    Check("format", [str(BIN / "ruff"), "format", "--check", "."]),
    Check("lint", [str(BIN / "ruff"), "check", "."]),
    Check("types", [str(BIN / "mypy")]),
    Check(
        "types of tests/programs and tests/mutations",
        [*MYPY, "-p", "tests.programs", "-p", "tests.mutations"],
    ),
    Check("import contracts", [str(BIN / "lint-imports")]),
]
EVERYDAY = [
    # Twice the time that they take on a busy machine.
    pytest("tests on SQLite", minutes=35),
    pytest("tests on PostgreSQL", needs=("postgres",), minutes=35),
]
FAULTS = Check(
    "a quarter of the faults that tests must find",
    [PYTHON, "-m", "tests.mutations", "--part", quarter_of_faults()],
    needs=("browser", "compiler", "nats"),
    minutes=25,
)
# The nightly form also runs these, one after the other. To add one, add a line. `minutes` is its
# time limit, and it is left out if less time is left.
THOROUGH = [
    pytest("thorough tests on SQLite", "--thorough", "--timeout=900", minutes=30),
    pytest(
        "thorough tests on PostgreSQL",
        "--thorough",
        "--timeout=900",
        needs=("postgres",),
        minutes=35,
    ),
    FAULTS,
]


def main() -> int:
    chosen = parser().parse_args()
    begun = time.monotonic()
    in_memory()
    installed = what_is_installed()
    missing = [name for name, there in installed.items() if not there]
    left_out = [f"{what}. {HOW[name]}" for name, what in TESTS_OF.items() if name in missing]
    without = " and ".join(f"not {name}" for name in missing if name in MARKERS)
    checks = [*STATIC, *EVERYDAY, *(THOROUGH if chosen.thorough else [])]
    for check in checks:
        if "pytest" in check.command:
            check.command += ["-m", without] if without else []
    possible = [check for check in checks if not set(check.needs) & set(missing)]
    run_beside([check for check in possible if check not in THOROUGH])
    ran = [check for check in possible if check not in THOROUGH]
    for check in possible:
        if check in THOROUGH:
            left = chosen.within - (time.monotonic() - begun) / 60
            if left < check.minutes:
                left_out.append(f"{check.name}, since only {left:.0f} minutes are left.")
                continue
            if check is FAULTS and not any(each.status for each in ran):
                check.command.append("--passed")
            check.run()
            ran.append(check)
    for line in left_out:
        print(f"Left out: {line}")
    return closing_line(ran, incomplete=bool(left_out) and chosen.all)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="script/test", description=__doc__)
    made.add_argument("--all", action="store_true", help="fail if something is left out")
    made.add_argument("--thorough", action="store_true", help="the nightly form, about 45 minutes")
    made.add_argument(
        "--within",
        type=float,
        default=NIGHT,
        metavar="MINUTES",
        help="with --thorough: start nothing that could end later than this",
    )
    return made


def closing_line(ran: list[Check], *, incomplete: bool) -> int:
    """Prints how many tests and checks passed and failed. Returns the exit status."""
    passed, failed = counted([check for check in ran if "pytest" in check.command])
    failed += sum(check.status != 0 for check in ran if "pytest" not in check.command)
    if incomplete:
        print("FAILED something was left out, which --all does not allow")
    broken = incomplete or any(check.status for check in ran)
    # A run of tests that was killed may have counted no failure.
    print(f"{passed} passed, {max(failed, int(broken))} failed")
    return 1 if broken else 0


def run_beside(checks: list[Check]) -> None:
    """Runs two rows of checks in parallel: most machines have two cores or more."""
    first = next(check for check in checks if check in EVERYDAY)
    rows = [[first], [check for check in checks if check is not first]]
    with ThreadPoolExecutor(len(rows)) as pool:
        list(pool.map(lambda row: [check.run() for check in row], rows))


def in_memory() -> None:
    """Puts the tests' files in memory if there is space: else every commit waits for a disk."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3:
        os.environ["TMPDIR"] = str(memory)


# What tests need beyond Python: the markers, what is left out without it, and how to install it.
MARKERS = {"browser", "nats", "compiler", "proxy"}
TESTS_OF = {
    "browser": "the browser's tests",
    "nats": "the tests with NATS",
    "compiler": "the tests of failing disks",
    "proxy": "the tests behind nginx",
    "postgres": "the tests on PostgreSQL",
}
HOW = {
    "browser": "Debian: apt install chromium; or set CHROMIUM=/path/to/chromium.",
    "nats": "Debian: apt install nats-server.",
    "compiler": "Debian: apt install gcc libc6-dev.",
    "proxy": "Debian: apt install nginx-light.",
    "postgres": "Debian: apt install postgresql; or set"
    " DATELINE_TEST_POSTGRES=postgres://user@host/database.",
}


def what_is_installed() -> dict[str, bool]:
    """What the tests need beyond Python, and whether it is installed."""
    path = f"{os.environ['PATH']}:/usr/sbin"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return {
        "browser": bool(chromium or shutil.which("google-chrome")),
        "nats": bool(shutil.which("nats-server", path=path)),
        "compiler": bool(shutil.which("cc")),
        "proxy": bool(shutil.which("nginx", path=path)),
        "postgres": postgres_answers(),
    }


def postgres_answers() -> bool:
    """Whether the PostgreSQL server for tests can be reached."""
    probe = "import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=3).close()"
    command = [PYTHON, "-c", probe, POSTGRES]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def slowest(output: str) -> str:
    """The part of pytest's output that lists the slowest tests, or ''."""
    found = re.search(r"^=+ slowest .*?\n((?:\d+\.\d+s .*\n)*)", output, re.MULTILINE)
    return "".join(f"       {line}\n" for line in found[1].splitlines()) if found else ""


def counted(tests: list[Check]) -> tuple[int, int]:
    """How many tests passed and failed, from the last lines of pytest's output."""
    total = {"passed": 0, "failed": 0, "error": 0}
    for check in tests:
        for number, word in CLOSING.findall("".join(check.output.strip().splitlines()[-1:])):
            total[word.removesuffix("s")] += int(number)
    return total["passed"], total["failed"] + total["error"]


def interrupted(number: int, frame: FrameType | None) -> None:
    """Kills the running checks, which Ctrl-C does not reach in their sessions, and then exits."""
    for running in RUNNING:
        _kill(running)
    os._exit(128 + number)


def _kill(running: subprocess.Popen[str]) -> None:
    if running.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupted)
    sys.exit(main())
