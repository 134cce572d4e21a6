"""Ports for servers of tests and benchmarks, which no other process of this machine gets.

The system's free ports are also those of outgoing connections. A server that was to start, or to
start again, on such a port sometimes found it taken. These are below them, and each process has
some to itself for as long as it lives.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import Final

_FIRST: Final = 12_000
_END: Final = 32_000
# The ports of one process. Each is used again after all others.
_EACH: Final = 100


def free_port() -> int:
    """Returns a port of 127.0.0.1 on which nothing listens."""
    ports = _own_ports()
    for _ in range(_EACH):
        port = next(ports)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("none of this process's ports is free")


@cache
def _own_ports() -> Iterator[int]:
    """The ports of this process. The kernel gives them back when it ends, however it ends."""
    for first in range(_FIRST, _END, _EACH):
        try:
            # Never closed: the lock lasts as long as the process.
            lock = os.open(f"/tmp/dateline-ports-{first}", os.O_RDWR | os.O_CREAT, 0o666)
        except OSError:
            # It is another user's.
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            continue
        return cycle(range(first, first + _EACH))
    raise RuntimeError("other processes have all ports of tests")
