"""Sends a form to the application without a socket, and prints the state at and after its commit.

HUB_SAYS is `caught up`, or `nothing` for a hub that never catches up.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse

from dateline.journal.models import Coverage
from dateline.server import application as server
from tests.people import publish

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/desk/flood/",
    "raw_path": b"",
    "headers": [(b"cookie", b"sessionid=x")],
    "query_string": b"",
}


async def main(hub_says: str) -> None:
    application: Any = server.Application()
    application.handler._sessions.add("x")
    seen: list[object] = []

    def answer(request: HttpRequest) -> HttpResponse:
        before = application.handler.is_writing()
        publish(Coverage.objects.get(slug="flood"), "Water.")
        head = application._streams._hub._topics["flood"].channel.head
        broadcast = head.seq == Coverage.objects.get().head
        seen.append((before, application.handler.is_writing(), broadcast))
        return HttpResponse("Published.")

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, object]) -> None:
        seen.append(message.get("body"))

    application.open()
    application.handler._middleware_chain = answer
    application._streams.watch("flood")
    while application._streams.cursor_of("flood") is None:
        await asyncio.sleep(0.01)
    if hub_says == "caught up":
        # On the slowest machine, too, the writer is answered after the readers.
        vars(server)["READERS_FIRST"] = None
    else:
        application._streams._hub.on_read = lambda: None
    await application(dict(SCOPE), receive, send)
    seen += [application.handler.is_writing(), application._hub_has_read.is_set()]
    application.close()
    print(seen)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
