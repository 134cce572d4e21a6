"""The bell at NATS, for processes that stand where the database's bell does not reach.

A plain subject and empty messages: a bell needs no memory, since whoever missed a ring asks. So
nothing is lost with a server that is killed or wiped, and none waits for a server that is slow.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Final

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

AGAIN_AFTER: Final = 1
PING_EVERY: Final = 10
_logger = logging.getLogger(__name__)


class Bell:
    """A connection that rings for others and is rung by them, on a loop and a thread of its own.

    `callback` is called in that thread, at every ring of another process, and whenever the bell was
    heard again after a silence: something may have rung.
    """

    def __init__(self, address: str, subject: str, callback: Callable[[], None]) -> None:
        self._address = address
        self._subject = subject
        self._callback = callback
        self._loop = asyncio.new_event_loop()
        self._client = Client()
        self._ended = asyncio.Event()
        self._ringing: set[asyncio.Task[None]] = set()
        self._silent = False
        self._thread = threading.Thread(target=self._run, name="bell at NATS", daemon=True)
        self._thread.start()

    def ring(self) -> None:
        """Rings, from any thread, and waits for nothing; a ring into a silence is lost."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._start_ring)

    def stop(self) -> None:
        """Ends the connection."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(AGAIN_AFTER)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._stay())

    async def _stay(self) -> None:
        listening = asyncio.create_task(self._listen())
        await self._ended.wait()
        listening.cancel()
        if self._client.is_connected:
            await self._client.close()

    async def _listen(self) -> None:
        while True:
            self._client, closed = Client(), asyncio.Event()
            try:
                await self._connect(closed)
                await self._client.subscribe(self._subject, cb=self._rung)
                await self._heard_again()
                await closed.wait()
            except Exception as error:
                # Whatever it is, the newsroom goes on, and the bell is tried again.
                await self._is_silent(error)
            await asyncio.sleep(AGAIN_AFTER)

    async def _connect(self, closed: asyncio.Event) -> None:
        async def close() -> None:
            closed.set()

        await self._client.connect(
            self._address,
            name="dateline",
            no_echo=True,
            max_reconnect_attempts=-1,
            reconnect_time_wait=AGAIN_AFTER,
            ping_interval=PING_EVERY,
            reconnected_cb=self._heard_again,
            error_cb=self._is_silent,
            closed_cb=close,
        )

    def _start_ring(self) -> None:
        if self._client.is_connected:
            task = self._loop.create_task(self._ring())
            self._ringing.add(task)
            task.add_done_callback(self._ringing.discard)

    async def _ring(self) -> None:
        try:
            await self._client.publish(self._subject)
        except nats.errors.Error as error:
            await self._is_silent(error)

    async def _rung(self, _: Msg) -> None:
        self._callback()

    async def _heard_again(self) -> None:
        self._silent = False
        self._callback()

    async def _is_silent(self, error: Exception) -> None:
        if not self._silent:
            self._silent = True
            _logger.warning(
                "The doorbell at NATS is silent; asking twice a second meanwhile. %r", error
            )
