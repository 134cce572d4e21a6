"""The hub as the server uses it. No other module of the server calls it."""

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
    """The hub, and how a connection becomes one of its subscribers.

    `run_in_thread(function, *arguments)` runs a blocking read off the loop. `on_housekeeping` is
    called every second, `is_writing` asked whether somebody's form is being worked on, and
    `on_caught_up` called after every reading of the journal.
    """

    def __init__(
        self,
        run_in_thread: Callable[..., Awaitable[Any]],
        *,
        on_housekeeping: Callable[[], None],
        is_writing: Callable[[], bool],
        on_caught_up: Callable[[], None],
    ) -> None:
        self._hub = Hub(run_in_thread)
        self._hub.on_housekeeping = on_housekeeping
        self._hub.is_writing = is_writing
        self._hub.on_caught_up = on_caught_up
        self.notify = self._hub.notify
        self.watch = self._hub.watch
        self.cursor_of = self._hub.cursor_of
        self.when_caught_up = self._hub.when_caught_up
        self.close = self._hub.close

    def subscribe(
        self, transport: asyncio.Transport, head: RequestHead, stream: StreamRoute
    ) -> None:
        """Hands a connection over whose request was for a stream; no other protocol stays."""
        path, _, query = head.target.partition(b"?")
        asked = head.fields.get(b"last-event-id")
        if asked is None and (found := _AFTER.search(query)):
            asked = unquote_to_bytes(found[1])
        cursor = None if asked is None else asked.decode("latin-1")
        subscriber = Subscriber(transport, cursor, head_only=head.method == "HEAD")
        # In this order: a page that the client has not taken yet is the subscriber's to wait for.
        transport.set_protocol(subscriber)
        transport.set_write_buffer_limits(high=0)
        name = path.decode("latin-1").removeprefix(stream.prefix).strip("/")
        self._hub.subscribe(name, subscriber)
