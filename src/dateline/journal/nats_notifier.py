"""Notifies other processes through NATS, where the database's notifications do not reach them.

It uses a plain subject and empty messages, not JetStream: a process that missed a notification
polls the journal anyway. Nothing is lost when the NATS server is killed or wiped, and no writer
waits for a slow one.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Final

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from .local_notifier import Change

# Seconds.
RECONNECT_AFTER: Final = 1
PING_INTERVAL: Final = 10
_logger = logging.getLogger(__name__)


class NatsNotifier:
    """A connection to NATS, on its own event loop in its own thread.

    The callback of a change is called in that thread for each notification of it from another
    process. All are called after each new connection, because notifications may have been missed
    before it. Each change has a subject below `subject`.
    """

    def __init__(
        self, address: str, subject: str, callbacks: Mapping[Change, Callable[[], None]]
    ) -> None:
        self._address = address
        self._callbacks = {f"{subject}.{change}": each for change, each in callbacks.items()}
        self._subject = subject
        self._loop = asyncio.new_event_loop()
        self._client = Client()
        self._stopped = asyncio.Event()
        self._publishing: set[asyncio.Task[None]] = set()
        self._is_interrupted = False
        self._thread = threading.Thread(target=self._run, name="NATS notifier", daemon=True)
        self._thread.start()

    def notify(self, change: Change = "journal") -> None:
        """Sends a notification without waiting. Does nothing while disconnected. Thread-safe."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._start_publish, f"{self._subject}.{change}")

    def stop(self) -> None:
        """Closes the connection and ends the thread."""
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
                for subject in self._callbacks:
                    await self._client.subscribe(subject, cb=self._received)
                await self._connected()
                await closed.wait()
            except Exception as error:
                # Any exception: without NATS, processes still poll the journal. Connect again.
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

    def _start_publish(self, subject: str) -> None:
        if self._client.is_connected:
            task = self._loop.create_task(self._publish(subject))
            self._publishing.add(task)
            task.add_done_callback(self._publishing.discard)

    async def _publish(self, subject: str) -> None:
        try:
            await self._client.publish(subject)
        except nats.errors.Error as error:
            await self._interrupted(error)

    async def _received(self, message: Msg) -> None:
        self._callbacks[message.subject]()

    async def _connected(self) -> None:
        self._is_interrupted = False
        for callback in self._callbacks.values():
            callback()

    async def _interrupted(self, error: Exception) -> None:
        if not self._is_interrupted:
            self._is_interrupted = True
            _logger.warning(
                "NATS notifications are interrupted; polling the journal twice a second. %r",
                error,
            )
