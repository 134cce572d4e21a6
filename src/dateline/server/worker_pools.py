"""Thread pools for work that would block the event loop, one for each kind of work.

The pools are separate so that neither many readers nor password guesses can occupy the threads of
the desk. Before, an editor waited up to 45 seconds behind wrong passwords. Nor can one member
occupy all of them: five long forms of one kept another waiting for seconds.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db import close_old_connections

T = TypeVar("T")


class WorkerPool:
    """The threads for one kind of work. Each thread may hold a database connection.

    `limit` is the number of waiting and running calls from which the pool is `full`. `each` is the
    number of threads that one member may use at a time. `niceness` is that of all threads: nice(2).
    """

    def __init__(
        self,
        name: str,
        threads: int,
        *,
        limit: float = float("inf"),
        each: int = 1,
        niceness: int = 0,
    ) -> None:
        self._executor = ThreadPoolExecutor(threads, name, initializer=partial(_be_nice, niceness))
        self._limit = limit
        # The loop starts each call; the threads take none from a queue by themselves. If the loop
        # falls behind, the threads therefore wait for it, and do not compete with it for the GIL.
        # Before, a new client waited up to two seconds during a flood of requests.
        self._free = asyncio.Semaphore(threads)
        self._each = each
        self._calls = 0
        # Only of members with a call that waits or runs.
        self._turns: dict[str, _Turns] = {}

    @property
    def full(self) -> bool:
        return self._calls >= self._limit

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Calls a function in one of the threads, with a usable database connection."""
        with self._counted():
            return await self._run(function, arguments)

    async def run_for(self, session: str, function: Callable[..., T], *arguments: Any) -> T:
        """Does the same for a member. While `each` calls of their session are running, it waits."""
        turns = self._turns.setdefault(session, _Turns(asyncio.Semaphore(self._each)))
        turns.calls += 1
        try:
            with self._counted():
                async with turns.free:
                    return await self._run(function, arguments)
        finally:
            turns.calls -= 1
            if not turns.calls:
                del self._turns[session]

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._calls += 1
        try:
            yield
        finally:
            self._calls -= 1

    async def _run(self, function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        context = contextvars.copy_context()
        async with self._free:
            return await asyncio.get_running_loop().run_in_executor(
                self._executor, context.run, _with_connection, function, arguments
            )


@dataclass
class _Turns:
    """The calls of one session that wait or run."""

    free: asyncio.Semaphore
    calls: int = 0


def _be_nice(niceness: int) -> None:
    # Only on Linux is a thread scheduled like a process.
    if niceness and sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, 0) + niceness)


def _with_connection(function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    close_old_connections()
    try:
        return function(*arguments)
    finally:
        close_old_connections()
