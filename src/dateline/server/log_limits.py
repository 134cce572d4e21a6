"""Limits the log: one hour without the database filled a disk with tracebacks."""

from __future__ import annotations

import logging
import time
from typing import Final

INTERVAL: Final = 60.0
CAUSES_LIMIT: Final = 256


class OncePerMinute(logging.Filter):
    """Passes a record with an exception once a minute for each line that raised one."""

    def __init__(self) -> None:
        super().__init__()
        self._logged: dict[tuple[object, ...], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        cause, now = (record.name, type(error), _location(error)), time.monotonic()
        if now - self._logged.get(cause, float("-inf")) < INTERVAL:
            return False
        if len(self._logged) >= CAUSES_LIMIT:
            self._logged.clear()
        self._logged[cause] = now
        return True


def _location(error: BaseException) -> tuple[str, int] | None:
    """The file and the line that raised an exception."""
    trace = error.__traceback__
    if trace is None:
        return None
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_filename, trace.tb_lineno
