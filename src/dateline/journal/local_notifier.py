"""Notifies listeners in this process that something was committed. It carries no data.

A lost notification costs at most half a second, never a post: each listener also asks by itself.
`notifiers` reaches other processes.
"""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def subscribe(callback: Callable[[], None]) -> None:
    """Has `callback` called, in the writer's thread, after every commit of this process."""
    _listeners.append(callback)


def unsubscribe(callback: Callable[[], None]) -> None:
    """Takes back `subscribe`."""
    _listeners.remove(callback)


def notify() -> None:
    """Calls every listener of this process."""
    for callback in list(_listeners):
        callback()
