"""The server: uvicorn, with streams that end at once when it stops."""

from __future__ import annotations

import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .asgi import application


class Protocol(HttpToolsProtocol):
    """Shows the transport to the application, which must be able to cut a reader who stalls."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["state"]["transport"] = self.transport


class Server(uvicorn.Server):
    """Wakes the streams before it waits for requests to end; otherwise it waits out its grace."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        application.close()
        await super().shutdown(sockets=sockets)


def serve(host: str, port: int, **options: Any) -> None:
    """Serves until SIGINT or SIGTERM."""
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        http=Protocol,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        server_header=False,
        **options,
    )
    Server(config).run()
