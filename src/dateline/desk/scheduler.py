"""Publishes drafts when their time has come. A thread of each process that serves the desk.

All processes look, and one of them at a time publishes: whichever gets the lock. If it dies, the
next look of another one finds what is still due. A draft is published once, because that is decided
under the write lock: see `desk.publication`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import InterfaceError, OperationalError, connection

from dateline.drafts.models import Draft
from dateline.drafts.workflow import TIMED
from dateline.journal.followers import try_exclusive

from . import publication
from .clock import Look, WatchedClock

# Seconds between two looks, at most: another process may have scheduled something meanwhile.
LOOK_EVERY: Final = 0.4
# Seconds until the next look of a process while another one publishes.
LOOK_AGAIN: Final = 0.1
# Seconds until the next look after a failure of the database.
RETRY_AFTER: Final = 0.5
# The drafts that are read at once.
BATCH: Final = 50
STOP_WITHIN: Final = 2.0
_JUMPED: Final = (
    "The clock of the server was set forward by {seconds} s, so it is not certain that its time has"
    " come."
)
_logger = logging.getLogger(__name__)


class Scheduler:
    """The thread, from its start to its stop."""

    def __init__(self) -> None:
        self._clock = WatchedClock()
        self._stopped = threading.Event()
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name="scheduler", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread, after the draft that it publishes at the moment."""
        self._stopped.set()
        self._thread.join(STOP_WITHIN)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                pause = self._look()
                self._failures = 0
            except Exception as error:
                # The database may be unavailable, or the disk full.
                connection.close()
                self._failures += 1
                pause = RETRY_AFTER
                if self._failures == 1:
                    _logger.warning("the scheduler failed and will retry: %r", error)
            self._wait(pause)
        connection.close()

    def _look(self) -> float:
        """Publishes what is due. Returns the seconds until the next look."""
        look = self._clock.look()
        due = _next_due()
        if due is None:
            return LOOK_EVERY
        if not look.has_come(due):
            return min(LOOK_EVERY, (due - look.now).total_seconds())
        with try_exclusive("scheduler") as is_held:
            if not is_held():
                return LOOK_AGAIN
            self._publish(is_held)
        return 0

    def _publish(self, is_held: Callable[[], bool]) -> None:
        """Publishes what is due, in the order of its times."""
        while drafts := _due(self._clock.look().now):
            for draft in drafts:
                # The lock is lost with its connection, and another process may have taken over.
                if self._stopped.is_set() or not is_held():
                    return
                self._publish_one(draft)

    def _publish_one(self, draft: Draft) -> None:
        try:
            if doubt := _doubt(self._clock.look(), draft):
                publication.keep_back(draft, doubt)
            else:
                publication.publish_due(draft)
        except (InterfaceError, OperationalError, OSError):
            # There is no database at the moment, or no space. The draft is as good as before.
            raise
        except Exception:
            # The others must not wait behind it for ever.
            _logger.exception("draft %s could not be published", draft.uid)
            publication.keep_back(draft, "An error in Dateline prevented it. See the server's log.")

    def _wait(self, seconds: float) -> None:
        # In short pieces, so that a jump of the clock is noticed within one.
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self._stopped.wait(min(left, 0.4)):
            self._clock.look()


def _next_due() -> datetime | None:
    """The time of the next draft, past or future, or None."""
    waiting = Draft.objects.filter(state__in=TIMED, due__isnull=False)
    return waiting.order_by("due").values_list("due", flat=True).first()


def _due(now: datetime) -> list[Draft]:
    found = Draft.objects.filter(state__in=TIMED, due__lte=now).select_related("coverage")
    return list(found.order_by("due")[:BATCH])


def _doubt(look: Look, draft: Draft) -> str:
    """Why a draft that is due by the wall clock is not published; '' if it is."""
    if draft.due is None or not look.is_doubtful(draft.due, draft.since):
        return ""
    return _JUMPED.format(seconds=round(look.ahead.total_seconds()))
