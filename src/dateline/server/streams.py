"""The server's interface to the two hubs. No other module of the server uses a hub."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from dateline.newsroom.changes import PANELS
from dateline.routing import Audience, StreamRoute
from dateline.stream.desk_hub import DeskHub
from dateline.stream.desk_subscriber import DeskSubscriber
from dateline.stream.hub import Hub
from dateline.stream.subscriber import Subscriber

from .deliveries import Deliveries
from .desk_reads import DESK_READS
from .request_head import RequestHead
from .scopes import session_key

_AFTER: Final = re.compile(rb"(?:^|&)after=([^&]*)")


class Streams:
    """The hub of readers and that of open desks, and how connections become their subscribers.

    `run_in_thread(function, *arguments)` runs a blocking function off the event loop, and
    `run_for_desks` one for the desks, so that readers do not wait for it. `on_housekeeping`,
    `on_read` and `is_writing` are the callbacks of the hub of readers.
    """

    def __init__(
        self,
        run_in_thread: Callable[..., Awaitable[Any]],
        run_for_desks: Callable[..., Awaitable[Any]],
        *,
        on_housekeeping: Callable[[], None],
        is_writing: Callable[[], bool],
        on_read: Callable[[], None],
    ) -> None:
        self._deliveries = Deliveries(run_in_thread, run_for_desks)
        self._hub = Hub(
            run_in_thread,
            on_housekeeping=on_housekeeping,
            on_read=on_read,
            is_writing=is_writing,
            on_delivered=self._deliveries.add,
        )
        self._desk_hub = DeskHub(run_for_desks, DESK_READS, PANELS)
        self.notify_desks = self._desk_hub.notify
        self.watch = self._hub.watch
        self.cursor_of = self._hub.cursor_of
        self.when_caught_up = self._hub.when_caught_up

    def notify(self) -> None:
        """Tells both hubs that entries were committed. Thread-safe."""
        self._hub.notify()
        self._desk_hub.notify()

    def close(self) -> None:
        """Ends every stream."""
        self._hub.close()
        self._desk_hub.close()
        self._deliveries.close()

    def subscribe(
        self, transport: asyncio.Transport, head: RequestHead, stream: StreamRoute
    ) -> None:
        """Replaces the protocol of a connection by a subscriber, and subscribes it."""
        path, _, query = head.target.partition(b"?")
        sent = head.fields.get(b"last-event-id")
        if sent is None and (after := _AFTER.search(query)):
            sent = unquote_to_bytes(after[1])
        position = None if sent is None else sent.decode("latin-1")
        name = path.decode("latin-1").removeprefix(stream.prefix).strip("/")
        is_head_request = head.method == "HEAD"
        subscriber: Subscriber | DeskSubscriber
        if stream.audience is Audience.MEMBERS:
            key = session_key(head.headers) or ""
            subscriber = DeskSubscriber(transport, key, position, is_head_request=is_head_request)
            subscribe = partial(self._desk_hub.subscribe, name, subscriber)
        else:
            subscriber = Subscriber(transport, position, is_head_request=is_head_request)
            subscribe = partial(self._hub.subscribe, name, subscriber)
        # In this order: if an earlier response on the connection is still buffered, setting the
        # limit calls `pause_writing`, and the subscriber must receive that call.
        transport.set_protocol(subscriber)
        transport.set_write_buffer_limits(high=0)
        subscribe()
