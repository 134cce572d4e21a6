"""Which sessions were found to be somebody's by this process, so that a forged one is told apart.

A session cookie can hold anything. Whether it is somebody's only the database knows, and a thread
of the desk is not spent on the question: a crowd with forged cookies would take all of them.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

# A newsroom has fewer people; somebody who signs in again and again has a session for each time.
SESSIONS_LIMIT: Final = 1024


class AuthenticatedSessions:
    """The digests of the session keys that were authenticated last."""

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
