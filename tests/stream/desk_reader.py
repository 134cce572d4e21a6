"""The open stream of a desk, read with a plain socket."""

from __future__ import annotations

import http.client
import socket
import time

from tests.newsroom import PATIENCE, Event, Newsroom, Reader


class DeskReader(Reader):
    """A stream of `/desk/live/`, with a session. It has the panels that it was told of."""

    def __init__(
        self, newsroom: Newsroom, session: str = "", after: str = "", slug: str = "", last: str = ""
    ) -> None:
        self.session, self.raw = session, ""
        super().__init__(newsroom.port, slug or newsroom.slug, after, last)
        newsroom.readers.append(self)

    def __post_init__(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        query = f"?after={self.after}" if self.after else ""
        cookie = f"Cookie: sessionid={self.session}\r\n" if self.session else ""
        last = f"Last-Event-ID: {self.last}\r\n" if self.last else ""
        head = f"GET /desk/live/{self.slug}{query} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        self.socket.sendall(f"{head}{cookie}{last}\r\n".encode())
        self.response = http.client.HTTPResponse(self.socket)
        self.response.begin()
        self.status = self.response.status

    def panels(self) -> list[str]:
        """The panels of the next event."""
        event = self.read()
        assert event is not None
        assert event.name == "changed", event
        assert set(event.data) == {"seq", "panels"}
        return list(event.data["panels"])

    def until_told(self, *panels: str) -> Event:
        """Reads until all of these panels were told."""
        missing = set(panels)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            event = self.read()
            assert event is not None
            missing -= set(event.data.get("panels", []))
            if not missing:
                return event
        raise TimeoutError(missing)
