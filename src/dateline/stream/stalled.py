"""The subscribers of a topic that do not read what was written to them, and when to cut them."""

from __future__ import annotations

from typing import Final

from .subscriber import Subscriber

# A stalled subscriber is cut after this many bytes of changes, or after STALL_LIMIT.
MAX_BYTES_BEHIND: Final = 256 * 1024
# In rounds of housekeeping, which take a second each. It is not in seconds because after a process
# was stopped (SIGSTOP, a suspended laptop), its subscribers have not had the time to read.
STALL_LIMIT: Final = 45


class StalledSubscribers:
    """The paused subscribers of a topic, and since when each is paused.

    One whose stream has ended stays until its last bytes are sent.
    """

    def __init__(self) -> None:
        self._round = 0
        # The value of `Channel.bytes_added` and the round in which each subscriber was paused.
        self._since: dict[Subscriber, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self._since)

    def add(self, subscriber: Subscriber, bytes_added: int) -> None:
        self._since[subscriber] = (bytes_added, self._round)

    def discard(self, subscriber: Subscriber) -> None:
        self._since.pop(subscriber, None)

    def next_round(self) -> None:
        """Begins a round of housekeeping."""
        self._round += 1

    def overdue(self, bytes_added: int) -> list[Subscriber]:
        """Returns the subscribers beyond STALL_LIMIT or MAX_BYTES_BEHIND."""
        return [
            subscriber
            for subscriber, (at_bytes, at_round) in self._since.items()
            if bytes_added - at_bytes > MAX_BYTES_BEHIND or self._round - at_round > STALL_LIMIT
        ]
