"""Runs Django's middleware and views in one thread, of the pool that the route's policy names.

Django's own ASGI handler changes threads for each middleware. This was measured at four times the
cost of a page.
"""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module
from typing import IO, Any, Final, NamedTuple

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import PermissionDenied, RequestAborted
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, parse_cookie
from django.http.response import HttpResponse, HttpResponseBase

from dateline.desk.access import person
from dateline.routing import Audience, Held, Pool, RoutePolicy, policy_at, version_of

from .bad_input import Request
from .bodies import Bodies, BodyRefused
from .cache import CachedResponse, CacheKey, prepare
from .exchange import Message, Scope, Send
from .plain_text import HEADERS
from .scopes import shared_scope
from .sessions import AuthenticatedSessions
from .worker_pools import WorkerPool

# The number of threads in each pool. Each thread may hold a database connection. A response that
# replaces one in the cache is rendered in a separate thread, so other requests cannot delay it.
THREADS: Final = {Pool.PUBLIC: 2, Pool.DESK: 5, Pool.PASSWORDS: 1, Pool.HEALTH: 1}
REFRESH_THREADS: Final = 1
# If this many passwords wait to be checked, a sign-in is answered with 503 after REFUSED_AFTER
# seconds. The delay slows down clients that guess passwords.
PASSWORDS_LIMIT: Final = 20
REFUSED_AFTER: Final = 1.0


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
                PASSWORDS_LIMIT if pool is Pool.PASSWORDS else float("inf"),
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
        """Returns 200 for a member, 401 if nobody is signed in, 403 for any other user."""
        key = _session_cookie(scope)
        if key is None:
            return HTTPStatus.UNAUTHORIZED
        pool = self._pools[Pool.DESK if key in self._sessions else Pool.PUBLIC]
        status = await pool.run(self._member_status, scope, key)
        self._remember(key, key if status is HTTPStatus.OK else None)
        return status

    async def _answer(self, scope: Scope, policy: RoutePolicy, body: IO[bytes], send: Send) -> None:
        request, error = self.create_request(dict(scope), body)
        if request is None:
            assert error is not None
            return await self.send_response(error, send)  # type: ignore[arg-type]
        post = request.method == "POST"
        key = _session_cookie(scope)
        pool = self._pool(policy, key, post=post)
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
            answered = await pool.run(self._respond, request, policy, form)
        finally:
            self._writing.discard(form)
        if answered is None:
            return
        if answered.response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._remember(key, answered.session)
        await self.send_response(answered.response, send)  # type: ignore[arg-type]

    def _pool(self, policy: RoutePolicy, key: str | None, *, post: bool) -> WorkerPool:
        if post and policy.pool_for_post is not None:
            return self._pools[policy.pool_for_post]
        if policy.audience is Audience.MEMBERS and (key is None or key not in self._sessions):
            return self._pools[Pool.PUBLIC]
        return self._pools[policy.pool]

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
        has_user = policy.audience is Audience.MEMBERS or policy.pool_for_post is Pool.PASSWORDS
        if has_user and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
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
        held = response.status_code == HTTPStatus.OK and (
            policy.held is Held.FOREVER or version is not None
        )
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
        try:
            person(request)
        except PermissionDenied:
            return HTTPStatus.FORBIDDEN
        return HTTPStatus.OK


async def send_plain_text(
    send: Callable[[Message], Any], status: int, sentence: str, *headers: tuple[bytes, bytes]
) -> None:
    """Sends a plain-text response without Django."""
    body = f"{sentence}\n".encode()
    lines = [*HEADERS, (b"content-length", b"%d" % len(body)), *headers]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})


def _session_cookie(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"cookie" and settings.SESSION_COOKIE_NAME.encode() in value:
            return parse_cookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    return None


def _authenticated_session(request: HttpRequest) -> str | None:
    user = getattr(request, "user", None)
    return request.session.session_key if user is not None and user.is_authenticated else None
