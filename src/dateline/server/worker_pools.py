"""Threads for work that would block the event loop: a pool for each kind of work.

No pool lends its threads to another, so a crowd of readers or somebody who guesses passwords never
takes the threads of an editor.
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
    """Threads for one kind of work, with the number of calls that wait or run.

    `limit` is how many may. Each thread holds a database connection of its own.
    """

    def __init__(self, name: str, threads: int, limit: float = float("inf")) -> None:
        self._executor = ThreadPoolExecutor(threads, name)
        self._limit = limit
        self._calls = 0

    @property
    def full(self) -> bool:
        return self._calls >= self._limit

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Calls a function in one of the threads, on a database connection that is alive."""
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
