"""Notifies listeners in this process that something was committed.

A notification carries no data. If one is lost, readers wait at most half a second longer, because
the hubs also poll the database. The module `notifiers` notifies other processes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

# What was committed: entries, or rows that only an open desk shows. They are told apart, so that
# the hub of the readers does not read for each letter that an editor types.
Change = Literal["journal", "desk"]

_listeners: Final[dict[Change, list[Callable[[], None]]]] = {"journal": [], "desk": []}


def subscribe(callback: Callable[[], None], change: Change = "journal") -> None:
    """Registers a callback, which is called in the writer's thread after each commit."""
    _listeners[change].append(callback)


def unsubscribe(callback: Callable[[], None], change: Change = "journal") -> None:
    """Removes a callback that was registered with `subscribe`."""
    _listeners[change].remove(callback)


def notify(change: Change = "journal") -> None:
    """Calls every registered callback."""
    for callback in list(_listeners[change]):
        callback()
