"""Notifies other processes that something was committed: by PostgreSQL and, if configured, by NATS.

Notifications carry no data. If one is lost, the hub of another process finds the change when it
polls next, within half a second. SQLite has no notifications: other processes poll or use NATS.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from .local_notifier import Change

# The notifiers are imported where they are used: their clients took a sixth of the time of a start
# on SQLite.
if TYPE_CHECKING:
    from .nats_notifier import NatsNotifier

# Only a process that listens has a connection. What a short-lived command of the command line
# writes is found by the other processes when they poll.
_at_nats: list[NatsNotifier] = []


def notify_other_processes(change: Change = "journal") -> None:
    """Sends a notification through all notifiers when the current transaction commits."""
    if connection.vendor == "postgresql":
        from . import postgres_notifier

        postgres_notifier.notify(change)
    for notifier in _at_nats:
        transaction.on_commit(partial(notifier.notify, change))


def listen(callbacks: Mapping[Change, Callable[[], None]]) -> Callable[[], None]:
    """Calls the callback of a change in another thread for each notification of it.

    After an interruption all of them are called. Returns a function that stops the listening.
    """
    stops = []
    if connection.vendor == "postgresql":
        from . import postgres_notifier

        stops.append(postgres_notifier.listen(callbacks))
    if settings.DATELINE_NATS:
        from .nats_notifier import NatsNotifier

        notifier = NatsNotifier(settings.DATELINE_NATS, subject(), callbacks)
        _at_nats.append(notifier)
        stops += [notifier.stop, lambda: _at_nats.remove(notifier)]

    def stop() -> None:
        for each in stops:
            each()

    return stop


def subject() -> str:
    """The NATS subject of this newsroom, so that several newsrooms can share a NATS server."""
    secret = settings.SECRET_KEY.encode()
    return "dateline." + hmac.new(secret, b"notifier", hashlib.sha256).hexdigest()[:16]
