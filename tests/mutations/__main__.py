"""`script/faults`: builds one fault at a time into a copy of the checkout, and runs its tests."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from .faults import ROOT, TEMPORARY, Fault, NotThere, copied, read_faults

# So many of a hundred faults must be found.
MUST_BE_FOUND: Final = 95
# Seconds for the tests of one fault, and for those of all without any.
LIMIT: Final = 150
LIMIT_WITHOUT: Final = 900
# Seconds that a test waits for what a fault keeps from coming; as long as it takes otherwise.
PATIENCE: Final = 20
# Exit statuses of pytest: all passed, some failed, the run broke off (a fault may do that).
PASSED: Final = 0
FOUND: Final = (1, 2)

RUNNING: list[subprocess.Popen[str]] = []


@dataclass(frozen=True)
class Result:
    """What came of a run of pytest: its exit status, None at the time limit, and its output."""

    status: int | None
    output: str
    seconds: float

    @property
    def failed(self) -> bool:
        return self.status is None or self.status in FOUND


def main() -> int:
    chosen = parser().parse_args()
    faults = [each for each in read_faults() if not chosen.only or each.name in chosen.only]
    if unknown := set(chosen.only) - {each.name for each in faults}:
        print(f"There is no fault named {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    try:
        # All of them first, and not after twenty minutes.
        for each in faults:
            each.in_text((ROOT / each.file).read_text())
    except NotThere as error:
        print(error, file=sys.stderr)
        return 2
    first, step = chosen.part
    faults = faults[first - 1 :: step]
    # A few show that tests pass in a copy, too.
    without = faults[::20] if chosen.passed else faults
    if not chosen.only and not pass_without(without, chosen.jobs):
        return 1
    found = count_found(faults, chosen.jobs)
    print(f"{found} of {len(faults)} faults are found")
    return 0 if 100 * found >= MUST_BE_FOUND * len(faults) else 1


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="script/faults", description=__doc__)
    made.add_argument("--only", action="append", default=[], metavar="NAME", help="this fault")
    made.add_argument(
        "--passed", action="store_true", help="all tests passed just now: run few of them first"
    )
    made.add_argument(
        "--part",
        type=part,
        default=(1, 1),
        metavar="K/N",
        help="only each Nth fault, beginning with the Kth",
    )
    # More at a time would be slow, and a test that waits in vain is not the one that was meant.
    made.add_argument("--jobs", type=int, default=2, choices=(1, 2, 3), help="at a time (2)")
    return made


def part(written: str) -> tuple[int, int]:
    """The numbers of `2/4`. Raises ValueError for anything else."""
    first, step = map(int, written.split("/"))
    if not 1 <= first <= step:
        raise ValueError(written)
    return first, step


def count_found(faults: Sequence[Fault], jobs: int) -> int:
    """Builds each fault in, and says of each in its turn whether it was found."""
    found = 0
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for fault, result in zip(faults, pool.map(run_with, faults), strict=True):
                found += result.failed
                shown = "found" if result.failed else "NOT FOUND"
                print(f"{shown:10}{fault.name} ({result.seconds:.0f} s)", flush=True)
                if result.status not in (None, PASSED, *FOUND):
                    # The tests did not even begin.
                    print(result.output)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return found


def pass_without(faults: Sequence[Fault], jobs: int) -> bool:
    """Whether all tests pass where there is no fault: otherwise they would find anything."""
    tests = list(dict.fromkeys(each for fault in faults for each in fault.tests))
    with copied(None) as copy:
        result = run(copy, [*tests, "-n", str(jobs), "--dist", "worksteal"], LIMIT_WITHOUT)
    if result.status != PASSED:
        print(result.output)
        print("FAILED The tests do not pass without a fault.")
        return False
    print(f"Without a fault the tests pass ({result.seconds:.0f} s).", flush=True)
    return True


def run_with(fault: Fault) -> Result:
    with copied(fault) as copy:
        return run(copy, [*fault.tests, "-x"], LIMIT)


def run(copy: Path, arguments: list[str], limit: float) -> Result:
    """Runs pytest in a copy of the checkout, in a session of its own, which ends at the limit."""
    begun = time.monotonic()
    running = subprocess.Popen(
        [sys.executable, "-m", "pytest", "--timeout=120", *arguments],
        cwd=copy,
        env=os.environ
        | {
            # Before the packages of the environment, where this checkout is installed.
            "PYTHONPATH": str(copy / "src"),
            # What is ended at the limit leaves things behind, which go with the copy.
            "TMPDIR": str(copy / TEMPORARY),
            # pytest-django reads the settings before any conftest could name a data folder.
            "DATELINE_DATA": str(copy / TEMPORARY / "data"),
            "DATELINE_TEST_PATIENCE": str(PATIENCE),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    RUNNING.append(running)
    try:
        output, _ = running.communicate(timeout=limit)
        status: int | None = running.returncode
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        (output, _), status = running.communicate(), None
    RUNNING.remove(running)
    return Result(status, output, time.monotonic() - begun)


def interrupted(number: int, frame: FrameType | None) -> None:
    """Ends what runs, which is in sessions of its own and hears no Ctrl-C, and then this."""
    for running in list(RUNNING):
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
    raise SystemExit(128 + number)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupted)
    sys.exit(main())
