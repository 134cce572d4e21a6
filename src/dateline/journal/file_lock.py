"""A lock between threads and processes of one machine, with a limit to the wait and a fair order.

flock has no time limit. A signal would give it one in the main thread only, and a second thread
that blocks in flock could not be ended while the lock is held: every refused writer would leave
one. So a waiter polls. Polling alone is unfair: whoever released the lock last would often take it
again. Therefore threads of a process queue in memory, first come, first served, and only the first
of them polls; and a process must hold a second lock, `.next`, while it polls, so that one that
releases the lock finds the other process ahead of it. The kernel releases both when their holder
dies.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from .errors import NoLock

POLL_EVERY: Final = 0.001


class _Queue:
    """Lets one thread at a time through, in the order in which they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    def enter(self, seconds: float) -> bool:
        """Waits to be the first; False where that took too long, and this thread has left again."""
        mine = threading.Event()
        with self._guard:
            self._waiting.append(mine)
            if self._waiting[0] is mine:
                mine.set()
        if mine.wait(seconds):
            return True
        with self._guard:
            if mine.is_set():
                return True
            self._waiting.remove(mine)
            return False

    def leave(self) -> None:
        with self._guard:
            self._waiting.popleft()
            if self._waiting:
                self._waiting[0].set()


_queue = _Queue()


@contextmanager
def locked(path: str, seconds: float) -> Iterator[None]:
    """Holds the lock on the file at `path`, which is made where it is not there.

    Raises NoLock after waiting for `seconds`, or where the file cannot be opened.
    """
    deadline = time.monotonic() + seconds
    if not _queue.enter(seconds):
        raise NoLock("another writer holds it")
    try:
        descriptor = _take(path, deadline)
        try:
            yield
        finally:
            os.close(descriptor)
    finally:
        _queue.leave()


def _take(path: str, deadline: float) -> int:
    following = _poll(f"{path}.next", deadline)
    try:
        return _poll(path, deadline)
    finally:
        os.close(following)


def _poll(path: str, deadline: float) -> int:
    """Opens and locks a file; returns its descriptor, whose closing releases the lock."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        # A read-only folder, a full disk or no descriptor left: the writer's text must be kept.
        raise NoLock(str(error)) from error
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise NoLock("another process holds it") from None
                time.sleep(POLL_EVERY)
            else:
                return descriptor
    except BaseException:
        os.close(descriptor)
        raise
