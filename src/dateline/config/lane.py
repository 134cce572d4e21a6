"""Threads for what would hold up the event loop: some for each kind of work, none shared."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import close_old_connections

T = TypeVar("T")


class Lane:
    """Threads for one kind of work, and how much of it is under way; `most` is how much may be.

    Each thread holds a database connection of its own.
    """

    def __init__(self, name: str, threads: int, most: float = float("inf")) -> None:
        self._pool = ThreadPoolExecutor(threads, name)
        self._most = most
        self._inside = 0

    @property
    def full(self) -> bool:
        return self._inside >= self._most

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Runs a function in one of the threads, in its turn, on a connection that is alive."""
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        self._inside += 1
        try:
            return await loop.run_in_executor(
                self._pool, context.run, _with_connection, function, arguments
            )
        finally:
            self._inside -= 1


def _with_connection(function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    close_old_connections()
    try:
        return function(*arguments)
    finally:
        close_old_connections()
