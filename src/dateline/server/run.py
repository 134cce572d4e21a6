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

# The kernel would otherwise hold four megabytes for a reader who does not read.
NOT_SENT_LIMIT: Final = 32 * 1024
SILENT_LIMIT_MS: Final = 60_000
SWITCH_INTERVAL: Final = 0.0005
# Objects that are made before the collector looks at the young ones: at Python's 700 it took a
# twelfth of the time in which a crowd came back.
YOUNG: Final = 20_000


class Server(uvicorn.Server):
    """Ends the streams before it waits for requests to end: a stream never ends by itself."""

    def __init__(self, config: uvicorn.Config, application: Application) -> None:
        super().__init__(config)
        self._application = application
        self._told_to_end = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets=sockets)
        for server in self.servers:
            for listening in server.sockets:
                _bound_readers(listening)
        # What was loaded stays: the collector need not go over it while readers come and go.
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG, 10, 10)
        # A thread that comes back from the database waits this long for the loop to let it go on, a
        # hundred times in a publish: at Python's 5 ms an editor waited for a whole broadcast.
        sys.setswitchinterval(SWITCH_INTERVAL)

    async def main_loop(self) -> None:
        # uvicorn looks ten times a second whether it should end: half of what an idle server cost.
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._told_to_end.wait(), 1)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._told_to_end.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Nobody may come back while the streams are being ended.
        for server in self.servers:
            server.close()
        self._application.close()
        await super().shutdown(sockets=sockets)


def serve(host: str, port: int, *, streams_only: bool = False, **options: Any) -> None:
    """Serves until SIGINT or SIGTERM, with as many connections as the system allows a process.

    Processes that serve streams alone may share a port; the kernel divides connections among them.
    """
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    application = Application(streams_only=streams_only)
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        # Any callable will do, which uvicorn's annotation does not say.
        http=cast("type[asyncio.Protocol]", _protocol_of(application)),
        lifespan="on",
        ws="none",
        proxy_headers=False,
        log_level="warning",
        access_log=False,
        backlog=4096,
        timeout_graceful_shutdown=5,
        server_header=False,
        **options,
    )
    Server(config, application).run([_shared(host, port)] if streams_only else None)


def _protocol_of(application: Application) -> Callable[..., FastPathProtocol]:
    def protocol(server_state: Any, **_: Any) -> FastPathProtocol:
        return FastPathProtocol(application, server_state)

    return protocol


def _shared(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    shared = socket.socket(family)
    shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    shared.bind((host, port))
    return shared


def _bound_readers(listening: socket.socket) -> None:
    """Bounds what the kernel holds for a connection; on Linux each inherits it from its listener.

    macOS has the first of them; elsewhere a stalled reader costs the kernel more.
    """
    for name, value in (
        ("TCP_NOTSENT_LOWAT", NOT_SENT_LIMIT),
        ("TCP_USER_TIMEOUT", SILENT_LIMIT_MS),
    ):
        option = getattr(socket, name, None)
        if option is not None:
            listening.setsockopt(socket.IPPROTO_TCP, option, value)
