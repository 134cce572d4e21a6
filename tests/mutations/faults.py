"""The faults of `faults.toml`, and how one is built into a copy of the checkout."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FILE: Final = Path(__file__).with_name("faults.toml")
# What the tests need of a checkout. Compiled files come along: their sources keep their times.
_COPIED: Final = ("src", "tests", "docs", "themes", "bench", "conftest.py", "pyproject.toml")

# A folder of a copy for temporary files.
TEMPORARY: Final = "tmp"


class NotThere(ValueError):
    """The text that a fault replaces must be in its file exactly once."""

    def __init__(self, fault: Fault, count: int) -> None:
        super().__init__(f"{fault.name}: {self.__doc__} It is {count} times in {fault.file}.")


@dataclass(frozen=True)
class Fault:
    """A fault: in `file`, below the root of the checkout, `find` becomes `replace`.

    `tests` are the arguments of pytest for the tests that should find it.
    """

    name: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]

    def in_text(self, text: str) -> str:
        """The file's text with the fault in it. Raises NotThere."""
        if (count := text.count(self.find)) != 1:
            raise NotThere(self, count)
        return text.replace(self.find, self.replace)


def read_faults() -> list[Fault]:
    """All faults, in the order of the file."""
    tables = tomllib.loads(FILE.read_text())["fault"]
    return [Fault(**table | {"tests": tuple(table["tests"])}) for table in tables]


@contextmanager
def copied(fault: Fault | None) -> Iterator[Path]:
    """A copy of the checkout with a fault in it, or without one; it is deleted afterwards."""
    with TemporaryDirectory(prefix="dateline-fault-") as folder:
        copy = Path(folder)
        (copy / TEMPORARY).mkdir()
        for name in _COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, copy / name)
            else:
                shutil.copy2(ROOT / name, copy / name)
        if fault is not None:
            file = copy / fault.file
            file.write_text(fault.in_text(file.read_text()))
        yield copy
