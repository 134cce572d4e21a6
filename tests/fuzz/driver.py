"""Sends Django requests as the server does, and raises the exception where a 500 would be sent."""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import User
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse

from dateline.server.handler import SyncHandler

# The CSRF token, the same in the cookie and in each form.
TOKEN = "t" * 32


class Driver(ASGIHandler):
    """Django's handler without the server in front of it."""

    request_class = SyncHandler.request_class

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._faults: list[str] = []

    def note(
        self,
        method: str,
        address: str,
        *args: Any,
        then: Callable[[], None] | None = None,
        **more: Any,
    ) -> None:
        """Sends a request, notes an exception for `faults`, and rolls back.

        `then` is called after a form that was accepted.
        """
        try:
            with undone():
                answer = self.ask(method, address, *args, **more)
                if then is not None and answer.status_code == 302:
                    then()
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            asked = f"{method} {address[:80]} {[str(each)[:160] for each in (*args, more)]}"
            self._faults.append(
                f"{type(error).__name__} in {where.filename}:{where.lineno}: {asked}"
            )

    def faults(self) -> str:
        """The exceptions that were noted since the last call, one a line."""
        found, self._faults = self._faults, []
        return "\n".join(found)

    def ask(
        self,
        method: str,
        address: str,
        headers: Mapping[bytes, bytes] | None = None,
        body: bytes = b"",
        query: str = "",
    ) -> HttpResponse:
        """The response. Raises an exception that a view or a middleware did not expect."""
        sent = {b"host": b"127.0.0.1", b"content-length": b"%d" % len(body)} | dict(headers or {})
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(address),
            "raw_path": address.encode(),
            "query_string": query.encode(errors="replace"),
            "root_path": "",
            "headers": list(sent.items()),
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 8000),
        }
        with _raised():
            request, error = self.create_request(scope, io.BytesIO(body))
            response: Any = error if request is None else self.get_response(request)
        if request is not None:
            # Not `response.close()`, which also closes the connection of the test's transaction.
            request.close()
        assert response.status_code < 500 or response.status_code == 501, response.content
        assert response.content is not None
        return response


@contextmanager
def _raised() -> Iterator[None]:
    found: list[BaseException] = []

    def note(**more: Any) -> None:
        error = sys.exception()
        assert error is not None
        found.append(error)

    got_request_exception.connect(note)
    try:
        yield
    finally:
        got_request_exception.disconnect(note)
    if found:
        raise found[0]


@contextmanager
def undone() -> Iterator[None]:
    """Rolls back what is written within, so that each example begins with the same newsroom."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def cookies(user: User) -> bytes:
    """The session cookie of a person, and the CSRF cookie of an open form."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}; csrftoken={TOKEN}".encode()
