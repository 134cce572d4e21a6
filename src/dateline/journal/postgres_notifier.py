"""Notifies other processes through PostgreSQL's LISTEN and NOTIFY, without a payload.

NOTIFY is part of the writer's transaction, so it is delivered when the entries become visible.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Final

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, connections

from . import sql
from .local_notifier import Change

CHANNELS: Final[dict[Change, str]] = {"journal": "dateline", "desk": "dateline_desk"}
# Seconds between two checks of whether to stop, and before a new connection.
_WAIT: Final = 1.0
_logger = logging.getLogger(__name__)


def notify(change: Change = "journal") -> None:
    """Sends a notification when the current transaction commits."""
    sql.run(f"NOTIFY {CHANNELS[change]}")


def listen(callbacks: Mapping[Change, Callable[[], None]]) -> Callable[[], None]:
    """Calls a callback in a new thread for each notification; returns a function that stops it.

    All are called after each new connection, since notifications may have been missed before it.
    """
    stopped = threading.Event()
    by_channel = {CHANNELS[change]: callback for change, callback in callbacks.items()}
    arguments = (by_channel, stopped)
    threading.Thread(target=_listen, args=arguments, name="notifier", daemon=True).start()
    return stopped.set


def _listen(callbacks: Mapping[str, Callable[[], None]], stopped: threading.Event) -> None:
    is_interrupted = False
    while not stopped.is_set():
        own = connections.create_connection(DEFAULT_DB_ALIAS)
        try:
            with own.cursor() as cursor:
                for channel in callbacks:
                    cursor.execute(f"LISTEN {channel}")
            if is_interrupted:
                is_interrupted = False
                # A warning like the first one, because lower levels are not logged.
                _logger.warning("PostgreSQL notifications are received again.")
            for callback in callbacks.values():
                callback()
            while not stopped.is_set():
                for each in own.connection.notifies(timeout=_WAIT, stop_after=1):
                    callbacks[each.channel]()
        except (psycopg.Error, Error) as error:
            # Only the first failure: there is another one each second until PostgreSQL is back.
            if not is_interrupted:
                is_interrupted = True
                _logger.warning(
                    "PostgreSQL notifications are interrupted; polling the journal twice a second."
                    " %s",
                    error,
                )
            stopped.wait(_WAIT)
        finally:
            own.close()
