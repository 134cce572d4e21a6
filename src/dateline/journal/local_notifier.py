"""Notifies listeners in this process that something was committed.

A notification carries no data. If one is lost, readers wait at most half a second longer, because
the hub also polls the journal. The module `notifiers` notifies other processes.
"""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def subscribe(callback: Callable[[], None]) -> None:
    """Registers a callback, which is called in the writer's thread after each commit."""
    _listeners.append(callback)


def unsubscribe(callback: Callable[[], None]) -> None:
    """Removes a callback that was registered with `subscribe`."""
    _listeners.remove(callback)


def notify() -> None:
    """Calls every registered callback."""
    for callback in list(_listeners):
        callback()
