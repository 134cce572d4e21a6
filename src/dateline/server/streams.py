"""The server's interface to the hub. No other module of the server uses the hub."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from dateline.routing import StreamRoute
from dateline.stream.hub import Hub
from dateline.stream.subscriber import Subscriber

from .request_head import RequestHead

_AFTER: Final = re.compile(rb"(?:^|&)after=([^&]*)")


class Streams:
    """The hub, and the conversion of connections into its subscribers.

    `run_in_thread(function, *arguments)` runs a blocking function off the event loop.
    `on_housekeeping`, `on_read` and `is_writing` are the callbacks of the hub.
    """

    def __init__(
        self,
        run_in_thread: Callable[..., Awaitable[Any]],
        *,
        on_housekeeping: Callable[[], None],
        is_writing: Callable[[], bool],
        on_read: Callable[[], None],
    ) -> None:
        self._hub = Hub(run_in_thread)
        self._hub.on_housekeeping = on_housekeeping
        self._hub.is_writing = is_writing
        self._hub.on_read = on_read
        self.notify = self._hub.notify
        self.watch = self._hub.watch
        self.cursor_of = self._hub.cursor_of
        self.when_caught_up = self._hub.when_caught_up
        self.close = self._hub.close

    def subscribe(
        self, transport: asyncio.Transport, head: RequestHead, stream: StreamRoute
    ) -> None:
        """Replaces the protocol of a connection by a subscriber, and subscribes it."""
        path, _, query = head.target.partition(b"?")
        sent = head.fields.get(b"last-event-id")
        if sent is None and (after := _AFTER.search(query)):
            sent = unquote_to_bytes(after[1])
        cursor = None if sent is None else sent.decode("latin-1")
        subscriber = Subscriber(transport, cursor, is_head_request=head.method == "HEAD")
        # In this order: if an earlier response on the connection is still buffered, setting the
        # limit calls `pause_writing`, and the subscriber must receive that call.
        transport.set_protocol(subscriber)
        transport.set_write_buffer_limits(high=0)
        name = path.decode("latin-1").removeprefix(stream.prefix).strip("/")
        self._hub.subscribe(name, subscriber)
