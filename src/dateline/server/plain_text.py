"""Plain-text responses that are written without Django, and close the connection."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from dateline.stream.subscriber import date

HEADERS: Final = (
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)
_FIXED: Final = b"".join(b"%s: %s\r\n" % each for each in HEADERS)


def plain_text(status: HTTPStatus, sentence: str, headers: bytes = b"") -> bytes:
    """Returns a whole response. `headers` are additional header lines."""
    body = f"{sentence}\n".encode()
    line = f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode()
    return b"%sdate: %s\r\n%s%scontent-length: %d\r\nconnection: close\r\n\r\n%s" % (
        line,
        date(),
        _FIXED,
        headers,
        len(body),
        body,
    )
