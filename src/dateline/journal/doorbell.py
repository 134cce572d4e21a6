"""The doorbells between processes, which carry no data: PostgreSQL's, and NATS where it is set.

A bell that is lost or silent costs the half second after which every hub asks by itself. SQLite has
no bell of its own: other processes of its machine are heard at the asking, or through NATS.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction

from . import postgres_bell
from .nats_bell import Bell

# Only a process that answers has one: a command that writes and ends is heard at the asking.
_at_nats: list[Bell] = []


def ring() -> None:
    """Rings when the present transaction commits, at every bell that there is."""
    if connection.vendor == "postgresql":
        postgres_bell.ring()
    for bell in _at_nats:
        transaction.on_commit(bell.ring)


def answer(callback: Callable[[], None]) -> Callable[[], None]:
    """Has `callback` called, in a thread, at every ring, and after a silence; returns the stop."""
    stops = []
    if connection.vendor == "postgresql":
        stops.append(postgres_bell.answer(callback))
    if settings.DATELINE_NATS:
        bell = Bell(settings.DATELINE_NATS, subject(), callback)
        _at_nats.append(bell)
        stops += [bell.stop, lambda: _at_nats.remove(bell)]

    def stop() -> None:
        for each in stops:
            each()

    return stop


def subject() -> str:
    """This newsroom's own subject: newsrooms that share a NATS do not wake one another."""
    secret = settings.SECRET_KEY.encode()
    return "dateline." + hmac.new(secret, b"doorbell", hashlib.sha256).hexdigest()[:16]
