"""Load for the stream: many readers in one C process, and what the processes of a server cost.

`fansub.c` opens the readers' connections and notes when each received each message. `cfloor.c` is
the smallest possible server, to compare with. Both are compiled with `cc` when they are first used.
All connections are on the loopback interface.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
BUILT: Final = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline-bench"


def build(name: str) -> str:
    """Compiles `<name>.c` if it is newer than the program; returns the program's path."""
    source, program = HERE / f"{name}.c", BUILT / name
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise SystemExit("The load client is written in C: install a compiler (gcc).")
        BUILT.mkdir(parents=True, exist_ok=True)
        subprocess.run([compiler, "-O2", "-o", str(program), str(source)], check=True)
    return str(program)


class Swarm:
    """The readers' process, driven by the one-line commands that `fansub.c` lists."""

    def __init__(
        self,
        port: int,
        path: str,
        readers: int,
        *,
        marker: str,
        processor: int,
        inflight: int = 256,
    ) -> None:
        self.readers = readers
        self._process = subprocess.Popen(
            [
                *(build("fansub"), "-a", "127.0.0.1", "-p", str(port), "-u", path, "-s", "8"),
                *("-n", str(readers), "-m", marker, "-r", str(inflight)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        os.sched_setaffinity(self._process.pid, {processor})

    def say(self, command: str) -> dict[str, Any]:
        """Sends one command and returns its answer."""
        self.tell(command)
        return self.hear()

    def tell(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the readers' process ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def open(self, seconds: float = 0, wait: float = 60) -> dict[str, Any]:
        """Opens everything that is closed, spread over so many seconds, and waits for it."""
        self.say(f"open {seconds}")
        return self.say(f"wait {wait}")

    def stop(self) -> None:
        if self._process.poll() is None:
            self.tell("quit")
            self._process.wait(10)


def processor_seconds(pid: int) -> float:
    """The processor time of a process and of all that it started, in seconds."""
    total = 0
    for each in family(pid):
        for thread in Path(f"/proc/{each}/task").glob("*/schedstat"):
            try:
                total += int(thread.read_text().split()[0])
            except (OSError, IndexError):
                continue
    return total / 1e9


def memory_kb(pid: int) -> int:
    """The proportional set size in KiB of a process and all that it started."""
    total = 0
    for each in family(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def kernel_kb() -> int:
    """Kernel memory in KiB: slabs and the pages of TCP's buffers."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    slab = next(int(line.split()[1]) for line in lines if line.startswith("Slab:"))
    sockets = Path("/proc/net/sockstat").read_text().splitlines()
    pages = next(int(line.split()[-1]) for line in sockets if line.startswith("TCP:"))
    return slab + pages * os.sysconf("SC_PAGE_SIZE") // 1024


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append(int(path.parent.name))
    family, rest = [], [pid]
    while rest:
        each = rest.pop()
        family.append(each)
        rest += children.get(each, [])
    return family
