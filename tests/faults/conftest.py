"""A disk that can fail."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.newsroom import Newsroom


class FaultyDisk:
    """Controls `disk.c`, which is preloaded into the processes of a newsroom."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.folder = folder
        self.environment = {"LD_PRELOAD": str(library), "FAULTY_DISK": str(folder)}

    def under(self, newsroom: Newsroom) -> None:
        """The processes that the newsroom starts from now on use this disk."""
        newsroom.environment = newsroom.environment | self.environment

    def fail(self) -> None:
        (self.folder / "fails").touch()

    def mend(self) -> None:
        (self.folder / "fails").unlink()

    def log(self) -> list[tuple[str, str]]:
        """What was done so far: `sync`, `failed` or `rename`, and the path."""
        lines = (self.folder / "log").read_text().splitlines()
        return [(what, path) for what, _, path in (line.partition(" ") for line in lines)]


@pytest.fixture(scope="session")
def faulty_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("library") / "disk.so"
    source = Path(__file__).with_name("disk.c")
    command = ["cc", "-Wall", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True)
    return library


@pytest.fixture
def faulty_disk(faulty_library: Path, tmp_path_factory: pytest.TempPathFactory) -> FaultyDisk:
    return FaultyDisk(tmp_path_factory.mktemp("disk"), faulty_library)
