"""What the application is told of a request: its ASGI scope."""

from __future__ import annotations

import asyncio
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings

from .cache import CacheKey
from .request_head import RequestHead

# By the public address alone: a header such as X-Forwarded-Proto may come from anybody, and what it
# said was once kept in the cache for everybody.
_SCHEME: Final = "https" if settings.DATELINE_URL.startswith("https://") else "http"


def path_of(target: bytes) -> str:
    """The path of a request target, decoded."""
    return unquote(target.partition(b"?")[0].decode("ascii"))


def request_scope(head: RequestHead, transport: asyncio.Transport) -> dict[str, Any]:
    """The scope of a request; its key `is_gone` tells whether the client has hung up."""
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
    """The scope of a GET whose answer is for everybody: it has no header of any reader but Host."""
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
