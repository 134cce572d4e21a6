"""Answers that are ready: a page of a coverage as bytes, for as long as the coverage stands still.

A page is made once a version, by Django, and compressed once for each coding; after that it is
written from memory, with no query, no template and no thread. Pure: where a coverage stands is
asked of whoever made this.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

import brotli

MOST_BYTES: Final = 64 * 1024 * 1024
# One answer at a time is made again; until it is there the one before may go out, for so long.
STALE_FOR: Final = 1.0
# What stands for ever, of no coverage and at no cursor: a file whose name is its hash.
FOR_EVER: Final = ("", "")
# Headers that hold this are of somebody who works at the desk, and sees their own post at once.
WHO: Final = (b"cookie", b"authorization")
SIGNED_IN: Final = b"session"
_CODINGS: Final = ("br", "gzip", "")
_PER_ANSWER: Final = ("content-length", "content-encoding", "vary", "etag", "date", "connection")

_NEVER: Final = re.compile(r"q=0(\.0*)?")

Headers = Iterable[tuple[bytes, bytes]]


class Key(NamedTuple):
    """What is asked for: the host, since pages name their own address, path with query."""

    host: bytes
    target: bytes


@dataclass
class Kept:
    """An answer to `GET`: for each coding the rest of its head, after the date, and its body."""

    slug: str
    cursor: str
    etag: bytes
    bodies: dict[str, tuple[bytes, bytes]]
    unchanged: bytes
    outdated: float = 0
    making: bool = field(default=False)
    wanted: bool = field(default=False)

    @property
    def size(self) -> int:
        return sum(len(head) + len(body) for head, body in self.bodies.values())

    @property
    def stands_for_ever(self) -> bool:
        return (self.slug, self.cursor) == FOR_EVER


class Answer(NamedTuple):
    """The status line, the rest of the head after the date, and the body ('' for HEAD)."""

    status: bytes
    head: bytes
    body: bytes


def prepare(slug: str, cursor: str, etag: str, headers: Mapping[str, str], body: bytes) -> Kept:
    """A 200 with this identity body, in every coding that makes it smaller.

    `headers` are those of the page itself.
    """
    weak = b"W/" + etag.removeprefix("W/").encode()
    fixed = b"".join(
        f"{name.lower()}: {value}\r\n".encode("latin-1")
        for name, value in headers.items()
        if name.lower() not in _PER_ANSWER
    )
    fixed += b"vary: accept-encoding\r\netag: %s\r\n" % weak
    bodies = {}
    for coding in _CODINGS:
        coded = _coded(coding, body)
        if coding and len(coded) >= len(body):
            continue
        named = f"content-encoding: {coding}\r\n".encode() if coding else b""
        bodies[coding] = (fixed + named + b"content-length: %d\r\n" % len(coded), coded)
    return Kept(slug, cursor, weak, bodies, fixed)


class Ready:
    """The answers that are kept, each coverage's apart, and together no more than MOST_BYTES.

    `standing` tells where a coverage is now, None where that is not known; `watch` is told of every
    coverage that was asked for, so that it stays known.
    """

    def __init__(
        self,
        standing: Callable[[str], str | None],
        watch: Callable[[str], None],
        clock: Callable[[], float],
    ) -> None:
        self._standing = standing
        self._watch = watch
        self._clock = clock
        self._kept: dict[tuple[bytes, bytes], Kept] = {}
        self._size = 0

    def answer(self, method: bytes, target: bytes, headers: Headers) -> Answer | None:
        """The answer to a request; None where it must be made, which the caller then has done."""
        host, codings, seen = b"", b"", b""
        for name, value in headers:
            if name == b"host":
                host = value
            elif name == b"accept-encoding":
                codings = value
            elif name == b"if-none-match":
                seen = value
            elif name in WHO and SIGNED_IN in value:
                return None
        kept = self._kept.get((host, target))
        if kept is None or not self._may_go_out(kept):
            return None
        kept.wanted = True
        # To the end: where there is no room, what was asked for longest ago goes first.
        self._kept[(host, target)] = self._kept.pop((host, target))
        if seen and kept.etag.removeprefix(b"W/") in seen:
            return Answer(b"304 Not Modified", kept.unchanged, b"")
        head, body = kept.bodies.get(best_coding(codings)) or kept.bodies[""]
        return Answer(b"200 OK", head, b"" if method == b"HEAD" else body)

    def __contains__(self, key: Key) -> bool:
        return key in self._kept

    def keep(self, key: Key, kept: Kept) -> None:
        """Keeps an answer, and lets go of others where there is no room."""
        if not kept.stands_for_ever:
            self._watch(kept.slug)
        self.drop(key)
        self._kept[key] = kept
        self._size += kept.size
        while self._size > MOST_BYTES:
            self.drop(next(iter(self._kept)))

    def drop(self, key: tuple[bytes, bytes]) -> None:
        """Forgets an answer, if there is one."""
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._size -= kept.size

    def purge(self) -> None:
        """Forgets what was overtaken too long ago to go out: it may have been erased since.

        And says which coverages were asked for since the last time; to be called every second.
        """
        for key, kept in list(self._kept.items()):
            if kept.stands_for_ever:
                continue
            if kept.wanted:
                kept.wanted = False
                self._watch(kept.slug)
            if self._standing(kept.slug) != kept.cursor:
                kept.outdated = kept.outdated or self._clock()
                if self._clock() - kept.outdated >= STALE_FOR:
                    self.drop(key)

    def _may_go_out(self, kept: Kept) -> bool:
        if kept.stands_for_ever or self._standing(kept.slug) == kept.cursor:
            return True
        kept.outdated = kept.outdated or self._clock()
        if not kept.making:
            kept.making = True
            return False
        return self._clock() - kept.outdated < STALE_FOR


@lru_cache(maxsize=256)
def best_coding(accepted: bytes) -> str:
    """`br`, `gzip` or '' (none), as an Accept-Encoding allows (RFC 9110, 12.5.3)."""
    allowed = set()
    for part in accepted.decode("latin-1").lower().split(","):
        coding, _, parameter = part.partition(";")
        if not _NEVER.fullmatch(parameter.replace(" ", "")):
            allowed.add(coding.strip())
    return next((coding for coding in _CODINGS if coding in allowed), "")


def _coded(coding: str, body: bytes) -> bytes:
    if coding == "br":
        coded: bytes = brotli.compress(body, quality=6)
        return coded
    return gzip.compress(body, 6, mtime=0) if coding else body
