"""Followers: work that must happen after entries were committed.

A follower overwrites erased bytes, deletes the files of pictures or pings a WebSub hub. Its
position is stored, and after a restart it continues from there, so it receives every entry of its
kinds, in order. It receives the last entries again after a failure, a stop or a crash in the middle
of a batch. Each follower runs in one process of the newsroom; another process takes over when that
one dies.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import ClassVar, Final
from zlib import crc32

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, close_old_connections, connection, connections
from django.utils.module_loading import import_string

from . import database_file, local_notifier, read
from .entry import Entry
from .models import Coverage, FollowerPosition

# The largest number of entries in one call of `follow`.
BATCH: Final = 500
# Seconds between a notification and the look at the journal, so that the response to the editor and
# the readers come first. Before, three followers read and wrote the database at that moment, and
# the response took a third longer while many readers were served.
DELAY: Final = 0.1
# Seconds between two looks at the journal without a notification, since one may be lost.
LOOK_EVERY: Final = 5.0
# Seconds before a failed batch is tried again: doubled after each failure, up to the second value.
RETRY_AFTER: Final = 1.0
RETRY_AFTER_MOST: Final = 300.0

# Seconds that a stop waits for all followers: a server elsewhere may not answer for longer.
STOP_WITHIN: Final = 0.5

Batch = list[tuple[Entry, Coverage | None]]
_logger = logging.getLogger(__name__)


class Follower:
    """Base class of followers. A follower is enabled in `settings.DATELINE_FOLLOWERS`.

    `kinds` names the kinds of entry that it receives; None means all.
    """

    name: ClassVar[str]
    kinds: ClassVar[frozenset[str] | None] = None

    def first_position(self) -> int:
        """The seq after which a new follower begins; 0 is the beginning of the journal."""
        return 0

    def follow(self, batch: Batch) -> None:
        """Does the work for some entries, in order.

        After an exception it is called again from the same entry, perhaps with more entries.
        """
        raise NotImplementedError


class Runner:
    """Runs one follower in its own thread, unless another process runs it."""

    def __init__(self, follower: Follower) -> None:
        self._follower = follower
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._failures = 0
        # The seq up to which the work is done, and the stored one. None until they are read.
        self._position: int | None = None
        self._stored = 0
        self._thread = threading.Thread(
            target=self._run, name=f"follower {follower.name}", daemon=True
        )
        self._thread.start()

    def wake(self) -> None:
        """Tells the runner that there may be new entries. Thread-safe."""
        self._woken.set()

    def stop(self) -> None:
        """Tells the thread to end after its current batch."""
        self._stopped.set()
        self._woken.set()

    def join(self, seconds: float) -> None:
        """Waits so long for the thread to end."""
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with try_exclusive(self._follower.name) as is_held:
                    # Another process may have run the follower in the meantime.
                    self._position = None
                    while is_held() and not self._stopped.is_set():
                        # Cleared before the read, so that a commit during it wakes the thread.
                        self._woken.clear()
                        self._catch_up(is_held)
                        self._wait()
            except Exception as error:
                # The database may be unavailable. The follower resumes from its stored position.
                self._failed(error)
            finally:
                close_old_connections()
            # Another process runs the follower, or the lock or the database was lost.
            self._wait()

    def _catch_up(self, is_held: Callable[[], bool]) -> None:
        """Does the work for all entries after the position, or up to a failure."""
        close_old_connections()
        if self._position is None:
            self._position = self._stored = _position(self._follower)
        head = read.head().seq
        # The lock is checked for each batch: on PostgreSQL it is lost with its connection, and
        # another process may have taken over.
        while self._position < head and is_held() and not self._stopped.is_set():
            entries = read.entries(self._position, head, self._follower.kinds)
            batch = list(islice(entries, BATCH))
            # An open query would keep the follower from truncating the write-ahead log.
            entries.close()
            if batch:
                try:
                    self._follower.follow(batch)
                except Exception as error:
                    return self._failed(error)
            self._advance(batch[-1][0].seq if len(batch) == BATCH else head, bool(batch))
        self._failures = 0

    def _advance(self, position: int, has_worked: bool) -> None:
        """Moves the position, and stores it if it is expensive to reach again.

        A position that passed only entries of other kinds is seldom stored, because each commit
        would cause another one.
        """
        self._position = position
        if has_worked or position - self._stored >= BATCH:
            FollowerPosition.objects.filter(name=self._follower.name).update(seq=position)
            self._stored = position

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        if self._failures == 1:
            _logger.warning("follower %s failed and will retry: %r", self._follower.name, error)

    def _wait(self) -> None:
        """Waits for the next notification, or for the back-off after a failure."""
        if self._failures:
            self._stopped.wait(backoff(self._failures))
        elif self._woken.wait(LOOK_EVERY):
            self._stopped.wait(DELAY)


class Followers:
    """The followers of this process, from their start to their stop."""

    def __init__(self) -> None:
        names = settings.DATELINE_FOLLOWERS
        self._runners = [Runner(import_string(name)()) for name in names]
        local_notifier.subscribe(self.wake)

    def wake(self) -> None:
        for runner in self._runners:
            runner.wake()

    def stop(self) -> None:
        """Ends the followers; one in the middle of a batch gets that batch again at a start."""
        local_notifier.unsubscribe(self.wake)
        for runner in self._runners:
            runner.stop()
        deadline = time.monotonic() + STOP_WITHIN
        for runner in self._runners:
            runner.join(max(0.0, deadline - time.monotonic()))


def backoff(failures: int) -> float:
    """Seconds to wait after a number of failures in a row, with a random part of 25 %."""
    # The exponent is bounded, because the power of a large one does not fit into a float.
    seconds = min(RETRY_AFTER * 2.0 ** min(failures - 1, 20), RETRY_AFTER_MOST)
    return seconds * random.uniform(0.75, 1.25)


@contextlib.contextmanager
def try_exclusive(name: str) -> Iterator[Callable[[], bool]]:
    """Holds the newsroom's lock of that name, if no other process does.

    Gives a function that tells whether it is held. The lock ends with the process, however that
    ends. It is a file lock beside an SQLite database. On PostgreSQL it is an advisory lock on a
    connection of its own, and is lost with that connection.
    """
    lock: Callable[[str], contextlib.AbstractContextManager[Callable[[], bool]]]
    lock = _advisory_lock if connection.vendor == "postgresql" else _file_lock
    with lock(name) as is_held:
        yield is_held


def _position(follower: Follower) -> int:
    stored = FollowerPosition.objects.filter(name=follower.name).first()
    if stored is None:
        stored = FollowerPosition.objects.create(name=follower.name, seq=follower.first_position())
    return stored.seq


@contextlib.contextmanager
def _file_lock(name: str) -> Iterator[Callable[[], bool]]:
    # Beside the database, because processes with different data folders may share it.
    database = database_file.path_of(connection) or settings.DATELINE_DATA / "dateline"
    path = f"{database}.{name}.lock"
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held = True
        except BlockingIOError:
            held = False
        yield lambda: held
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _advisory_lock(name: str) -> Iterator[Callable[[], bool]]:
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [crc32(f"dateline {name}".encode())])
            ((held,),) = cursor.fetchall()
        yield own.is_usable if held else lambda: False
    finally:
        with contextlib.suppress(Error):
            own.close()
