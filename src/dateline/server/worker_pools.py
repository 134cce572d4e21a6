"""Thread pools for work that would block the event loop, one for each kind of work.

The pools are separate so that neither many readers nor password guesses can occupy the threads of
the desk. Before, an editor waited up to 45 seconds behind wrong passwords.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import close_old_connections

T = TypeVar("T")


class WorkerPool:
    """The threads for one kind of work. Each thread may hold a database connection.

    `limit` is the number of waiting and running calls from which the pool is `full`.
    """

    def __init__(self, name: str, threads: int, limit: float = float("inf")) -> None:
        self._executor = ThreadPoolExecutor(threads, name)
        self._limit = limit
        self._calls = 0

    @property
    def full(self) -> bool:
        return self._calls >= self._limit

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Calls a function in one of the threads, with a usable database connection."""
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        self._calls += 1
        try:
            return await loop.run_in_executor(
                self._executor, context.run, _with_connection, function, arguments
            )
        finally:
            self._calls -= 1


def _with_connection(function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    close_old_connections()
    try:
        return function(*arguments)
    finally:
        close_old_connections()
