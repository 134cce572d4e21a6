"""Counts the cost of a call in steps that are the same on every machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any


def steps(function: Callable[..., object], *arguments: object) -> int:
    """The number of lines of Python that the call runs, including the standard library.

    C code is not counted, above all regular expressions.
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


def run(program: str) -> subprocess.CompletedProcess[str]:
    """Runs a Python program to its end."""
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
