"""The bell within a process: "there is something new", without any data.

A lost ring costs at most half a second, never a post: whoever listens also asks by itself. Other
processes are rung by `doorbell`.
"""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(callback: Callable[[], None]) -> None:
    """Has `callback` called, in the writer's thread, after every commit of this process."""
    _listeners.append(callback)


def deaf(callback: Callable[[], None]) -> None:
    """Takes back `listen`."""
    _listeners.remove(callback)


def ring() -> None:
    """Wakes every listener of this process."""
    for callback in list(_listeners):
        callback()
