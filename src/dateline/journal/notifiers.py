"""Notifies other processes that something was committed: by PostgreSQL and, if set, by NATS.

Notifications carry no data. One that is lost costs half a second, after which every hub asks by
itself. SQLite has no notifier of its own: other processes on its machine ask, or hear through NATS.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction

from . import postgres_notifier
from .nats_notifier import NatsNotifier

# Only a process that listens has one. A command that writes and ends is heard when others ask.
_at_nats: list[NatsNotifier] = []


def notify() -> None:
    """Notifies through every notifier there is, when the present transaction commits."""
    if connection.vendor == "postgresql":
        postgres_notifier.notify()
    for notifier in _at_nats:
        transaction.on_commit(notifier.notify)


def listen(callback: Callable[[], None]) -> Callable[[], None]:
    """Has `callback` called, in a thread, at every notification and after an interruption.

    Returns the function that stops it.
    """
    stops = []
    if connection.vendor == "postgresql":
        stops.append(postgres_notifier.listen(callback))
    if settings.DATELINE_NATS:
        notifier = NatsNotifier(settings.DATELINE_NATS, subject(), callback)
        _at_nats.append(notifier)
        stops += [notifier.stop, lambda: _at_nats.remove(notifier)]

    def stop() -> None:
        for each in stops:
            each()

    return stop


def subject() -> str:
    """This newsroom's own subject: newsrooms that share a NATS server do not wake one another."""
    secret = settings.SECRET_KEY.encode()
    return "dateline." + hmac.new(secret, b"notifier", hashlib.sha256).hexdigest()[:16]
