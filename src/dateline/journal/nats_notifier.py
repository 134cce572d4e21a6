"""Notifies through NATS, for processes that the database's notifications do not reach.

It uses a plain subject and empty messages, not JetStream: a process that missed a notification asks
the journal anyway. So nothing is lost with a NATS server that is killed or wiped, and no writer
waits for one that is slow.
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

RECONNECT_AFTER: Final = 1
PING_INTERVAL: Final = 10
_logger = logging.getLogger(__name__)


class NatsNotifier:
    """A connection that sends and receives notifications, on a loop and a thread of its own.

    `callback` is called in that thread, at every notification from another process and after each
    new connection: something may have been missed meanwhile.
    """

    def __init__(self, address: str, subject: str, callback: Callable[[], None]) -> None:
        self._address = address
        self._subject = subject
        self._callback = callback
        self._loop = asyncio.new_event_loop()
        self._client = Client()
        self._stopped = asyncio.Event()
        self._publishing: set[asyncio.Task[None]] = set()
        self._is_interrupted = False
        self._thread = threading.Thread(target=self._run, name="NATS notifier", daemon=True)
        self._thread.start()

    def notify(self) -> None:
        """Notifies, from any thread, without waiting; does nothing while the connection is down."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._start_publish)

    def stop(self) -> None:
        """Ends the connection."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(RECONNECT_AFTER)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._run_until_stopped())

    async def _run_until_stopped(self) -> None:
        listening = asyncio.create_task(self._listen())
        await self._stopped.wait()
        listening.cancel()
        if self._client.is_connected:
            await self._client.close()

    async def _listen(self) -> None:
        while True:
            self._client, closed = Client(), asyncio.Event()
            try:
                await self._connect(closed)
                await self._client.subscribe(self._subject, cb=self._received)
                await self._connected()
                await closed.wait()
            except Exception as error:
                # The newsroom goes on without NATS, whatever went wrong, and connects again.
                await self._interrupted(error)
            await asyncio.sleep(RECONNECT_AFTER)

    async def _connect(self, closed: asyncio.Event) -> None:
        async def close() -> None:
            closed.set()

        await self._client.connect(
            self._address,
            name="dateline",
            no_echo=True,
            max_reconnect_attempts=-1,
            reconnect_time_wait=RECONNECT_AFTER,
            ping_interval=PING_INTERVAL,
            reconnected_cb=self._connected,
            error_cb=self._interrupted,
            closed_cb=close,
        )

    def _start_publish(self) -> None:
        if self._client.is_connected:
            task = self._loop.create_task(self._publish())
            self._publishing.add(task)
            task.add_done_callback(self._publishing.discard)

    async def _publish(self) -> None:
        try:
            await self._client.publish(self._subject)
        except nats.errors.Error as error:
            await self._interrupted(error)

    async def _received(self, _: Msg) -> None:
        self._callback()

    async def _connected(self) -> None:
        self._is_interrupted = False
        self._callback()

    async def _interrupted(self, error: Exception) -> None:
        if not self._is_interrupted:
            self._is_interrupted = True
            _logger.warning(
                "Notifications through NATS are interrupted; asking twice a second meanwhile. %r",
                error,
            )
