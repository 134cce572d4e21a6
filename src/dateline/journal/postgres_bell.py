"""The bell of the database: PostgreSQL's LISTEN and NOTIFY, which carry no data here.

NOTIFY is part of the writer's transaction, so it rings when the entries can be read and not before.
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
_TURN: Final = 1.0
_logger = logging.getLogger(__name__)


def ring() -> None:
    """Rings at the commit of the present transaction."""
    sql.run(f"NOTIFY {CHANNEL}")


def answer(callback: Callable[[], None]) -> Callable[[], None]:
    """Has `callback` called, in a thread, at every ring; returns what stops it.

    It is also called whenever the bell was heard again after a silence: something may have rung.
    """
    stopped = threading.Event()
    arguments = (callback, stopped)
    threading.Thread(target=_listen, args=arguments, name="doorbell", daemon=True).start()
    return stopped.set


def _listen(callback: Callable[[], None], stopped: threading.Event) -> None:
    while not stopped.is_set():
        own = connections.create_connection(DEFAULT_DB_ALIAS)
        try:
            with own.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            callback()
            while not stopped.is_set():
                for _ in own.connection.notifies(timeout=_TURN, stop_after=1):
                    callback()
        except (psycopg.Error, Error) as error:
            _logger.warning("The doorbell is silent; asking twice a second meanwhile. %s", error)
            stopped.wait(_TURN)
        finally:
            own.close()
