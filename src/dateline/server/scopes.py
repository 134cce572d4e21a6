"""Creates the ASGI scope of a request."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings
from django.http import parse_cookie

from .cache import CacheKey
from .request_head import RequestHead

# From the public URL only. Any client can send a header such as X-Forwarded-Proto, and its effect
# was once stored in the cache for all readers.
_SCHEME: Final = "https" if settings.DATELINE_URL.startswith("https://") else "http"

# The target of the shared response to requests for addresses that no route has.
NOWHERE: Final = b"/no/page/here/"


def path_of(target: bytes) -> str:
    """Returns the decoded path of a request target."""
    return unquote(target.partition(b"?")[0].decode("ascii"))


def session_key(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """Returns the value of the session cookie, None if there is none. It may be forged."""
    for name, value in headers:
        if name == b"cookie" and settings.SESSION_COOKIE_NAME.encode() in value:
            return parse_cookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    return None


def request_scope(head: RequestHead, transport: asyncio.Transport) -> dict[str, Any]:
    """Returns the scope of a request. `is_gone` in it returns whether the client disconnected."""
    scope = _scope(head.method, head.target, head.headers)
    client = transport.get_extra_info("peername")
    server = transport.get_extra_info("sockname")
    scope |= {
        "http_version": head.version,
        "client": client[:2] if isinstance(client, tuple) else None,
        "server": server[:2] if isinstance(server, tuple) else None,
        "is_gone": transport.is_closing,
    }
    return scope


def shared_scope(key: CacheKey) -> dict[str, Any]:
    """Returns the scope of a GET for a shared response. Host is its only header."""
    return _scope("GET", key.target, [(b"host", key.host)] if key.host else [])


def _scope(method: str, target: bytes, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    raw_path, _, query = target.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": _SCHEME,
        "path": path_of(target),
        "raw_path": raw_path,
        "query_string": query,
        "root_path": "",
        "headers": headers,
    }
