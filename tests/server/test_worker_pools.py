"""Thousands of requests for pages, or of guessed passwords, do not delay the desk."""

from __future__ import annotations

import asyncio
import threading
from http import HTTPStatus

from django.http import HttpResponse

from dateline.routing import Pool
from dateline.server import handler as handlers
from dateline.server import sessions
from dateline.server.cache import CacheKey
from dateline.server.handler import THREADS, THREADS_EACH, SyncHandler
from dateline.server.sessions import AuthenticatedSessions
from tests.newsroom import Newsroom, get
from tests.stream.scene import on_a_loop


class Handler(SyncHandler):
    """Django's handler. Its responses wait until a gate is opened, and it notes the requests.

    The session `known` was authenticated before. `member0` and `member1` are of members, too.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.came: list[str] = []
        self._sessions.add("known")
        self._middleware_chain = self.make_answer

    def make_answer(self, request) -> HttpResponse:
        self.came.append(request.path)
        if not request.path.startswith("/healthz"):
            assert self.gate.wait(60)
        return HttpResponse(b"made")

    def _member_status(self, scope, key) -> HTTPStatus:
        return HTTPStatus.OK if key.startswith("member") else HTTPStatus.UNAUTHORIZED

    async def ask(
        self,
        path: str,
        method: str = "GET",
        *,
        session: str = "",
        gone: bool = False,
        body: tuple[bytes, ...] = (b"",),
    ) -> int:
        """The status of the response; 0 if there is none."""
        messages = []
        pieces = list(body)

        async def receive():
            if not pieces:
                await asyncio.Event().wait()
            piece = pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

        async def send(message):
            messages.append(message)

        scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode()}
        cookies = [(b"cookie", f"a=b; sessionid={session}".encode())] if session else []
        scope |= {"headers": cookies, "query_string": b"", "is_gone": lambda: gone}
        await self(scope, receive, send)
        return next((each["status"] for each in messages), 0)


async def until_came(handler: Handler, count: int) -> None:
    while len(handler.came) < count:
        await asyncio.sleep(0)


def begin(*asked):
    return [asyncio.ensure_future(each) for each in asked]


def test_crowds_and_guessers_do_not_delay_the_desk_the_page_in_memory_or_the_health_check():
    async def act(_):
        handler = Handler()
        try:
            crowd = begin(*(handler.ask("/flood/find/") for each in range(20)))
            crowd += begin(*(handler.ask("/desk/") for _ in range(20)))
            # A session cookie can have any value.
            crowd += begin(*(handler.ask("/desk/", session=f"forged{n}") for n in range(20)))
            crowd += begin(*(handler.ask("/desk/flood/", "POST", session="x") for _ in range(20)))
            guesses = begin(*(handler.ask("/desk/sign-in/", "POST") for _ in range(5)))
            busy = THREADS[Pool.PUBLIC] + THREADS[Pool.PASSWORDS]
            await until_came(handler, busy)
            assert await handler.ask("/healthz") == 200
            # Broadcasts do not wait for sign-ins.
            assert not handler.is_writing()
            others = begin(handler.ask("/desk/flood/", "POST", session="known"))
            page = CacheKey(b"", b"/flood/")
            again = begin(handler.render(page, lambda: False, is_refresh=True))
            await until_came(handler, busy + 3)
            assert sorted(handler.came[busy:]) == ["/desk/flood/", "/flood/", "/healthz"]
            assert len(handler._writing) == 1
        finally:
            handler.gate.set()
        assert set(await asyncio.gather(*crowd, *guesses, *others)) == {200}
        await asyncio.gather(*again)
        # Committed or not, a form that was answered holds no broadcast up.
        assert not handler.is_writing()

    on_a_loop(act)


# The name of the file is spread over two pieces.
PICTURE = (b'--b\r\nContent-Disposition: form-data; name="part-0-file"; filen', b'ame="a.jpg"\r\n')
NO_PICTURE = (b'--b\r\nContent-Disposition: form-data; name="part-0-file"; filename=""\r\n',)


def test_pictures_delay_neither_the_posts_of_others_nor_readers_even_right_after_a_start():
    async def act(_):
        handler = Handler()
        try:
            pictures = begin(
                *(
                    handler.ask("/desk/flood/", "POST", session=f"member{n % 2}", body=PICTURE)
                    for n in range(20)
                )
            )
            busy = THREADS[Pool.UPLOADS]
            await until_came(handler, busy)
            # An editor is not kept waiting by a broadcast for longer because of them.
            assert not handler.is_writing()
            others = begin(
                handler.ask("/desk/other/", "POST", session="known", body=NO_PICTURE),
                handler.ask("/flood/find/"),
            )
            await until_came(handler, busy + 2)
            assert sorted(handler.came[busy:]) == ["/desk/other/", "/flood/find/"]
            # Nobody else's picture reaches these threads.
            assert await handler.ask("/healthz") == 200
            forged = handler.ask("/desk/flood/", "POST", session="forged", body=PICTURE)
            others += begin(forged)
            await until_came(handler, busy + 4)
        finally:
            handler.gate.set()
        assert set(await asyncio.gather(*pictures, *others)) == {200}

    on_a_loop(act)


def test_a_member_who_sends_many_forms_keeps_no_other_member_waiting():
    async def act(_):
        handler = Handler()
        handler._sessions.add("other")
        each, desk = THREADS_EACH[Pool.DESK], handler._pools[Pool.DESK]
        try:
            many = begin(*(handler.ask("/desk/flood/", "POST", session="known") for _ in range(20)))
            await until_came(handler, each)
            other = begin(handler.ask("/desk/coast/", "POST", session="other"))
            await until_came(handler, each + 1)
            assert handler.came[-1] == "/desk/coast/"
        finally:
            handler.gate.set()
        assert set(await asyncio.gather(*many, *other)) == {200}
        assert len(handler.came) == 21
        # Nothing is kept of members whose forms were answered.
        assert not desk._turns

    on_a_loop(act)


def test_a_page_for_everybody_does_not_forget_who_is_signed_in():
    async def act(_):
        handler = Handler()
        handler.gate.set()
        assert await handler.ask("/flood/find/", session="known") == 200
        assert "known" in handler._sessions

    on_a_loop(act)


def test_a_page_that_was_not_in_memory_is_made_with_all_others():
    async def act(_):
        handler = Handler()
        try:
            crowd = begin(*(handler.ask("/flood/find/") for each in range(20)))
            await until_came(handler, THREADS[Pool.PUBLIC])
            first = begin(handler.render(CacheKey(b"", b"/a/"), lambda: False, is_refresh=False))
            again = begin(handler.render(CacheKey(b"", b"/b/"), lambda: False, is_refresh=True))
            await until_came(handler, THREADS[Pool.PUBLIC] + 1)
            assert handler.came[-1] == "/b/"
        finally:
            handler.gate.set()
        await asyncio.gather(*crowd, *first, *again)

    on_a_loop(act)


def test_a_password_behind_twenty_others_is_answered_503(monkeypatch):
    monkeypatch.setattr(handlers, "REFUSED_AFTER", 0.01)

    async def act(_):
        handler = Handler()
        try:
            guesses = begin(*(handler.ask("/desk/sign-in/", "POST") for _ in range(30)))
            done, waiting = await asyncio.wait(guesses, return_when=asyncio.FIRST_COMPLETED)
            while len(done) < 30 - handlers.PASSWORDS_LIMIT:
                more, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                done |= more
            assert {each.result() for each in done} == {503}
        finally:
            handler.gate.set()
        assert {await each for each in waiting} == {200}
        assert await handler.ask("/desk/sign-in/", "POST") == 200

    on_a_loop(act)


def test_for_a_client_that_has_gone_no_page_is_made_but_a_form_is_accepted():
    async def act(_):
        handler = Handler()
        handler.gate.set()
        assert await handler.ask("/flood/find/", gone=True) == 0
        assert await handler.ask("/desk/flood/", gone=True) == 0
        assert (
            await handler.render(CacheKey(b"", b"/flood/"), lambda: True, is_refresh=True) is None
        )
        await handler.ask("/desk/flood/", "POST", gone=True)
        assert handler.came == ["/desk/flood/"]

    on_a_loop(act)


def test_the_sessions_that_are_remembered_are_bounded(monkeypatch):
    monkeypatch.setattr(sessions, "SESSIONS_LIMIT", 3)
    known = AuthenticatedSessions()
    for key in ("a", "b", "c", "a", "d"):
        known.add(key)
    assert [key in known for key in "abcd"] == [True, False, True, True]
    known.discard("a")
    known.discard("nobody's")
    assert "a" not in known


SEEN = """
import asyncio, io
from dateline.server.application import Application
application = Application()
handler = application.handler

async def ask(cookie):
    async def receive():
        return {{'type': 'http.request', 'body': b''}}
    async def send(message):
        pass
    await handler({{'type': 'http', 'method': 'GET', 'path': '/desk/', 'raw_path': b'/desk/',
                   'query_string': b'', 'is_gone': lambda: False,
                   'headers': [(b'host', b'localhost'), (b'cookie', cookie)]}}, receive, send)

async def main():
    seen = []
    for key in ('{session}', 'forged', '{session}'):
        await ask(b'sessionid=' + key.encode())
        seen.append(key in handler._sessions)
    from django.contrib.sessions.models import Session
    await asyncio.to_thread(lambda: Session.objects.all().delete())
    await ask(b'sessionid={session}')
    print([*seen, '{session}' in handler._sessions])

asyncio.run(main())
"""


def test_a_session_is_known_once_it_was_authenticated_here_and_until_it_ends(closed_newsroom):
    output = closed_newsroom.python(SEEN.format(session=closed_newsroom.session("ben")))
    assert output == "[True, False, True, False]"


def test_a_new_session_is_known_at_once(newsroom: Newsroom):
    desk = newsroom.desk()
    assert desk.get("/desk/").status == 200
    assert get(newsroom.address, "/desk/", {"Cookie": "sessionid=forged"}).status == 302
