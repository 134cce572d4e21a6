"""A fair lock with a timeout, between the threads and processes of one machine.

flock(2) has no timeout. A signal could interrupt it only in the main thread, and a helper thread
blocked in flock could not be stopped, so each refused writer would leave one behind. A waiter
therefore polls.

Polling alone is unfair: the process that released the lock often takes it again at once. Threads of
a process therefore queue in memory, and only the first of them polls. While a process polls it
holds a second lock, `.next`, so a process that has just released the lock finds the other process
ahead of it. The kernel releases both locks when their holder dies.
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

POLL_EVERY: Final = 0.001  # seconds


class _Queue:
    """A first-come, first-served queue of the threads of this process."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    def enter(self, seconds: float) -> bool:
        """Waits until this thread is first. Returns False after `seconds`, outside the queue."""
        mine = threading.Event()
        with self._guard:
            self._waiting.append(mine)
            if self._waiting[0] is mine:
                mine.set()
        if mine.wait(seconds):
            return True
        with self._guard:
            # `leave` may have set the event between the timeout and this line.
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
    """Holds the lock on the file at `path`, which is created if necessary.

    Raises NoLock after waiting for `seconds`, or if the file cannot be opened.
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
    next_lock = _poll(f"{path}.next", deadline)
    try:
        return _poll(path, deadline)
    finally:
        os.close(next_lock)


def _poll(path: str, deadline: float) -> int:
    """Opens and locks a file. Closing the returned descriptor releases the lock."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        # The folder may be read-only, the disk full, or the descriptors used up. As a NoLock the
        # error reaches the desk's forms, which show the writer's text again.
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
