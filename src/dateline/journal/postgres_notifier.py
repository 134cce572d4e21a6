"""Notifies through the database: PostgreSQL's LISTEN and NOTIFY, which carry no data here.

NOTIFY is part of the writer's transaction, so it is delivered once the entries can be read and not
before.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, connections

from . import sql

CHANNEL: Final = "dateline"
# Seconds: how often the thread looks whether it should stop, and when it connects again.
_WAIT: Final = 1.0
_logger = logging.getLogger(__name__)


def notify() -> None:
    """Notifies when the present transaction commits."""
    sql.run(f"NOTIFY {CHANNEL}")


def listen(callback: Callable[[], None]) -> Callable[[], None]:
    """Has `callback` called, in a thread, at every notification; returns what stops it.

    It is also called after each new connection: something may have been missed meanwhile.
    """
    stopped = threading.Event()
    arguments = (callback, stopped)
    threading.Thread(target=_listen, args=arguments, name="notifier", daemon=True).start()
    return stopped.set


def _listen(callback: Callable[[], None], stopped: threading.Event) -> None:
    while not stopped.is_set():
        own = connections.create_connection(DEFAULT_DB_ALIAS)
        try:
            with own.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            callback()
            while not stopped.is_set():
                for _ in own.connection.notifies(timeout=_WAIT, stop_after=1):
                    callback()
        except (psycopg.Error, Error) as error:
            _logger.warning(
                "PostgreSQL's notifications are interrupted; asking twice a second meanwhile. %s",
                error,
            )
            stopped.wait(_WAIT)
        finally:
            own.close()
