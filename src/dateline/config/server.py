"""The server: uvicorn, with the connections of `connection` and an end that does not wait."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import resource
import socket
import sys
from types import FrameType
from typing import Any, Final

import uvicorn

from .asgi import application
from .connection import Door

# The kernel would otherwise hold four megabytes for a reader who does not read.
NOT_SENT_LIMIT: Final = 32 * 1024
SILENT_LIMIT_MS: Final = 60_000
SWITCH_INTERVAL: Final = 0.0005
# Objects that may come before the collector looks at the young ones: at Python's 700 it took a
# twelfth of the time in which a crowd came back.
YOUNG: Final = 20_000


class Server(uvicorn.Server):
    """Ends the streams before it waits for requests to end; otherwise it waits out its grace."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
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
        # A thread that comes back from the database waits this long for the loop to let it go on,
        # a hundred times in a publish: at Python's 5 ms an editor waited for every sweep to end.
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
        application.close()
        await super().shutdown(sockets=sockets)


def serve(host: str, port: int, *, streams_only: bool = False, **options: Any) -> None:
    """Serves until SIGINT or SIGTERM, as many readers as the system lets one process have.

    Processes that serve streams alone may share a port; the kernel deals connections out to them.
    """
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    application.streams_only = streams_only
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        http=Door,
        log_level="warning",
        access_log=False,
        backlog=4096,
        timeout_graceful_shutdown=5,
        server_header=False,
        **options,
    )
    Server(config).run([_shared(host, port)] if streams_only else None)


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
