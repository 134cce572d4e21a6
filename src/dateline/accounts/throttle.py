"""Slows down who guesses passwords, and nobody else for long. Pure: the clock is passed in.

Wrong passwords are counted three ways: for a network, for an account, and for a device that is
known. After a few of them the next attempt has to wait, each time twice as long, up to a limit.

A limit for an account could be turned against its owner. Two rules prevent that. A device that has
signed in to the account before waits only for its own wrong passwords. And a network waits twice as
long as an account: after each guess the account is open again while its guesser still has to wait.
So one network keeps nobody else out for longer than `ACCOUNT_LIMIT` seconds.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

# Wrong passwords that cost nothing: people mistype.
FREE: Final = 5
# The longest waits, in seconds.
ACCOUNT_LIMIT: Final = 30
NETWORK_LIMIT: Final = 2 * ACCOUNT_LIMIT
# Seconds after which wrong passwords are forgotten.
FORGET_AFTER: Final = 3600
# Of so many networks, accounts and devices together the count is kept; the oldest go first.
ENTRIES_LIMIT: Final = 20_000


@dataclass(frozen=True)
class _Failures:
    count: int
    last: float


class Throttle:
    """The wrong passwords of one process."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` gives seconds and never goes back."""
        self._clock = clock
        # The oldest first.
        self._failures: dict[Hashable, _Failures] = {}

    def begin(self, network: str, account: str, device: str = "") -> float:
        """Seconds until this attempt may be made; 0 where it may be made now.

        One that may be made is counted as wrong until `succeeded` is called, so that attempts at
        the same time count, too. `device` is a secret that proves an earlier sign-in to the
        account; '' for a device that is not known.
        """
        now = self._clock()
        keys = _keys(network, account, device)
        wait = max(self._wait(key, limit, now) for key, limit in keys.items())
        if wait <= 0:
            for key in keys:
                self._count(key, now)
        return max(0.0, wait)

    def succeeded(self, network: str, account: str, device: str = "") -> None:
        """The password of the attempt that was begun is right: it is not counted."""
        for key in _keys(network, account, device):
            found = self._failures.get(key)
            if found is not None and found.count > 1:
                self._failures[key] = _Failures(found.count - 1, found.last)
            else:
                self._failures.pop(key, None)

    def _wait(self, key: Hashable, limit: int, now: float) -> float:
        found = self._failures.get(key)
        if found is None or found.count < FREE or now - found.last > FORGET_AFTER:
            return 0
        # Bounded before it is a power: of thousands of guesses none may make a huge number.
        delay = limit / 2.0 ** max(0, 5 - (found.count - FREE))
        return float(found.last + delay - now)

    def _count(self, key: Hashable, now: float) -> None:
        found = self._failures.pop(key, None)
        fresh = found is None or now - found.last > FORGET_AFTER
        self._failures[key] = _Failures(1 if found is None or fresh else found.count + 1, now)
        if len(self._failures) > ENTRIES_LIMIT:
            del self._failures[next(iter(self._failures))]


def network_of(address: str) -> str:
    """The network of a client: an IPv4 address by itself, of an IPv6 address the first 64 bits.

    '' for what is no address, such as the peer of a Unix socket.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((found, 64), strict=False))
    return str(found)


def _keys(network: str, account: str, device: str) -> dict[Hashable, int]:
    if device:
        return {("device", account, device): ACCOUNT_LIMIT}
    return {("network", network): NETWORK_LIMIT, ("account", account): ACCOUNT_LIMIT}
