"""Sends a form straight to the application, and prints what was so at its commit and after it.

HUB_SAYS is `caught up`, or `nothing`: then nobody knows whether the readers were served.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse

from dateline.config import asgi
from dateline.journal.models import Coverage
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
    application: Any = asgi.application
    seen: list[object] = []

    def answer(request: HttpRequest) -> HttpResponse:
        django, before = application._django, application._django.writes()
        publish(Coverage.objects.get(slug="flood"), "Water.")
        broadcast = application.hub._topics["flood"].channel.head.seq
        broadcast = broadcast == Coverage.objects.get().head
        seen.append((before, django.writes(), broadcast))
        return HttpResponse("Published.")

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, object]) -> None:
        seen.append(message.get("body"))

    application._open()
    application._django._middleware_chain = answer
    application.hub.watch("flood")
    while application.hub.cursor_of("flood") is None:
        await asyncio.sleep(0.01)
    if hub_says == "caught up":
        # However slow the machine is, the writer is answered after the readers.
        vars(asgi)["GOES_AHEAD"] = None
    else:
        application.hub.on_caught_up = lambda: None
    await application(dict(SCOPE), receive, send)
    seen.append(application._django.writes())
    application.close()
    print(seen)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
