"""Limits the rate of password guesses without locking anybody out. Pure: the clock is passed in.

Wrong passwords are counted for each network, each account and each known device. After FREE of them
the next attempt has to wait. The wait doubles with each wrong password, up to a limit.

An attacker could use a limit for an account to keep its owner out. Two rules prevent that. A device
that has signed in to the account before waits only for its own wrong passwords. And a network waits
twice as long as an account, so the account accepts attempts from others again while the attacker
still has to wait. One network can therefore block an account for at most ACCOUNT_LIMIT seconds.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

# Wrong passwords without a wait, because people mistype.
FREE: Final = 5
# The longest waits, in seconds.
ACCOUNT_LIMIT: Final = 30
NETWORK_LIMIT: Final = 2 * ACCOUNT_LIMIT
# Seconds after which wrong passwords are forgotten.
FORGET_AFTER: Final = 3600
# The largest number of counts in memory. Beyond it the oldest are forgotten.
ENTRIES_LIMIT: Final = 20_000


@dataclass(frozen=True)
class _Failures:
    count: int
    last: float


class Throttle:
    """Counts the wrong passwords of one process."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` returns seconds and is monotonic."""
        self._clock = clock
        # Ordered by the time of the last failure, the oldest first.
        self._failures: dict[Hashable, _Failures] = {}

    def begin(self, network: str, account: str, device: str = "") -> float:
        """Returns the seconds until this attempt is allowed; 0 if it is allowed now.

        An allowed attempt is counted as wrong until `succeeded` is called, so that attempts at the
        same time are counted as well. `device` is the secret of a known device, '' for any other.
        """
        now = self._clock()
        keys = _keys(network, account, device)
        wait = max(self._wait(key, limit, now) for key, limit in keys.items())
        if wait <= 0:
            for key in keys:
                self._count(key, now)
        return max(0.0, wait)

    def succeeded(self, network: str, account: str, device: str = "") -> None:
        """Takes back the count of an attempt, because its password was right."""
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
        # The exponent is bounded: 2.0 to the power of thousands would overflow.
        delay = limit / 2.0 ** max(0, 5 - (found.count - FREE))
        return float(found.last + delay - now)

    def _count(self, key: Hashable, now: float) -> None:
        found = self._failures.pop(key, None)
        fresh = found is None or now - found.last > FORGET_AFTER
        self._failures[key] = _Failures(1 if found is None or fresh else found.count + 1, now)
        if len(self._failures) > ENTRIES_LIMIT:
            del self._failures[next(iter(self._failures))]


def network_of(address: str) -> str:
    """Returns the network of a client: its IPv4 address, or the first 64 bits of its IPv6 address.

    Returns '' if it has no IP address, as the peer of a Unix socket.
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
