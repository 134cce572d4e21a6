"""Whoever asks for pages or guesses passwords by the thousand holds up nobody at the desk."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace

from django.http import HttpResponse

from dateline.config import asgi
from dateline.config.asgi import Application, OneHop
from dateline.config.ready import Key, Ready, prepare

from .scene import on_a_loop


class Handler(OneHop):
    """Django's handler, whose answers wait until a gate is opened, and which notes who came."""

    def __init__(self) -> None:
        super().__init__(lambda key, kept: None, lambda key: key.target == b"/flood/")
        self.gate = threading.Event()
        self.came: list[str] = []
        self._middleware_chain = self.make

    def make(self, request) -> HttpResponse:
        self.came.append(request.path)
        if not request.path.startswith("/healthz"):
            assert self.gate.wait(60)
        return HttpResponse(b"made")

    async def ask(
        self, path: str, method: str = "GET", *, signed_in: bool = True, gone: bool = False
    ) -> int:
        """The status of the answer; 0 where there is none."""
        told = []

        async def receive():
            if told == ["asked"]:
                await asyncio.Event().wait()
            told.append("asked")
            return {"type": "http.request", "body": b""}

        async def send(message):
            told.append(message)

        scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode()}
        cookies = [(b"cookie", b"sessionid=x")] if signed_in else []
        scope |= {"headers": cookies, "query_string": b""}
        scope["transport"] = SimpleNamespace(is_closing=lambda: gone)
        await self(scope, receive, send)
        return next((each["status"] for each in told[1:]), 0)


async def until_came(handler: Handler, count: int) -> None:
    while len(handler.came) < count:
        await asyncio.sleep(0)


def begin(*asked):
    return [asyncio.ensure_future(each) for each in asked]


def test_the_desk_the_page_in_memory_and_the_health_wait_for_no_crowd_and_no_guesser():
    async def act(_):
        handler = Handler()
        try:
            crowd = begin(*(handler.ask(f"/flood/page/{each}/") for each in range(20)))
            crowd += begin(*(handler.ask("/desk/", signed_in=False) for _ in range(20)))
            guesses = begin(*(handler.ask("/desk/sign-in/", "POST") for _ in range(5)))
            busy = asgi.OTHERS + asgi.PASSWORDS
            await until_came(handler, busy)
            assert await handler.ask("/healthz") == 200
            others = begin(handler.ask("/desk/flood/", "POST"))
            others += begin(handler.ask("/flood/", signed_in=False))
            await until_came(handler, busy + 3)
            assert sorted(handler.came[busy:]) == ["/desk/flood/", "/flood/", "/healthz"]
            # No sweep gives way to whoever only wants to come in.
            assert len(handler._writing) == 1
        finally:
            handler.gate.set()
        assert set(await asyncio.gather(*crowd, *guesses, *others)) == {200}

    on_a_loop(act)


def test_only_what_is_in_memory_is_made_again_in_a_lane_of_its_own():
    application = Application()
    django = application._django
    scope = {"raw_path": b"/flood/", "query_string": b"a=1", "headers": []}
    meta = {"HTTP_HOST": "live.example"}
    request = SimpleNamespace(method="GET", path_info="/flood/", scope=scope, META=meta)
    assert django._lane(request) is django._others
    application.ready = Ready({}.get, lambda slug: None, lambda: 0.0)
    page = prepare("flood", "ab-1", '"e"', {}, b"<p>")
    application.ready.keep(Key(b"live.example", b"/flood/?a=1"), page)
    assert django._lane(request) is django._again
    # Nobody but who is given it from memory once it is made: neither a form nor the desk.
    request.method = "POST"
    assert django._lane(request) is django._others
    request.method = "GET"
    for name in (b"cookie", b"authorization"):
        scope["headers"] = [(name, b"sessionid=x")]
        assert django._lane(request) is django._others
    scope["headers"] = []
    scope["query_string"] = b""
    assert django._lane(request) is django._others


def test_who_guesses_behind_twenty_others_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(asgi, "REFUSED_AFTER", 0.01)

    async def act(_):
        handler = Handler()
        try:
            guesses = begin(*(handler.ask("/desk/sign-in/", "POST") for _ in range(30)))
            done, waiting = await asyncio.wait(guesses, return_when=asyncio.FIRST_COMPLETED)
            while len(done) < 30 - asgi.MOST_PASSWORDS:
                more, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                done |= more
            assert {each.result() for each in done} == {503}
        finally:
            handler.gate.set()
        assert {await each for each in waiting} == {200}
        assert await handler.ask("/desk/sign-in/", "POST") == 200

    on_a_loop(act)


def test_for_who_has_gone_no_page_is_made_but_a_form_is_taken():
    async def act(_):
        handler = Handler()
        handler.gate.set()
        assert await handler.ask("/flood/", gone=True) == 0
        assert await handler.ask("/desk/flood/", gone=True) == 0
        await handler.ask("/desk/flood/", "POST", gone=True)
        assert handler.came == ["/desk/flood/"]

    on_a_loop(act)
