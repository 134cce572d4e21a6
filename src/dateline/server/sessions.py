"""Remembers the sessions that this process has authenticated.

A request with any other session cookie runs in the pool of the public pages, because the cookie may
be forged and only a query can tell. Otherwise many requests with forged cookies could occupy all
threads of the desk.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

# More than the people of a newsroom, since each sign-in creates a new session.
SESSIONS_LIMIT: Final = 1024


class AuthenticatedSessions:
    """A set of the digests of the session keys that were authenticated last."""

    def __init__(self) -> None:
        self._digests: dict[bytes, None] = {}

    def __contains__(self, key: str) -> bool:
        return _digest(key) in self._digests

    def add(self, key: str) -> None:
        digest = _digest(key)
        self._digests.pop(digest, None)
        self._digests[digest] = None
        if len(self._digests) > SESSIONS_LIMIT:
            del self._digests[next(iter(self._digests))]

    def discard(self, key: str) -> None:
        self._digests.pop(_digest(key), None)


def _digest(key: str) -> bytes:
    return sha256(key.encode(errors="replace")).digest()
