"""The response cache: holds responses as bytes until their coverage changes.

A page is rendered once for each version of its coverage, and compressed once for each content
coding. It is then written from memory, without a query, a template or a thread. This module imports
no framework. The caller passes in a function for the current cursor of a coverage.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import Final, NamedTuple

import brotli

BYTES_LIMIT: Final = 64 * 1024 * 1024
# `purge` visits every response once a second, which takes a third of a microsecond each. 45,000
# responses, one for each cursor of `changes`, blocked the event loop for a quarter of a second.
ENTRIES_LIMIT: Final = 8192
# The memory that a response takes in addition to its bytes.
ENTRY_OVERHEAD: Final = 1536
# Seconds. An older response is not sent even if no new one can be rendered.
STALE_LIMIT: Final = 300.0
_CODINGS: Final = ("br", "gzip", "")
# Headers of a view's response that are replaced, by `prepare` or for each request.
_REPLACED: Final = ("content-length", "content-encoding", "vary", "etag", "date", "connection")
_ZERO_WEIGHT: Final = re.compile(r"q=0(\.0*)?")


class CacheKey(NamedTuple):
    """The host, because pages contain their own URL, and the path with its query."""

    host: bytes
    target: bytes


@dataclass(slots=True)
class CachedResponse:
    """A response to GET, ready to be written.

    `bodies` has, for each content coding, the header lines after the date, and the body.
    `unchanged` has the header lines of a 304 response. `slug` and `cursor` are the version of the
    coverage from which it was rendered; both are '' if it depends on no coverage. `current_at` is
    the time when it was last known to be current, in seconds of the cache's clock. Each use sets
    `used_since_purge`, which `purge` clears, and `used_since_eviction`, which `_make_room` clears.
    """

    status: int
    status_line: bytes
    slug: str
    cursor: str
    etag: bytes
    bodies: dict[str, tuple[bytes, bytes]]
    unchanged: bytes
    size: int = 0
    current_at: float = 0.0
    used_since_purge: bool = field(default=False)
    used_since_eviction: bool = field(default=False)

    def answer(
        self, method: str, fields: Mapping[bytes, bytes], age: int | None = None
    ) -> tuple[bytes, bytes, bytes]:
        """Returns the bytes for one request, by its Accept-Encoding and If-None-Match.

        They are the head up to the value of the Date header, the header lines after it, and the
        body, which is empty for HEAD. `age` is in seconds, or None for a current response.
        """
        aged = b"" if age is None else b"age: %d\r\n" % age
        seen = fields.get(b"if-none-match")
        if seen and self.etag and self.etag.removeprefix(b"W/") in seen:
            return _NOT_MODIFIED, aged + self.unchanged, b""
        coding = best_coding(fields.get(b"accept-encoding", b""))
        head, body = self.bodies.get(coding) or self.bodies[""]
        return self.status_line, aged + head, b"" if method == "HEAD" else body


def prepare(
    headers: Mapping[str, str],
    body: bytes,
    *,
    slug: str = "",
    cursor: str = "",
    status: int = HTTPStatus.OK,
    codings: tuple[str, ...] = _CODINGS,
) -> CachedResponse:
    """Prepares a response, in each of `codings` that makes the body smaller, and uncompressed.

    `headers` are those of the view's response, without cookies, since it is for every client.
    """
    etag = b""
    fixed = b"".join(
        f"{name.lower()}: {value}\r\n".encode("latin-1")
        for name, value in headers.items()
        if name.lower() not in _REPLACED
    )
    fixed += b"vary: accept-encoding\r\n"
    if given := next((value for name, value in headers.items() if name.lower() == "etag"), ""):
        etag = b"W/" + given.removeprefix("W/").encode()
        fixed += b"etag: %s\r\n" % etag
    bodies = _encoded_bodies(fixed, body, codings)
    status_line = _status_line(HTTPStatus(status))
    prepared = CachedResponse(status, status_line, slug, cursor, etag, bodies, fixed)
    pieces = [each for pair in bodies.values() for each in pair]
    prepared.size = ENTRY_OVERHEAD + sum(map(sys.getsizeof, [*pieces, fixed, etag, slug, cursor]))
    return prepared


def _encoded_bodies(
    fixed: bytes, body: bytes, codings: tuple[str, ...]
) -> dict[str, tuple[bytes, bytes]]:
    bodies = {}
    for coding in (*(each for each in codings if each), ""):
        encoded = _encode(coding, body)
        if coding and len(encoded) >= len(body):
            continue
        line = f"content-encoding: {coding}\r\n".encode() if coding else b""
        bodies[coding] = (fixed + line + b"content-length: %d\r\n" % len(encoded), encoded)
    return bodies


class ResponseCache:
    """Holds responses, at most BYTES_LIMIT and ENTRIES_LIMIT in total.

    `cursor_of` returns the current cursor of a coverage, or None if it is not known. `watch` is
    called for every coverage in use, so that its cursor stays known. `clock` returns seconds.
    """

    def __init__(
        self,
        cursor_of: Callable[[str], str | None],
        watch: Callable[[str], None],
        clock: Callable[[], float],
    ) -> None:
        self._cursor_of = cursor_of
        self._watch = watch
        self._clock = clock
        # In the order in which they were added, or moved to the end by `_make_room`.
        self._held: dict[tuple[bytes, bytes], CachedResponse] = {}
        self.size = 0

    def __contains__(self, key: CacheKey) -> bool:
        return key in self._held

    def __len__(self) -> int:
        return len(self._held)

    def current(self, key: tuple[bytes, bytes]) -> CachedResponse | None:
        """Returns the response at a key if it is current, otherwise None."""
        found = self._held.get(key)
        if found is None or (found.slug and self._cursor_of(found.slug) != found.cursor):
            return None
        found.used_since_purge = found.used_since_eviction = True
        return found

    def stale(self, key: CacheKey) -> tuple[CachedResponse, int] | None:
        """Returns a response that may be out of date, with its age in seconds, or None.

        It is for the case that no new response can be rendered. A response that is known to be out
        of date is never returned, since its content may have been erased.
        """
        found = self._held.get(key)
        if found is None:
            return None
        age = self._clock() - found.current_at
        if age > STALE_LIMIT or self._cursor_of(found.slug) not in (None, found.cursor):
            return None
        return found, int(age)

    def put(self, key: CacheKey, response: CachedResponse) -> None:
        """Adds a response, and removes others if a limit is exceeded."""
        if response.slug:
            self._watch(response.slug)
        self.drop(key)
        response.current_at = self._clock()
        response.size += sum(map(sys.getsizeof, key))
        self._held[key] = response
        self.size += response.size
        while self.size > BYTES_LIMIT or len(self._held) > ENTRIES_LIMIT:
            self._make_room()

    def _make_room(self) -> None:
        """Removes the oldest response that was not used since the last removal (second chance).

        An LRU order would have to be updated for every response from memory, which costs more.
        """
        while (held := self._held[key := next(iter(self._held))]).used_since_eviction:
            held.used_since_eviction = False
            self._held[key] = self._held.pop(key)
        self.drop(key)

    def drop(self, key: tuple[bytes, bytes]) -> None:
        """Removes the response at a key, if there is one."""
        found = self._held.pop(key, None)
        if found is not None:
            self.size -= found.size

    def purge(self) -> None:
        """Removes responses that are out of date. Called about once a second.

        Responses whose coverage has an unknown cursor stay, up to STALE_LIMIT. Coverages whose
        responses were used since the last call are watched further.
        """
        cursors: dict[str, str | None] = {}
        now = self._clock()
        for key, held in list(self._held.items()):
            if not held.slug:
                continue
            if held.slug not in cursors:
                cursors[held.slug] = self._cursor_of(held.slug)
            if held.used_since_purge:
                held.used_since_purge = False
                self._watch(held.slug)
            cursor = cursors[held.slug]
            if cursor == held.cursor:
                held.current_at = now
            elif cursor is not None or now - held.current_at > STALE_LIMIT:
                self.drop(key)


@lru_cache(maxsize=256)
def best_coding(accepted: bytes) -> str:
    """Returns `br`, `gzip` or '' (none), by an Accept-Encoding header (RFC 9110, 12.5.3).

    Weights other than 0 are ignored.
    """
    allowed = set()
    for part in accepted.decode("latin-1").lower().split(","):
        coding, _, parameter = part.partition(";")
        if not _ZERO_WEIGHT.fullmatch(parameter.replace(" ", "")):
            allowed.add(coding.strip())
    return next((coding for coding in _CODINGS if coding in allowed), "")


def _status_line(status: HTTPStatus) -> bytes:
    """A status line, and the name of the Date header, whose value follows."""
    return f"HTTP/1.1 {status.value} {status.phrase}\r\ndate: ".encode()


_NOT_MODIFIED: Final = _status_line(HTTPStatus.NOT_MODIFIED)


def _encode(coding: str, body: bytes) -> bytes:
    if coding == "br":
        encoded: bytes = brotli.compress(body, quality=6)
        return encoded
    return gzip.compress(body, 6, mtime=0) if coding else body
