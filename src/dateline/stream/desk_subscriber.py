"""An open stream of a desk: a transport, a position, and the session that it was opened with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from dateline.journal.cursor import DeskCursor

from .desk_channel import DeskChannel
from .subscriber import reset_connection

# In rounds of housekeeping, which take a second each, as for readers.
STALL_LIMIT: Final = 45


class DeskSubscriber(asyncio.Protocol):
    """The protocol of a connection that requested the stream of a desk, after its head was read.

    While the stream is `paused`, the transport's buffer is not empty, and nothing is written. What
    is missing is one event, however many changes there were. `role` is what its person was at the
    last check, and None before the first.
    """

    __slots__ = (
        "_on_lost",
        "_stalled_rounds",
        "_transport",
        "channel",
        "is_head_request",
        "paused",
        "position",
        "role",
        "session",
    )

    def __init__(
        self,
        transport: asyncio.Transport,
        session: str,
        position: str | None,
        *,
        is_head_request: bool,
    ) -> None:
        self.session = session
        self.position = None if position is None else DeskCursor.parse(position)
        self.is_head_request = is_head_request
        self.role: str | None = None
        self.channel: DeskChannel | None = None
        self.paused = False
        self._on_lost: Callable[[DeskSubscriber], None] | None = None
        self._stalled_rounds = 0
        self._transport = transport

    def when_lost(self, callback: Callable[[DeskSubscriber], None]) -> None:
        """Calls `callback` when the connection is lost."""
        self._on_lost = callback

    @property
    def is_gone(self) -> bool:
        return self._transport.is_closing()

    def begin(self, head: bytes, channel: DeskChannel) -> None:
        """Begins the stream with the panels that changed after the position of its page."""
        panels = channel.missing(self.position)
        self.channel, self.position = channel, channel.cursor
        self._transport.write(head + channel.hello() + (channel.event(panels) if panels else b""))

    def catch_up(self) -> None:
        """Writes which panels have changed since the last event, unless paused."""
        channel = self.channel
        if channel is None or self.paused or self.is_gone or self.position == channel.cursor:
            return
        panels = channel.missing(self.position)
        self.position = channel.cursor
        if panels:
            self._transport.write(channel.event(panels))

    def write(self, event: bytes) -> None:
        """Writes an event that may be lost, such as a heartbeat."""
        if not self.paused and not self.is_gone:
            self._transport.write(event)

    def end(self, last: bytes) -> None:
        """Writes `last` and closes the connection after it was sent. Cuts a paused stream."""
        if self.paused:
            return self.cut()
        self._transport.write(last)
        self._transport.close()

    def cut(self) -> None:
        """Closes the connection at once, so that the kernel keeps nothing for it."""
        if self._on_lost is not None:
            reset_connection(self._transport)

    def count_round(self) -> None:
        """Counts a round of housekeeping. Cuts the stream if it has been paused for too many."""
        self._stalled_rounds = self._stalled_rounds + 1 if self.paused else 0
        if self._stalled_rounds > STALL_LIMIT:
            self.cut()

    def data_received(self, data: bytes) -> None:
        # Clients send nothing on a stream.
        self.cut()

    def pause_writing(self) -> None:
        self.paused = True

    def resume_writing(self) -> None:
        self.paused = False
        self.catch_up()

    def connection_lost(self, error: Exception | None) -> None:
        callback, self._on_lost = self._on_lost, None
        if callback is not None:
            callback(self)
