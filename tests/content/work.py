"""Counts what a call costs, in steps that are the same on every machine."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from typing import Any


def steps(function: Callable[..., object], *arguments: object) -> int:
    """How many lines of Python the call runs, those of the standard library included.

    What C code does, regular expressions above all, is not counted; `run_within` is for that.
    """
    count = 0

    def trace(_frame: Any, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return count


def run_within(cpu_seconds: int, program: str) -> subprocess.CompletedProcess[str]:
    """Runs a program that is ended after so much time of the processor, however busy the machine.

    The limit is generous: what it is meant to end would take minutes or hours.
    """
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds)),
    )
