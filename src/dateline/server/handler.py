"""Runs Django's middleware and views in one thread, of the pool that the route's policy names.

Django's own ASGI handler changes threads for each middleware. This was measured at four times the
cost of a page.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import io
import threading
from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module
from typing import Any, Final, NamedTuple, TypeVar

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.db import Error
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase

from dateline.accounts.people import person_of
from dateline.routing import NO_ROUTE, Audience, Held, Pool, RoutePolicy, policy_at, version_of

from .bad_input import Request
from .bodies import Bodies, BodyRefused, ReceivedBody
from .cache import CachedResponse, CacheKey, prepare
from .exchange import Message, Scope, Send
from .plain_text import HEADERS
from .scopes import session_key, shared_scope
from .sessions import AuthenticatedSessions
from .worker_pools import WorkerPool

T = TypeVar("T")
# The link to a withdrawn post may be shared as widely as any other.
_HELD: Final = (HTTPStatus.OK, HTTPStatus.GONE)
# The number of threads in each pool. Each thread may hold a database connection. A response that
# replaces one in the cache is rendered in a separate thread, so other requests cannot delay it.
THREADS: Final = {
    Pool.PUBLIC: 2,
    Pool.DESK: 5,
    Pool.UPLOADS: 2,
    Pool.PASSWORDS: 1,
    Pool.HEALTH: 1,
}
REFRESH_THREADS: Final = 1
# The number of threads of a pool that one member may use at a time, so that others are not kept
# waiting.
THREADS_EACH: Final = {Pool.DESK: 2, Pool.UPLOADS: 1}
# If this many passwords wait to be checked, a sign-in is answered with 503 after REFUSED_AFTER
# seconds. The delay slows down clients that guess passwords.
PASSWORDS_LIMIT: Final = 20
REFUSED_AFTER: Final = 1.0
# The hash of a password is computed without the GIL, so on a busy processor its thread competes
# with the event loop. Guessed passwords and pictures together kept clients waiting for two seconds.
PASSWORDS_NICENESS: Final = 10


class _Answered(NamedTuple):
    """A response, and the key of the request's session if it belongs to a signed-in user."""

    response: HttpResponseBase
    session: str | None


class SyncHandler(ASGIHandler):
    """The ASGI application of Django's pages and desk."""

    request_class = Request

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self._bodies = Bodies()
        self._pools = {
            pool: WorkerPool(
                pool.name.lower(),
                threads,
                limit=PASSWORDS_LIMIT if pool is Pool.PASSWORDS else float("inf"),
                each=THREADS_EACH.get(pool, threads),
                niceness=PASSWORDS_NICENESS if pool is Pool.PASSWORDS else 0,
            )
            for pool, threads in THREADS.items()
        }
        self._refresh_pool = WorkerPool("refresh", REFRESH_THREADS)
        self._sessions = AuthenticatedSessions()
        # The desk's forms that were received and not committed yet, one object for each. The one
        # that the current thread handles is `self._current.form`.
        self._writing: set[object] = set()
        self._current = threading.local()
        self.load_middleware(is_async=False)
        # Django logs a refusal in this codec, a module that is loaded at its first use. Without a
        # free file descriptor that failed, and the page with the writer's text was lost.
        codecs.lookup("unicode_escape")

    def is_writing(self) -> bool:
        """Whether a form of the desk is being handled and not committed yet."""
        return bool(self._writing)

    def committed(self) -> None:
        """Called in the thread that handles a form, after its commit."""
        self._writing.discard(getattr(self._current, "form", None))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        policy = policy_at(scope["path"])
        try:
            async with self._bodies.received(policy.body_limit, scope, receive) as body:
                await self._answer(scope, policy, body, send)
        except RequestAborted:
            return
        except BodyRefused as refused:
            await send_plain_text(send, refused.status, refused.sentence, (b"connection", b"close"))

    async def render(
        self, key: CacheKey, is_unwanted: Callable[[], bool], *, is_refresh: bool
    ) -> tuple[CachedResponse, bool] | None:
        """Renders the response to GET for a key. Returns it, and whether it may be held.

        Returns None if `is_unwanted` returns True when a thread is free. With `is_refresh`, which
        is for a key that is in the cache, the response is rendered in the refresh pool.
        """
        scope = shared_scope(key)
        policy = policy_at(scope["path"])
        pool = self._refresh_pool if is_refresh else self._pools[policy.pool]
        return await pool.run(self._render, scope, policy, is_unwanted)

    async def member_status(self, scope: Scope) -> HTTPStatus:
        """Returns 200 for a member, 401 if nobody is signed in, 403 for any other user.

        It is 400 if Django cannot read the request.
        """
        key = session_key(scope["headers"])
        if key is None:
            return HTTPStatus.UNAUTHORIZED
        pool = self._pools[Pool.DESK if key in self._sessions else Pool.PUBLIC]
        status = await pool.run(self._member_status, scope, key)
        self._remember(key, key if status is HTTPStatus.OK else None)
        return status

    async def _answer(
        self, scope: Scope, policy: RoutePolicy, body: ReceivedBody, send: Send
    ) -> None:
        request, error = self.create_request(dict(scope), body.file)
        if request is None:
            assert error is not None
            return await self.send_response(error, send)  # type: ignore[arg-type]
        post = request.method == "POST"
        key = session_key(scope["headers"])
        if post and policy.audience is Audience.MEMBERS and key is not None:
            await self._authenticate(scope, key)
        pool = self._pool(policy, key, post=post, has_upload=body.has_upload)
        if pool.full:
            await asyncio.sleep(REFUSED_AFTER)
            sentence = "The server is busy. Try again in a moment."
            return await send_plain_text(
                send, HTTPStatus.SERVICE_UNAVAILABLE, sentence, (b"retry-after", b"2")
            )
        form = object()
        if policy.audience is Audience.MEMBERS and pool is self._pools[Pool.DESK] and post:
            self._writing.add(form)
        try:
            answered = await self._run(pool, key, self._respond, request, policy, form)
        finally:
            self._writing.discard(form)
        if answered is None:
            return
        # A page for everybody does not look at the session, and must not forget it.
        if _has_user(policy) and answered.response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._remember(key, answered.session)
        await self.send_response(answered.response, send)  # type: ignore[arg-type]

    async def _authenticate(self, scope: Scope, key: str) -> None:
        """Remembers the session of a form, if it is a member's.

        Otherwise a member's first form after a start would run in the pool of readers' pages.
        Eight pictures kept readers waiting for 24 seconds there.
        """
        if key not in self._sessions:
            # If the database is away, the view says so, and shows the form again with its text.
            with contextlib.suppress(Error):
                await self.member_status(scope)

    def _pool(
        self, policy: RoutePolicy, key: str | None, *, post: bool, has_upload: bool
    ) -> WorkerPool:
        if post and policy.pool_for_post is not None:
            return self._pools[policy.pool_for_post]
        if policy.audience is Audience.MEMBERS and (key is None or key not in self._sessions):
            return self._pools[Pool.PUBLIC]
        # Encoding takes seconds. In the desk's pool, pictures would delay the posts of others.
        if has_upload and policy.pool is Pool.DESK:
            return self._pools[Pool.UPLOADS]
        return self._pools[policy.pool]

    async def _run(
        self, pool: WorkerPool, key: str | None, function: Callable[..., T], *arguments: Any
    ) -> T:
        if key is None or key not in self._sessions:
            return await pool.run(function, *arguments)
        return await pool.run_for(key, function, *arguments)

    def _remember(self, cookie: str | None, session: str | None) -> None:
        if session is not None:
            self._sessions.add(session)
        elif cookie is not None:
            self._sessions.discard(cookie)

    # The following methods run in a worker thread.

    def _respond(self, request: Any, policy: RoutePolicy, form: object) -> _Answered | None:
        """Returns the response; None if the client has disconnected, unless it sent a form."""
        if request.method != "POST" and request.scope["is_gone"]():
            return None
        self._current.form = form
        response = self.get_response(request)
        session = None
        if _has_user(policy) and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            session = _authenticated_session(request)
        return _Answered(response, session)

    def _render(
        self, scope: Scope, policy: RoutePolicy, is_unwanted: Callable[[], bool]
    ) -> tuple[CachedResponse, bool] | None:
        if is_unwanted():
            return None
        request, error = self.create_request(scope, io.BytesIO())
        response = error if request is None else self.get_response(request)
        # A streaming response could be sent only once.
        assert isinstance(response, HttpResponse)
        response.close()
        version = version_of(response)
        held = response.status_code in _HELD and (
            policy.held is Held.FOREVER or version is not None
        )
        # That there is no page is said alike at all addresses that no route has.
        held = held or (policy is NO_ROUTE and response.status_code == HTTPStatus.NOT_FOUND)
        slug, cursor = version if version is not None and held else ("", "")
        prepared = prepare(
            dict(response.headers),
            response.content,
            slug=slug,
            cursor=cursor,
            status=response.status_code,
            codings=("br", "gzip") if held else ("gzip",),
        )
        return prepared, held

    def _member_status(self, scope: Scope, key: str) -> HTTPStatus:
        request, _ = self.create_request(dict(scope), io.BytesIO())
        if request is None:
            return HTTPStatus.BAD_REQUEST
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
        request.user = auth.get_user(request)
        if not request.user.is_authenticated:
            return HTTPStatus.UNAUTHORIZED
        return HTTPStatus.FORBIDDEN if person_of(request.user) is None else HTTPStatus.OK


async def send_plain_text(
    send: Callable[[Message], Any], status: int, sentence: str, *headers: tuple[bytes, bytes]
) -> None:
    """Sends a plain-text response without Django."""
    body = f"{sentence}\n".encode()
    lines = [*HEADERS, (b"content-length", b"%d" % len(body)), *headers]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})


def _has_user(policy: RoutePolicy) -> bool:
    """Whether the views of a route look at who is signed in."""
    return policy.audience is Audience.MEMBERS or policy.pool_for_post is Pool.PASSWORDS


def _authenticated_session(request: HttpRequest) -> str | None:
    user = getattr(request, "user", None)
    return request.session.session_key if user is not None and user.is_authenticated else None
