"""Stores how soon readers had a post, for the desks that show it.

The processes of a newsroom notify each other without data, so each of them stores what it knows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final

from dateline.newsroom import deliveries
from dateline.stream.broadcast import Delivery

# Seconds in which broadcasts are collected. Each commit costs a disk flush, and the desks read
# their lists again after each.
INTERVAL: Final = 0.5


class Deliveries:
    """Collects what the hub of readers reports, and stores it in a thread.

    `run_in_thread(function, *arguments)` looks whether a desk waits for it, and `run_for_desks`
    stores it. So a post waits for no other commit, and a process has a connection for the desks
    only where there are some.
    """

    def __init__(
        self,
        run_in_thread: Callable[..., Awaitable[Any]],
        run_for_desks: Callable[..., Awaitable[Any]],
    ) -> None:
        self._run_in_thread = run_in_thread
        self._run_for_desks = run_for_desks
        self._collected: list[Delivery] = []
        self._task: asyncio.Task[None] | None = None

    def add(self, delivery: Delivery) -> None:
        """Called on the loop after each broadcast. One that reached nobody is not stored."""
        if delivery.readers:
            self._collected.append(delivery)
            if self._task is None:
                self._task = asyncio.get_running_loop().create_task(
                    self._store_soon(), name="deliveries are stored"
                )

    def close(self) -> None:
        """Stores nothing more."""
        if self._task is not None:
            self._task.cancel()

    async def _store_soon(self) -> None:
        while self._collected:
            await asyncio.sleep(INTERVAL)
            collected, self._collected = self._collected, []
            try:
                await self._store(collected)
            except Exception as error:
                # The desks show one figure less.
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "how soon readers had a post was not stored", "exception": error}
                )
        self._task = None

    async def _store(self, collected: list[Delivery]) -> None:
        broadcasts = [
            deliveries.Broadcast(
                **each._asdict() | {"ended_at": datetime.fromtimestamp(each.ended_at, UTC)}
            )
            for each in collected
        ]
        wanted = await self._run_in_thread(deliveries.wanted, broadcasts)
        if wanted:
            await self._run_for_desks(deliveries.store, wanted)
