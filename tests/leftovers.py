"""Names of a run's databases and folders, and the removal of what killed runs left behind.

Two checkouts, and two runs of one checkout, may share a PostgreSQL server: every name carries a
hash of the checkout's path and a random part. A run is alive as long as its connection with that
name is open. Databases of ended runs are dropped at the next start.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import re
import resource
import secrets
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import psycopg

CHECKOUT: Final = sha256(bytes(Path(__file__).resolve().parents[1])).hexdigest()[:8]
_RUN: Final = "DATELINE_TEST_RUN"
_PR_SET_PDEATHSIG: Final = 1
# Seconds.
_ALONE_WITHIN: Final = 60.0
# Loaded here, because nothing may be loaded between fork and exec of a process with threads.
_LIBC: Final = ctypes.CDLL(None)


def run_name() -> str:
    """The prefix of this run's names: `dateline_<checkout>_<run>`. Workers inherit it."""
    return f"dateline_{CHECKOUT}_{os.environ.setdefault(_RUN, secrets.token_hex(4))}"


def database_name() -> str:
    """A name for a database that no other test, run or checkout has."""
    return f"{run_name()}_{secrets.token_hex(4)}"


def make_folder() -> str:
    """Makes a folder for this process, and removes those of processes that have ended."""
    prefix = f"dateline-tests-{CHECKOUT}-"
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        owner = folder.name.removeprefix(prefix).split("-")[0]
        if not Path("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)
    return tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-")


def hold_run(server: str) -> psycopg.Connection:
    """Opens the connection that shows that this run is alive, and drops databases of ended runs.

    It is closed at the end of the run; by the kernel if the run is killed.
    """
    import psycopg

    connection = psycopg.connect(server, autocommit=True, application_name=run_name())
    for name in _abandoned(connection):
        # Another run of the same checkout may be dropping it at this moment.
        with contextlib.suppress(psycopg.Error):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    return connection


def _abandoned(connection: psycopg.Connection) -> list[str]:
    names = connection.execute(
        "SELECT datname FROM pg_database WHERE datname ~ %s", (f"^dateline_{CHECKOUT}_",)
    ).fetchall()
    alive = connection.execute("SELECT application_name FROM pg_stat_activity").fetchall()
    running = {name for (name,) in alive}
    return [name for (name,) in names if re.sub("_[0-9a-f]+$", "", name) not in running]


def wait_until_alone() -> None:
    """Waits until no other session uses the database of Django's connection.

    Raises AssertionError with what the others do if they do not end.
    """
    from django.db import connection

    # A connection that a thread left open is closed when it is collected.
    gc.collect()
    deadline = time.monotonic() + _ALONE_WITHIN
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT backend_type, state, query FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            others = cursor.fetchall()
            if not others:
                return
            assert time.monotonic() < deadline, others
            time.sleep(0.1)


def before_exec(file_limit: int = 0) -> Callable[[], None]:
    """Called in a child before exec: has the kernel kill it when this run ends.

    With a limit, none of its files may grow past so many bytes, as on a full disk.
    """
    # The kernel sends it when the thread that started the child ends. Asked here, because in a
    # child every thread is the main one.
    ends = hasattr(_LIBC, "prctl") and threading.current_thread() is threading.main_thread()

    def run() -> None:
        if file_limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
        if ends:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

    return run


def children() -> set[int]:
    """The processes that this one started and that have not been waited for."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):
            found |= set(map(int, (task / "children").read_text().split()))
    return found


def end(processes: set[int]) -> None:
    """Kills children of this process and waits for them."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            # A stopped process is killed, too.
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
