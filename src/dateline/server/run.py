"""Starts and stops the server: uvicorn, with the connections of `protocol`."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import resource
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, Final, cast

import uvicorn

from .application import Application
from .protocol import FastPathProtocol

# Unsent bytes in the kernel's send buffer. By default it can hold four megabytes for a client that
# does not read.
NOT_SENT_LIMIT: Final = 32 * 1024
# A connection is closed if its client has not acknowledged sent bytes for this long.
SILENT_LIMIT_MS: Final = 60_000
SWITCH_INTERVAL: Final = 0.0005
# Connections accepted in one iteration of the loop. libuv accepts one for each listening socket, so
# there are as many sockets with the same queue. With one socket, a client waited two seconds behind
# 700 others, because an iteration takes milliseconds while worker threads compete for the GIL.
ACCEPTS: Final = 16
# Connections that wait to be accepted.
BACKLOG: Final = 4096
# The allocations between two garbage collections of the youngest generation. At Python's default of
# 700 they took a twelfth of the time in which ten thousand readers reconnected.
GC_THRESHOLD: Final = 20_000


class Server(uvicorn.Server):
    """A uvicorn server that ends all streams before it waits for open requests."""

    def __init__(self, config: uvicorn.Config, application: Application) -> None:
        super().__init__(config)
        self._application = application
        self._should_exit_soon = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets=sockets)
        for server in self.servers:
            for listening in server.sockets:
                _limit_buffers(listening)
        # The modules loaded so far stay in memory, so the garbage collector can skip their objects.
        gc.collect()
        gc.freeze()
        gc.set_threshold(GC_THRESHOLD, 10, 10)
        # After each database call, a worker thread waits up to this long for the event loop to
        # release the GIL, about a hundred times in a publish. At Python's default of 5 ms an editor
        # waited for a whole broadcast.
        sys.setswitchinterval(SWITCH_INTERVAL)

    async def main_loop(self) -> None:
        # uvicorn's own loop wakes up ten times a second, which was half of the cost of an idle
        # server.
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._should_exit_soon.wait(), 1)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._should_exit_soon.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Stop listening first, so that no client reconnects while the streams are ended.
        for server in self.servers:
            server.close()
        self._application.close()
        await super().shutdown(sockets=sockets)


def listen(host: str, port: int, *, shared: bool = False) -> list[socket.socket]:
    """Binds a port, and returns the sockets for `serve`. Raises OSError.

    If every process passes `shared`, several can listen on a port. The kernel distributes the
    connections.
    """
    sockets = []
    for family, *_, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    ):
        bound = socket.socket(family)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if family == socket.AF_INET6:
            # Otherwise it would also bind the IPv4 address of the same name.
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind(address)
        # At once, because two processes can bind a port, but only one can listen.
        bound.listen(BACKLOG)
        sockets += [bound, *(bound.dup() for _ in range(ACCEPTS - 1))]
    return sockets


def serve(sockets: list[socket.socket], *, streams_only: bool = False, **options: Any) -> None:
    """Serves until SIGINT or SIGTERM, with as many connections as the process may open."""
    hard_limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard_limit, hard_limit))
    application = Application(streams_only=streams_only)
    config = uvicorn.Config(
        application,
        # uvicorn accepts any callable here, although its annotation requires a class.
        http=cast("type[asyncio.Protocol]", _protocol_of(application)),
        lifespan="on",
        ws="none",
        proxy_headers=False,
        log_level="warning",
        access_log=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=5,
        server_header=False,
        **options,
    )
    Server(config, application).run(sockets)


def _protocol_of(application: Application) -> Callable[..., FastPathProtocol]:
    def protocol(server_state: Any, **_: Any) -> FastPathProtocol:
        return FastPathProtocol(application, server_state)

    return protocol


def _limit_buffers(listening: socket.socket) -> None:
    """Limits what the kernel buffers for a client, and for how long.

    On Linux, connections inherit the options of the listening socket. macOS supports only the first
    option. Other systems buffer more for a stalled client.
    """
    for name, value in (
        ("TCP_NOTSENT_LOWAT", NOT_SENT_LIMIT),
        ("TCP_USER_TIMEOUT", SILENT_LIMIT_MS),
    ):
        option = getattr(socket, name, None)
        if option is not None:
            listening.setsockopt(socket.IPPROTO_TCP, option, value)
