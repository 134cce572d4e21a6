"""Takes down pins at the time that readers were told, in a thread of each server.

The end of a pin is an entry. If pages only left the post out from that time on, open pages would
keep it, and the list of changes would not name it.
"""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import Final

from django.db import DatabaseError, connections

from .commands.pins import take_down_ended_pins

logger = logging.getLogger(__name__)
# Seconds. The times of pins have whole minutes.
LOOK_EVERY: Final = 1.0
STOP_WITHIN: Final = 5.0


class EndedPins:
    """The thread of this process, from its start to its stop.

    A pin that ended while no server ran is taken down at the next start.
    """

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ended pins", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(STOP_WITHIN)

    def _run(self) -> None:
        failed = False
        while not self._stopped.wait(LOOK_EVERY):
            try:
                take_down_ended_pins(datetime.now(UTC))
                failed = False
            except (DatabaseError, OSError) as error:
                # For example a full disk. A reader sees until when the post is pinned.
                if not failed:
                    logger.warning("ended pins could not be taken down: %s", error)
                failed = True
                connections.close_all()
        connections.close_all()
